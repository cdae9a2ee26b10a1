//! What a tenant is called as an issuer, and where its things lie.

use tessera_shared::paths;

use crate::app::App;

/// The issuer identifier (RFC 8414 §2) of the tenant with this short name.
pub fn issuer(app: &App, slug: &str) -> String {
    issuer_at(&app.config.public_origin(), slug)
}

/// The same where the broker is reached at `origin`.
pub fn issuer_at(origin: &str, slug: &str) -> String {
    format!("{origin}/{slug}")
}

/// Where its public keys lie.
pub fn jwks_uri(app: &App, slug: &str) -> String {
    [app.config.public_origin(), paths::jwks(slug)].concat()
}

/// Where one of its status lists lies; also the list's name.
pub fn status_list_uri(app: &App, slug: &str, list: i32) -> String {
    [app.config.public_origin(), paths::status_list(slug, list)].concat()
}
