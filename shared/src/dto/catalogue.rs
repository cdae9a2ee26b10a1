//! A tenant's catalogue of APIs, and what its public page shows.

use serde::{Deserialize, Serialize};

use crate::dto::tenants::Policy;
use crate::ids::ApiId;
use crate::validate::{Errors, MAX_NAME, MAX_SCOPES, MAX_TEXT, Validate};

/// A scope of an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiScope {
    /// The name in tokens, such as `orders:read`.
    pub name: String,
    /// What it lets a partner do.
    pub description: String,
    /// Whether it can change data.
    pub writes: bool,
}

/// An API of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Api {
    /// The API.
    pub id: ApiId,
    /// Short name, unique with the version.
    pub slug: String,
    /// Name to show.
    pub name: String,
    /// Version to show, such as `v2`.
    pub version: String,
    /// The resource identifier gateways require (RFC 8707).
    pub audience: String,
    /// What it is for.
    pub description: String,
    /// What a token may be allowed to do.
    pub scopes: Vec<ApiScope>,
    /// Tokens that reach it now.
    pub active_tokens: u32,
}

/// A short mention of an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiBrief {
    /// The API.
    pub id: ApiId,
    /// Name to show.
    pub name: String,
    /// Version to show.
    pub version: String,
}

/// A new API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateApi {
    /// Short name, unique with the version.
    pub slug: String,
    /// Name to show.
    pub name: String,
    /// Version to show, such as `v2`.
    pub version: String,
    /// The resource identifier gateways require.
    pub audience: String,
    /// What it is for.
    pub description: String,
    /// At least one scope.
    pub scopes: Vec<ApiScope>,
}

impl Validate for CreateApi {
    fn check(&self, errors: &mut Errors) {
        errors.slug("/slug", &self.slug);
        errors.line("/name", &self.name, MAX_NAME);
        errors.line("/version", &self.version, 16);
        errors.audience("/audience", &self.audience);
        errors.text("/description", &self.description, MAX_TEXT);
        if self.scopes.is_empty() || self.scopes.len() > MAX_SCOPES {
            errors.add("/scopes", "out_of_range", "Name 1 to 50 scopes.");
        }
        for (index, scope) in self.scopes.iter().enumerate() {
            errors.scope(&format!("/scopes/{index}/name"), &scope.name);
            if self.scopes.iter().take(index).any(|earlier| earlier.name == scope.name) {
                errors.add(&format!("/scopes/{index}/name"), "duplicate", "Name every scope once.");
            }
            errors.text(&format!("/scopes/{index}/description"), &scope.description, MAX_TEXT);
        }
    }
}

/// What partners may know of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicTenant {
    /// Short name for URLs; also seeds the generated mark.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// Raw accent colour, `#rrggbb`.
    pub accent: String,
    /// Version of the logo, for its address; without one the mark stands for it.
    pub logo: Option<String>,
}

/// The tenant's public page: who it is and what can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicCatalogue {
    /// Who it is.
    pub tenant: PublicTenant,
    /// What it allows.
    pub policy: Policy,
    /// What can be asked for; `active_tokens` is always 0 here.
    pub apis: Vec<Api>,
}
