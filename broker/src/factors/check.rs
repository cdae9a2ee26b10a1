//! Whether a code is good.

use crate::act::Tx;
use crate::app::App;
use crate::factors::service::seed_of;
use crate::factors::{recovery, store};
use crate::outcome::Outcome;

/// What was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// A code of the authenticator app.
    Totp,
    /// A recovery code, which is gone now.
    RecoveryCode,
}

impl Accepted {
    /// As audit events say it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "authenticator app",
            Self::RecoveryCode => "recovery code",
        }
    }
}

/// Takes a code of the app or a recovery code of `user`; none is good twice.
pub fn accept_code(tx: &mut Tx<'_>, app: &App, user: &str, code: &str) -> Outcome<Option<Accepted>> {
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(row) = store::find_totp(tx, user)?
        && row.confirmed_at.is_some()
    {
        let now = tx.now();
        let step = seed_of(app, user, &row)?.step_of(&typed, now, row.last_step);
        if let Some(step) = step
            && store::take_step(tx, user, step)?
        {
            return Ok(Some(Accepted::Totp));
        }
    }
    let Some(code) = recovery::read(&typed) else {
        return Ok(None);
    };
    let digest = recovery::digest(&app.keys.recovery_pepper, user, &code);
    let taken = store::take_recovery_code(tx, user, &digest)?;
    Ok(taken.then_some(Accepted::RecoveryCode))
}
