//! Letters about accounts; they speak for the platform, not for a tenant.

use tessera_shared::paths::screen;

use crate::notifications::Letter;
use crate::notifications::letters::{Draft, Sender, write};

/// The link to choose another password.
pub fn reset_password(sender: &Sender, to: &str, code: &str) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: "Choose a new password".to_owned(),
            lines: vec![
                "Somebody, probably you, asked for a new password for your account.".to_owned(),
                "The link is good for half an hour and can be used once.".to_owned(),
            ],
            link: Some(("Choose a new password", screen::reset(code))),
            after: Some("If it was not you, ignore this mail: your password stays as it is."),
        },
    )
}

/// To an address that asked for a new password and has no account.
pub fn no_account(sender: &Sender, to: &str) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: "There is no account with this address".to_owned(),
            lines: vec![
                "Somebody, probably you, asked for a new password. There is no account with this address.".to_owned(),
                "Perhaps you were invited under another one.".to_owned(),
            ],
            link: None,
            after: Some("If it was not you, ignore this mail."),
        },
    )
}

/// The password of the account is another one now.
pub fn password_changed(sender: &Sender, to: &str) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: "Your password was changed".to_owned(),
            lines: vec!["The password of your account was changed, and you were signed out elsewhere.".to_owned()],
            link: None,
            after: Some("If it was not you, choose a new one at once: \"Forgot your password?\" on the sign-in page."),
        },
    )
}
