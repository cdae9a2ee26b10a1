//! The draft of a new gateway.

use std::collections::BTreeSet;

use tessera_shared::dto::gateways::CreateGateway;
use tessera_shared::error::FieldError;
use tessera_shared::words::{Environment, GatewayMode};

use crate::forms::checked::checked;

/// A new gateway, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayDraft {
    /// Name.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// Whose tokens it lets through.
    pub environment: Environment,
    /// How it asks.
    pub mode: GatewayMode,
    /// Resource identifier a token must be good for; empty means any.
    pub audience: String,
    /// Scopes a token must have.
    pub required_scopes: BTreeSet<String>,
}

impl Default for GatewayDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            place: String::new(),
            environment: Environment::Production,
            mode: GatewayMode::ForwardAuth,
            audience: String::new(),
            required_scopes: BTreeSet::new(),
        }
    }
}

impl GatewayDraft {
    /// Chooses the API it guards; scopes of another API would never match, so they go.
    pub fn set_audience(&mut self, audience: String) {
        if self.audience != audience {
            self.required_scopes.clear();
            self.audience = audience;
        }
    }

    /// Requires one scope, or no longer.
    pub fn set_scope(&mut self, scope: String, on: bool) {
        if on {
            self.required_scopes.insert(scope);
        } else {
            self.required_scopes.remove(&scope);
        }
    }

    /// The body, or every rule it breaks.
    pub fn to_dto(&self) -> Result<CreateGateway, Vec<FieldError>> {
        let audience = self.audience.trim();
        let body = CreateGateway {
            name: self.name.trim().to_owned(),
            place: self.place.trim().to_owned(),
            environment: self.environment,
            mode: self.mode,
            audience: (!audience.is_empty()).then(|| audience.to_owned()),
            required_scopes: self.required_scopes.iter().cloned().collect(),
        };
        checked(body, |_| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_audience_means_any() {
        let draft = GatewayDraft {
            name: "edge-1".to_owned(),
            place: "Oslo".to_owned(),
            ..GatewayDraft::default()
        };
        assert_eq!(draft.to_dto().unwrap().audience, None);
    }

    #[test]
    fn another_api_drops_the_scopes() {
        let mut draft = GatewayDraft::default();
        draft.set_audience("a".to_owned());
        draft.set_scope("a:read".to_owned(), true);
        draft.set_audience("a".to_owned());
        assert_eq!(draft.required_scopes.len(), 1);
        draft.set_audience("b".to_owned());
        assert!(draft.required_scopes.is_empty());
    }
}
