//! The tokens that are tried at a gateway.

use serde_json::json;

use crate::issuers::jwt;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::play::newest_link_to;
use crate::support::world::World;

/// A token and its id.
pub struct Token {
    pub id: String,
    /// What is shown to the gateway.
    pub secret: String,
    /// What the partner holds.
    pub opaque: String,
}

/// One of each kind.
pub struct Cast {
    /// Good here and now.
    pub good: Token,
    /// Good, to be revoked.
    pub doomed: Token,
    /// Good, without the scope the gateway requires.
    pub narrow: Token,
    /// Of another environment than the gateway's.
    pub sandbox: Token,
    /// Of another tenant.
    pub foreign: Token,
    /// Good for calls from this machine.
    pub near: Token,
    /// Good for calls from elsewhere.
    pub far: Token,
}

impl Cast {
    /// Has all of them issued.
    pub async fn make(app: &TestApp, world: &World) -> Self {
        let quay = world.seen_from_quay().await;
        Self {
            good: token(app, world, "good@fjord.example", "production", "seats:read", &[]).await,
            doomed: token(app, world, "doomed@fjord.example", "production", "seats:read", &[]).await,
            narrow: token(app, world, "narrow@fjord.example", "production", "seats:book", &[]).await,
            sandbox: token(app, world, "sandbox@fjord.example", "sandbox", "seats:read", &[]).await,
            foreign: token(app, &quay, "foreign@fjord.example", "production", "seats:read", &[]).await,
            near: token(
                app,
                world,
                "near@fjord.example",
                "production",
                "seats:read",
                &["127.0.0.0/8", "::1/128"],
            )
            .await,
            far: token(
                app,
                world,
                "far@fjord.example",
                "production",
                "seats:read",
                &["192.0.2.0/24"],
            )
            .await,
        }
    }

    /// Has each changed into a JWT.
    pub async fn exchange(&mut self, app: &TestApp) {
        for token in [
            &mut self.good,
            &mut self.doomed,
            &mut self.narrow,
            &mut self.sandbox,
            &mut self.foreign,
        ] {
            token.secret = jwt(app, &token.opaque).await;
        }
    }
}

/// From a partner's wish to the opened token.
async fn token(app: &TestApp, world: &World, email: &str, environment: &str, scope: &str, networks: &[&str]) -> Token {
    let nobody = Client::anonymous(&app.base);
    let mut wish = world.wish();
    wish["contact_email"] = json!(email);
    wish["wish"]["environment"] = json!(environment);
    let path = format!("/api/v1/public/tenants/{}/requests", world.slug);
    let filed = nobody.post(&path, &wish).await.expect(201);
    let request = filed["id"].as_str().unwrap();
    let key = crate::support::play::fragment(&app.mail_to(email).await);
    let partner = nobody.with("x-partner-key", &key);
    partner
        .post("/api/v1/partner/request/confirm", &json!(null))
        .await
        .expect(204);
    let mut approval = world.approval(request).await;
    approval["scopes"] = json!([{"api": world.api, "scope": scope}]);
    approval["allowed_networks"] = json!(networks);
    let approve = format!("/api/v1/requests/{request}/approve");
    world.admin.post(&approve, &approval).await.expect(204);
    let id = world.issue(request).await;
    let link = newest_link_to(app, email).await;
    let opened = nobody.post(&link.path, &link.body(1)).await.expect(200);
    let opaque = link.token(&opened);
    Token {
        id,
        secret: opaque.clone(),
        opaque,
    }
}
