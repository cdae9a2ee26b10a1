//! A secret in the palette's field: told apart from words, hashed here, and never sent.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

const PREFIX: &str = "tsr_";
const PARTNER: &str = "tsr_pt_";
/// Random characters behind the prefix, and those of the checksum behind them.
const BODY: usize = 40;
const CHECK: usize = 6;
/// So many characters behind a prefix are no end of a hint any more.
const SUSPECT: usize = 5;

/// A secret somewhere in `text`, as it stands there, whole or not.
pub fn in_text(text: &str) -> Option<&str> {
    let found = text.match_indices(PREFIX).find_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .unwrap_or(rest.len());
        rest.get(..end)
    });
    found.filter(|secret| secret.len() >= PARTNER.len() + SUSPECT)
}

/// What a field shows instead.
pub fn masked(secret: &str) -> String {
    let end = secret.get(secret.len().saturating_sub(4)..).unwrap_or_default();
    let head = secret.get(..PARTNER.len()).unwrap_or_default();
    format!("{head}••••••••{end}")
}

/// Whether it is the whole secret of a partner's token, by its checksum.
pub fn is_whole(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    let Some((head, check)) = bytes.split_at_checked(PARTNER.len() + BODY) else {
        return false;
    };
    let body = head.get(PARTNER.len()..).unwrap_or_default();
    head.starts_with(PARTNER.as_bytes()) && body.iter().all(u8::is_ascii_alphanumeric) && check == checksum(head)
}

/// CRC-32 (ISO-HDLC) in base 62, as the broker makes it.
fn checksum(head: &[u8]) -> [u8; CHECK] {
    let step = |rest: u32, _| {
        if rest & 1 == 1 {
            (rest >> 1) ^ 0xedb8_8320
        } else {
            rest >> 1
        }
    };
    let mut rest = !head
        .iter()
        .fold(u32::MAX, |rest, byte| (0..8).fold(rest ^ u32::from(*byte), step));
    let mut out = [b'0'; CHECK];
    for slot in out.iter_mut().rev() {
        let digit = u8::try_from(rest % 62).unwrap_or_default();
        *slot = match digit {
            0..10 => b'0' + digit,
            10..36 => b'A' + digit - 10,
            _ => b'a' + digit - 36,
        };
        rest /= 62;
    }
    out
}

/// Its SHA-256 in hexadecimal digits; none where the browser has no cryptography.
pub async fn print(secret: String) -> Option<String> {
    let window = web_sys::window().filter(web_sys::Window::is_secure_context)?;
    let subtle = window.crypto().ok()?.subtle();
    let bytes = Uint8Array::from(secret.as_bytes());
    let hashing = subtle.digest_with_str_and_js_u8_array("SHA-256", &bytes).ok()?;
    drop(secret);
    let hash: Result<JsValue, JsValue> = JsFuture::from(hashing).await;
    bytes.fill(0, 0, bytes.length());
    let hash = Uint8Array::new(&hash.ok()?).to_vec();
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "tsr_pt_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcd";

    fn whole() -> String {
        let check = checksum(WHOLE.as_bytes());
        format!("{WHOLE}{}", String::from_utf8_lossy(&check))
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        // The check value of CRC-32/ISO-HDLC for "123456789" is cbf43926.
        let mut rest = 0xcbf4_3926_u32;
        let mut digits = Vec::new();
        let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for _ in 0..CHECK {
            digits.insert(0, alphabet[usize::try_from(rest % 62).unwrap()]);
            rest /= 62;
        }
        assert_eq!(checksum(b"123456789").to_vec(), digits);
    }

    #[test]
    fn a_whole_secret_is_told_from_a_broken_one() {
        assert!(is_whole(&whole()));
        assert!(!is_whole(&whole().replace("ABC", "ABD")));
        assert!(!is_whole(&whole().replace("tsr_pt_", "tsr_gw_")));
        assert!(!is_whole(&format!("{}x", whole())));
        assert!(!is_whole("tsr_pt_x3Vd"));
    }

    #[test]
    fn a_secret_is_found_wherever_it_was_copied_from() {
        let whole = whole();
        for text in [
            whole.clone(),
            format!("  {whole}\n"),
            format!("curl -H 'Authorization: Bearer {whole}' x"),
        ] {
            assert_eq!(in_text(&text), Some(whole.as_str()), "{text}");
        }
        for text in ["tsr_pt_…x3Vd", "tsr_pt_x3Vd", "fjord", "tsr_pt_••••••••x3Vd"] {
            assert_eq!(in_text(text), None, "{text}");
        }
        assert_eq!(masked(&whole).chars().count(), 19);
    }
}
