//! Why a call did not succeed.

use std::fmt;

use tessera_shared::error::{ErrorCode, FieldError, Problem};

use crate::{i18n, t};

/// Why a call did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The broker said no, and why.
    Refused(Problem),
    /// No answer came: the network or the broker is away.
    Offline,
    /// The answer belongs to a customer that is no longer on the screen.
    Dropped,
    /// The answer was not understood: app and broker are of different versions.
    Garbled,
    /// The browser gave no passkey, and why.
    Passkey(&'static str),
}

impl ApiError {
    /// The broker's stable name for it.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Offline | Self::Dropped | Self::Garbled | Self::Passkey(_) => None,
        }
    }

    /// Fields that break rules.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Refused(problem) => &problem.errors,
            Self::Offline | Self::Dropped | Self::Garbled | Self::Passkey(_) => &[],
        }
    }

    /// Finds the call in the broker's log.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => Some(&problem.request_id),
            Self::Offline | Self::Dropped | Self::Garbled | Self::Passkey(_) => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(problem) => out.write_str(&i18n::problem(problem)),
            Self::Passkey(why) => out.write_str(why),
            Self::Offline => out.write_str(t!(
                "The broker does not answer. Check the connection and try again.",
                "O servidor não responde. Verifique a conexão e tente de novo."
            )),
            Self::Dropped => out.write_str(t!(
                "You switched to another customer meanwhile. Nothing is shown from before.",
                "Você mudou de cliente enquanto isso. Nada de antes é mostrado."
            )),
            Self::Garbled => out.write_str(t!(
                "The answer was not understood. Reload the page to get its newest version.",
                "A resposta não foi entendida. Recarregue a página para obter a versão mais nova."
            )),
        }
    }
}

/// For an address that cannot name anything: the same as what is not there.
pub fn not_found() -> ApiError {
    ApiError::Refused(Problem {
        kind: String::new(),
        title: t!("Not found", "Não encontrado").to_owned(),
        status: 404,
        detail: t!("There is nothing here.", "Não há nada aqui.").to_owned(),
        code: ErrorCode::NotFound,
        request_id: String::new(),
        errors: Vec::new(),
    })
}
