//! Getting a second factor: an authenticator app or a passkey, and the recovery codes for both.

mod add_passkey;
mod app;
mod recovery;

pub use add_passkey::AddPasskey;
pub use app::Enrol;
pub use recovery::RecoveryCodesShown;
