//! What the broker says of itself as an authorisation server (RFC 8414 §2), per tenant.

use std::sync::Arc;

use serde_json::{Value, json};
use tessera_shared::paths;
use tessera_shared::permission::GRANTABLE;

use crate::app::App;
use crate::auth::assertion::ALGORITHMS;
use crate::issuers::names;
use crate::machines::client::TOKEN_EXCHANGE;
use crate::outcome::Outcome;
use crate::tenants;

/// The document of the tenant with this slug; its issuer is the one token introspection names.
pub async fn describe_issuer(app: &Arc<App>, slug: String) -> Outcome<Value> {
    let (_scope, info) = tenants::service::open_public_page(app, slug).await?;
    let origin = app.config.public_origin();
    let scopes: Vec<&str> = GRANTABLE.iter().map(|action| action.as_str()).collect();
    Ok(json!({
        "issuer": names::issuer(app, &info.slug),
        "jwks_uri": names::jwks_uri(app, &info.slug),
        "token_endpoint": format!("{origin}{}", paths::OAUTH_TOKEN),
        "grant_types_supported": ["client_credentials", TOKEN_EXCHANGE],
        // Required, and never an empty list (RFC 8414 §3.2): the registered name for no answer at all.
        "response_types_supported": ["none"],
        "scopes_supported": scopes,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "introspection_endpoint": format!("{origin}{}", paths::INTROSPECT),
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "introspection_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "introspection_signing_alg_values_supported": ["ES256", "EdDSA"],
        "revocation_endpoint": format!("{origin}{}", paths::REVOKE),
        "revocation_endpoint_auth_methods_supported":
            ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
        "revocation_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "service_documentation": format!("{origin}{}", paths::OPENAPI),
    }))
}
