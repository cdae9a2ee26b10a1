//! The draft of a new API.

use tessera_shared::dto::catalogue::{ApiScope, CreateApi};
use tessera_shared::error::FieldError;

use crate::forms::checked::checked;

/// One scope, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeDraft {
    /// Tells rows apart while they come and go.
    pub key: u32,
    /// The name in tokens.
    pub name: String,
    /// What it lets a partner do.
    pub description: String,
    /// Whether it can change data.
    pub writes: bool,
}

/// A new API, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDraft {
    /// Name to show.
    pub name: String,
    /// Short name.
    pub slug: String,
    /// Version to show.
    pub version: String,
    /// Resource identifier.
    pub audience: String,
    /// What it is for.
    pub description: String,
    /// Its scopes.
    pub scopes: Vec<ScopeDraft>,
    next_key: u32,
}

impl Default for ApiDraft {
    fn default() -> Self {
        let mut draft = Self {
            name: String::new(),
            slug: String::new(),
            version: "v1".to_owned(),
            audience: String::new(),
            description: String::new(),
            scopes: Vec::new(),
            next_key: 0,
        };
        draft.add_scope();
        draft
    }
}

impl ApiDraft {
    /// Adds an empty scope row.
    pub fn add_scope(&mut self) {
        self.scopes.push(ScopeDraft {
            key: self.next_key,
            name: String::new(),
            description: String::new(),
            writes: false,
        });
        self.next_key += 1;
    }

    /// Takes a scope row away; the last one stays.
    pub fn remove_scope(&mut self, key: u32) {
        if self.scopes.len() > 1 {
            self.scopes.retain(|scope| scope.key != key);
        }
    }

    /// Changes one scope row.
    pub fn change_scope(&mut self, key: u32, change: impl FnOnce(&mut ScopeDraft)) {
        if let Some(scope) = self.scopes.iter_mut().find(|scope| scope.key == key) {
            change(scope);
        }
    }

    /// The body, or every rule it breaks.
    pub fn to_dto(&self) -> Result<CreateApi, Vec<FieldError>> {
        let body = CreateApi {
            slug: self.slug.trim().to_owned(),
            name: self.name.trim().to_owned(),
            version: self.version.trim().to_owned(),
            audience: self.audience.trim().to_owned(),
            description: self.description.trim().to_owned(),
            scopes: self
                .scopes
                .iter()
                .map(|scope| ApiScope {
                    name: scope.name.trim().to_owned(),
                    description: scope.description.trim().to_owned(),
                    writes: scope.writes,
                })
                .collect(),
        };
        checked(body, |_| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::checked::error_at;

    #[test]
    fn a_whole_api_becomes_a_body() {
        let mut draft = ApiDraft {
            name: "Seats".to_owned(),
            slug: "seats".to_owned(),
            audience: "api.example/seats".to_owned(),
            description: "Seat maps.".to_owned(),
            ..ApiDraft::default()
        };
        draft.change_scope(0, |scope| {
            scope.name = " seats:read ".to_owned();
            scope.description = "See seats.".to_owned();
        });
        let body = draft.to_dto().unwrap();
        assert_eq!(body.scopes.first().map(|scope| scope.name.as_str()), Some("seats:read"));
    }

    #[test]
    fn errors_name_the_scope_row() {
        let errors = ApiDraft::default().to_dto().unwrap_err();
        assert!(error_at(&errors, "/scopes/0/name").is_some());
    }

    #[test]
    fn the_last_scope_row_stays() {
        let mut draft = ApiDraft::default();
        draft.remove_scope(0);
        assert_eq!(draft.scopes.len(), 1);
        draft.add_scope();
        draft.remove_scope(0);
        assert_eq!(draft.scopes.iter().map(|scope| scope.key).collect::<Vec<_>>(), [1]);
    }
}
