//! What the words of our vocabularies are called on the screen.

use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::words::{Environment, TimeSort, TokenSort};

use crate::t;

/// A word of a vocabulary that has a name on the screen.
pub trait Named {
    /// What the reader calls it, in lower case.
    fn name(self) -> &'static str;
}

impl Named for Environment {
    fn name(self) -> &'static str {
        match self {
            Self::Production => t!("production", "produção"),
            Self::Staging => t!("staging", "homologação"),
            Self::Sandbox => t!("sandbox", "testes"),
        }
    }
}

impl Named for TokenState {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => t!("pending", "pendente"),
            Self::Active => t!("active", "ativo"),
            Self::Suspended => t!("suspended", "suspenso"),
            Self::Rotating => t!("rotating", "em rotação"),
            Self::Revoked => t!("revoked", "revogado"),
            Self::Expired => t!("expired", "expirado"),
        }
    }
}

impl Named for RequestStage {
    /// With a capital: it stands alone on badges and buttons.
    fn name(self) -> &'static str {
        match self {
            Self::AwaitingPartner => t!("To confirm", "A confirmar"),
            Self::AwaitingDecision => t!("To decide", "A decidir"),
            Self::AwaitingIssue => t!("To issue", "A emitir"),
            Self::Issued => t!("Issued", "Emitido"),
            Self::Withdrawn => t!("Withdrawn", "Retirado"),
            Self::Lapsed => t!("Lapsed", "Vencido"),
        }
    }
}

impl Named for TimeSort {
    fn name(self) -> &'static str {
        match self {
            Self::Newest => t!("newest first", "mais novos primeiro"),
            Self::Oldest => t!("oldest first", "mais antigos primeiro"),
        }
    }
}

impl Named for TokenSort {
    fn name(self) -> &'static str {
        match self {
            Self::Newest => TimeSort::Newest.name(),
            Self::Oldest => TimeSort::Oldest.name(),
            Self::EndsFirst => t!("soonest end first", "fim mais próximo primeiro"),
        }
    }
}
