//! The client's token: from the `Authorization` header only, since query, body and cookies are
//! the client's to steer.

use actix_web::http::header::{AUTHORIZATION, HeaderValue};
use actix_web::{HttpRequest, web};

use crate::http::extract::{OperationDoc, Takes};
use crate::outcome::Outcome;

/// The `Authorization` header as the gateway passed it on.
pub struct ClientToken {
    header: Option<HeaderValue>,
    several: bool,
}

/// What that header holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Bearer<'a> {
    /// No token at all.
    Absent,
    /// Something that cannot be one.
    Malformed,
    /// This one.
    Token(&'a str),
}

impl ClientToken {
    /// The first of the headers, and whether there are more.
    pub fn of(header: Option<HeaderValue>, several: bool) -> Self {
        Self { header, several }
    }

    /// The token; the scheme may be written in any case (RFC 9110 §11.1).
    pub fn bearer(&self) -> Bearer<'_> {
        let Some(header) = &self.header else {
            return Bearer::Absent;
        };
        let Ok(text) = header.to_str() else {
            return Bearer::Malformed;
        };
        let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Bearer::Absent;
        }
        match token.trim_matches(' ') {
            // Two headers could be two tokens, of which the API behind may read the other.
            _ if self.several => Bearer::Malformed,
            "" => Bearer::Malformed,
            token => Bearer::Token(token),
        }
    }
}

impl Takes for ClientToken {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        let mut values = req.headers().get_all(AUTHORIZATION);
        let first = values.next().cloned();
        Ok(Self::of(first, values.next().is_some()))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(header: &'static str, several: bool) -> ClientToken {
        ClientToken::of(Some(HeaderValue::from_static(header)), several)
    }

    #[test]
    fn the_scheme_may_be_in_any_case_and_there_is_one_token() {
        assert_eq!(client("bEaReR abc", false).bearer(), Bearer::Token("abc"));
        assert_eq!(client("Bearer   abc", false).bearer(), Bearer::Token("abc"));
        assert_eq!(client("Basic abc", false).bearer(), Bearer::Absent);
        assert_eq!(client("Bearer ", false).bearer(), Bearer::Malformed);
        assert_eq!(client("Bearer", false).bearer(), Bearer::Malformed);
        assert_eq!(client("Bearer abc", true).bearer(), Bearer::Malformed);
        assert_eq!(ClientToken::of(None, false).bearer(), Bearer::Absent);
    }
}
