//! Type-prefixed, time-ordered, opaque identifiers: `tok_01kb3m9q…`.
//!
//! The value is a UUIDv7 (RFC 9562 §5.7) written in 26 lower-case Crockford base-32 characters
//! behind a prefix that names the kind (TypeID style). An id of another kind never parses, so a
//! mixed-up id is a client error and not a lookup.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const BODY_LEN: usize = 26;

/// Why a text is not an identifier of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {prefix}_… id")]
pub struct IdError {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

/// Writes all characters at once: every check of a token prints three ids.
fn encode(value: u128, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (mut text, mut rest) = ([b'0'; BODY_LEN], value);
    for character in text.iter_mut().rev() {
        let digit = usize::try_from(rest & 31).unwrap_or_default();
        *character = ALPHABET.get(digit).copied().unwrap_or(b'0');
        rest >>= 5;
    }
    out.write_str(std::str::from_utf8(&text).map_err(|_never| fmt::Error)?)
}

fn decode(body: &str) -> Option<u128> {
    // 26 characters hold 130 bits: the first may only carry the top three.
    if body.len() != BODY_LEN || !matches!(body.as_bytes().first(), Some(b'0'..=b'7')) {
        return None;
    }
    body.bytes().try_fold(0_u128, |value, byte| {
        let digit = ALPHABET.iter().position(|&known| known == byte)?;
        Some((value << 5) | u128::try_from(digit).ok()?)
    })
}

macro_rules! typed_id {
    ($name:ident, $prefix:literal, $what:literal) => {
        #[doc = concat!("Identifies ", $what, ": `", $prefix, "_…`.")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        pub struct $name(u128);

        impl $name {
            /// The text before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps a UUIDv7 value made by the broker's random module.
            pub const fn from_u128(value: u128) -> Self {
                Self(value)
            }

            /// The UUIDv7 value.
            pub const fn as_u128(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!($prefix, "_"))?;
                encode(self.0, out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(decode)
                    .map(Self)
                    .ok_or(IdError { prefix: $prefix })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

typed_id!(TenantId, "ten", "a tenant");
typed_id!(UserId, "usr", "a user");
typed_id!(PartnerId, "prt", "a partner");
typed_id!(ApiId, "api", "an API of a tenant's catalogue");
typed_id!(RequestId, "req", "an access request");
typed_id!(DecisionId, "dec", "a decision");
typed_id!(TokenId, "tok", "a token");
typed_id!(DeliveryId, "dlv", "a delivery");
typed_id!(GatewayId, "gtw", "a gateway");
typed_id!(GatewayCredentialId, "gcr", "a credential of a gateway");
typed_id!(SessionId, "ses", "a session of a user");
typed_id!(PasskeyId, "psk", "a passkey of a user");
typed_id!(ProviderId, "idp", "a provider of sign-in");
typed_id!(InviteId, "inv", "an invitation to be a member");
typed_id!(AuditEventId, "aud", "an audit event");
typed_id!(OutboxId, "out", "a message in the outbox");
typed_id!(ServiceAccountId, "sva", "a service account");
typed_id!(ServiceCredentialId, "svc", "a secret or key of a service account");
typed_id!(ViewId, "viw", "a saved view of a list");

/// Whether `text` is an identifier of any kind.
pub fn is_id(text: &str) -> bool {
    let named = |prefix: &str| prefix.len() == 3 && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
    text.split_once('_')
        .is_some_and(|(prefix, body)| named(prefix) && decode(body).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn printing_and_parsing_are_inverse(value: u128) {
            let id = TokenId::from_u128(value);
            prop_assert_eq!(id.to_string().parse::<TokenId>(), Ok(id));
        }

        #[test]
        fn any_text_parses_to_itself_or_not_at_all(text in "\\PC{0,40}") {
            if let Ok(id) = text.parse::<TokenId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn text_order_is_value_order(a: u128, b: u128) {
            let (x, y) = (TokenId::from_u128(a), TokenId::from_u128(b));
            prop_assert_eq!(x.cmp(&y), x.to_string().cmp(&y.to_string()));
        }
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let token = TokenId::from_u128(7).to_string();
        assert_eq!(token.parse::<RequestId>(), Err(IdError { prefix: "req" }));
    }

    #[test]
    fn an_id_of_any_kind_is_one() {
        let token = TokenId::from_u128(7).to_string();
        assert!(is_id(&token) && is_id(&token.replace("tok", "aud")));
        for other in [
            "",
            "tok",
            "tok_",
            "tok_7",
            &token.replace("tok", "token"),
            &token.to_uppercase(),
        ] {
            assert!(!is_id(other), "{other}");
        }
    }
}
