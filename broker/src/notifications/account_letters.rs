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

const NOT_YOU: &str =
    "If it was not you, choose a new password at once: \"Forgot your password?\" on the sign-in page.";

fn notice(sender: &Sender, to: &str, subject: &str, line: String) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: subject.to_owned(),
            lines: vec![line],
            link: None,
            after: Some(NOT_YOU),
        },
    )
}

/// `factor` stands beside the password from now on.
pub fn factor_added(sender: &Sender, to: &str, factor: &str) -> Letter {
    let line = format!("Your account has {factor} as second factor now, and you were signed out elsewhere.");
    notice(sender, to, "A second factor was added", line)
}

/// `factor` stands beside the password no longer.
pub fn factor_removed(sender: &Sender, to: &str, factor: &str) -> Letter {
    let line = format!("Your account no longer has {factor} as second factor.");
    notice(sender, to, "A second factor was removed", line)
}

/// There are new recovery codes.
pub fn recovery_codes_made(sender: &Sender, to: &str) -> Letter {
    let line = "New recovery codes were made for your account; earlier ones are good no longer.".to_owned();
    notice(sender, to, "You have new recovery codes", line)
}

/// A recovery code opened the account.
pub fn recovery_code_used(sender: &Sender, to: &str) -> Letter {
    let line = "A recovery code of your account was used; it is good no longer.".to_owned();
    notice(sender, to, "A recovery code was used", line)
}

/// Two authenticators seem to have one passkey.
pub fn passkey_copied(sender: &Sender, to: &str) -> Letter {
    let line =
        "A passkey of your account was refused: it seems that there is a copy of it. Remove it in your settings \
                and add another one."
            .to_owned();
    notice(sender, to, "A passkey was refused", line)
}

/// `who` ended all sessions of the account.
pub fn signed_out(sender: &Sender, to: &str, who: &str) -> Letter {
    let line = format!("{who} signed you out everywhere. You can sign in again at once.");
    notice(sender, to, "You were signed out", line)
}
