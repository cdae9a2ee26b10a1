//! JWTs for a gateway that verifies them by itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::Value;
use tessera_broker::clock::{Clock, SystemClock};
use tessera_broker::gateways::verify::IDENTITY_HEADERS;
use tessera_shared::instant::Instant;

use super::trial::Trial;
use crate::support::TestApp;
use crate::support::world::text;

/// Claims of a JWT; nothing is verified.
pub fn claims(jwt: &str) -> Value {
    let claims = jwt.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap()
}

/// What the API has to learn about who calls with this JWT.
pub fn truth(app: &TestApp, jwt: &str) -> Vec<(&'static str, String)> {
    let claims = claims(jwt);
    let tenant = app.app.tokens.tenant(text(&claims["tenant_id"]).parse().unwrap());
    let ends = Instant::from_millis(claims["exp"].as_i64().unwrap() * 1_000);
    // A JWT knows no parts of a second.
    let ends = ends.to_string().replace(".000Z", "Z");
    IDENTITY_HEADERS
        .into_iter()
        .map(|header| {
            let said = match header {
                "x-tessera-tenant" => tenant.as_ref().unwrap().slug().to_owned(),
                "x-tessera-tenant-id" => text(&claims["tenant_id"]),
                "x-tessera-token" => text(&claims["token_id"]),
                "x-tessera-partner" => text(&claims["sub"]),
                "x-tessera-environment" => text(&claims["environment"]),
                "x-tessera-scopes" => text(&claims["scope"]),
                "x-tessera-audience" => text(&claims["aud"]),
                "x-tessera-expires" => ends.clone(),
                // A JWT does not say them.
                _ => String::new(),
            };
            (header, said)
        })
        .collect()
}

impl Trial {
    /// What the tenant itself signs: the good JWT with other claims (none is left out), as this type.
    pub fn signed(&self, typ: &str, changes: &Value) -> String {
        let mut claims = claims(&self.cast.good.secret);
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let (app, now) = (&self.app.app, self.app.clock.now());
        app.keyring
            .sign(&app.keys.issuer, self.world.halden, now, typ, &claims)
            .unwrap()
    }

    /// Sets the broker's clock to the gateway's; says what it shows, in seconds.
    pub fn set_clock(&self) -> i64 {
        self.app.clock.set(SystemClock.now());
        self.app.clock.now().unix_seconds()
    }
}
