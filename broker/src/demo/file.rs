//! `demo.json`: what a newcomer needs for a first call.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use serde_json::json;

use crate::app::App;
use crate::demo::people::logins;
use crate::demo::story::Told;
use crate::demo::tenant::DemoTenant;
use crate::outcome::{Outcome, Refusal};

/// Secrets worth showing.
pub struct Samples {
    /// A token that works at the gateway.
    pub live: Told,
    /// One that was revoked.
    pub revoked: Told,
    /// One of another tenant.
    pub foreign: Told,
}

/// Writes the file, readable by its owner only.
pub fn write(app: &App, tenant: &DemoTenant, samples: &Samples) -> Outcome<()> {
    let origin = app.config.public_origin();
    let credential = tenant.credential.expose();
    let live = samples.live.secret.expose();
    let body = json!({
        "url": origin,
        "logins": logins(),
        "tenant": {"id": tenant.id, "slug": tenant.slug, "name": tenant.name},
        "gateway": {
            "id": tenant.first_gateway.0,
            "name": tenant.first_gateway.1,
            "environment": "production",
            "credential": credential,
        },
        "tokens": {
            "live": live,
            "revoked": samples.revoked.secret.expose(),
            "foreign": samples.foreign.secret.expose(),
        },
        "curl": format!(
            "curl -i {origin}/gateway/verify -H 'X-Gateway-Key: {credential}' -H 'Authorization: Bearer {live}'"
        ),
    });
    let text = serde_json::to_string_pretty(&body).map_err(Refusal::internal)?;
    let path = app.config.data.join("demo.json");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .map_err(Refusal::internal)?;
    file.write_all(text.as_bytes()).map_err(Refusal::internal)
}
