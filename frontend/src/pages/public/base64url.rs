//! Base64url without padding (RFC 4648 §5), the spelling of every byte string in a link or body.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes as base64url without padding.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .zip([16_u32, 8, 0])
            .fold(0_u32, |all, (byte, shift)| all | (u32::from(*byte) << shift));
        for shift in [18_u32, 12, 6, 0].into_iter().take(chunk.len() + 1) {
            let index = usize::try_from((group >> shift) & 63).unwrap_or_default();
            text.push(char::from(ALPHABET.get(index).copied().unwrap_or(b'A')));
        }
    }
    text
}

/// Reads base64url without padding; nothing when the text is not exactly that.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut group, mut bits) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        group = (group << 6) | u32::try_from(digit).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((group >> bits) & 255).ok()?);
            group &= (1 << bits) - 1;
        }
    }
    // Left-over bits must be zero, so that one byte string has one spelling.
    (group == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foobar", "Zm9vYmFy"),
            (&[0xfb, 0xff, 0xfe], "-__-"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
    }

    #[test]
    fn thirty_two_bytes_are_forty_three_characters() {
        let bytes: Vec<u8> = (0..32).collect();
        assert_eq!(encode(&bytes).len(), 43);
        assert_eq!(decode(&encode(&bytes)), Some(bytes));
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in ["Z", "Zg==", "Zm+v", "Zm 9", "Zh"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
