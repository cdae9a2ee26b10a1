//! HTTP Basic as OAuth clients send it (RFC 7617 §2, RFC 6749 §2.3.1).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

/// User and password of an `Authorization` header. OAuth clients form-encode both, some of them also the
/// `_` that ours contain; others, such as curl, send them as they are. Neither of ours has a character that
/// reads differently in the two.
pub fn read_basic(header: &str) -> Option<(String, String)> {
    let (scheme, value) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(value.trim_matches(' ')).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((decode(user)?, decode(password)?))
}

/// One form-encoded value by itself (RFC 6749 appendix B).
fn decode(value: &str) -> Option<String> {
    if value.contains(['&', '=']) {
        return None;
    }
    let first = form_urlencoded::parse(value.as_bytes()).next();
    Some(first.map_or_else(String::new, |(value, _)| value.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        read_basic(&format!("bAsIc  {}", STANDARD.encode(text)))
    }

    fn pair(user: &str, password: &str) -> (String, String) {
        (user.to_owned(), password.to_owned())
    }

    #[test]
    fn it_is_taken_apart_at_the_first_colon() {
        assert_eq!(read("gtw_1:tsr_gw_x:y"), Some(pair("gtw_1", "tsr_gw_x:y")));
        assert_eq!(read("gtw_1:"), Some(pair("gtw_1", "")));
        for bad in ["no colon", "a&b:c", "a:b=c"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        for bad in ["Basic", "Basic !", "Bearer Z3R3XzE6eA=="] {
            assert_eq!(read_basic(bad), None, "{bad}");
        }
    }

    #[test]
    fn both_parts_may_be_form_encoded() {
        assert_eq!(read("gtw%5F1:tsr%5fgw%5Fx%3Ay+z"), Some(pair("gtw_1", "tsr_gw_x:y z")));
    }
}
