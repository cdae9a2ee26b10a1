//! `demo.json`: what a newcomer needs for a first call.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use serde_json::json;
use tessera_shared::dto::people::DemoLogin;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::Environment;

use crate::app::App;
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

/// Samples for `demo.json`, as stories come by.
pub struct Collected<'a> {
    live: Option<Told>,
    revoked: Option<Told>,
    foreign: Option<Told>,
    watch: &'a mut dyn FnMut(&str, &str),
}

impl<'a> Collected<'a> {
    /// Nothing yet; every production token that works will be shown to `watch`.
    pub fn watched_by(watch: &'a mut dyn FnMut(&str, &str)) -> Self {
        Self {
            live: None,
            revoked: None,
            foreign: None,
            watch,
        }
    }

    /// Looks at a told story.
    pub fn take(&mut self, tenant: &DemoTenant, told: Told) {
        let production = told.environment == Environment::Production;
        if production && told.state == TokenState::Active && !tenant.suspended {
            (self.watch)(tenant.credential.expose(), told.secret.expose());
        }
        let place = match (tenant.index, told.state) {
            (0, TokenState::Active) => &mut self.live,
            (0, TokenState::Revoked) => &mut self.revoked,
            (1, TokenState::Active) => &mut self.foreign,
            _ => return,
        };
        if production && place.is_none() {
            *place = Some(told);
        }
    }

    /// The samples, if all came by.
    pub fn complete(self) -> Option<Samples> {
        Some(Samples {
            live: self.live?,
            revoked: self.revoked?,
            foreign: self.foreign?,
        })
    }
}

/// Writes the file, readable by its owner only.
pub fn write(app: &App, tenant: &DemoTenant, samples: &Samples, logins: &[DemoLogin]) -> Outcome<()> {
    let origin = app.config.public_origin();
    let credential = tenant.credential.expose();
    let live = samples.live.secret.expose();
    let body = json!({
        "url": origin,
        "logins": logins,
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
