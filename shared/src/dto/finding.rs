//! Finding anything in the caller's tenants by what is typed, or a token by a print of its secret.

use serde::{Deserialize, Serialize};

use crate::dto::people::TenantCard;
use crate::ids::TenantId;
use crate::instant::Instant;
use crate::lifecycle::{RequestStage, TokenState};
use crate::validate::{Errors, MAX_NAME, Validate};
use crate::vocabulary;
use crate::words::Environment;

vocabulary! {
    /// What can be found.
    FoundKind {
        /// A customer of the caller.
        Tenant => "tenant",
        /// A partner.
        Partner => "partner",
        /// An access request.
        Request => "request",
        /// A token.
        Token => "token",
        /// An API.
        Api => "api",
        /// A gateway in use.
        Gateway => "gateway",
        /// A person of a customer.
        Member => "member",
    }
}

vocabulary! {
    /// By what to look.
    FindBy {
        /// Part of a name in the tenant named, or the beginning of one in others; or the hint of a token.
        Text => "text",
        /// SHA-256 of a partner token's secret, in 64 lower-case hexadecimal digits.
        Print => "print",
    }
}

/// What to look for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Find {
    /// By what.
    pub by: FindBy,
    /// At most 80 characters, never a secret itself.
    pub text: String,
    /// The tenant on the screen.
    #[serde(default)]
    pub tenant: Option<TenantId>,
}

impl Find {
    /// The print as bytes, if that is what to look by.
    pub fn print(&self) -> Option<[u8; 32]> {
        let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if self.by != FindBy::Print || self.text.len() != 64 || !self.text.bytes().all(lower) {
            return None;
        }
        let mut out = [0_u8; 32];
        for (at, slot) in out.iter_mut().enumerate() {
            *slot = u8::from_str_radix(self.text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(out)
    }
}

impl Validate for Find {
    fn check(&self, errors: &mut Errors) {
        match self.by {
            FindBy::Text => errors.line("/text", &self.text, MAX_NAME),
            FindBy::Print if self.print().is_some() => {}
            FindBy::Print => errors.add("/text", "print", "Send a SHA-256 as 64 lower-case hexadecimal digits."),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// Of the tenant on the screen first, a few of each kind.
    pub items: Vec<Found>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its id.
    pub id: String,
    /// Where it lies.
    pub tenant: TenantCard,
    /// What it is called.
    pub name: String,
    /// Company of a request or token, place of a gateway, address of a person.
    pub detail: Option<String>,
    /// Where it works.
    pub environment: Option<Environment>,
    /// Where a request stands.
    pub stage: Option<RequestStage>,
    /// What a token has been through.
    pub token: Option<FoundToken>,
}

/// State and history of a token that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundToken {
    /// Start and end of the secret.
    pub hint: String,
    /// Where it stands now.
    pub state: TokenState,
    /// Who issued it.
    pub issued_by: String,
    /// When.
    pub issued_at: Instant,
    /// When it was ended or suspended.
    pub ended_at: Option<Instant>,
    /// Its end.
    pub expires_at: Instant,
    /// Last let through.
    pub last_used_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(by: FindBy, text: &str) -> Find {
        Find {
            by,
            text: text.to_owned(),
            tenant: None,
        }
    }

    #[test]
    fn a_print_is_read_as_bytes() {
        let text = "00ff".repeat(16);
        let bytes = find(FindBy::Print, &text).print().unwrap();
        assert_eq!(bytes.get(..4), Some(&[0, 255, 0, 255][..]));
        assert_eq!(find(FindBy::Text, &text).print(), None);
        for bad in ["", "00", &"00FF".repeat(16), &"0g".repeat(32), &"é".repeat(32)] {
            assert!(find(FindBy::Print, bad).validate().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_text_is_a_line() {
        assert!(find(FindBy::Text, "fjord").validate().is_ok());
        for bad in ["", &"x".repeat(81), "a\nb"] {
            assert!(find(FindBy::Text, bad).validate().is_err(), "{bad}");
        }
    }
}
