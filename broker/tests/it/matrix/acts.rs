//! Calls that come off when the caller may: on things made for this one call, with a body that fits.

use serde_json::{Value, json};
use tessera_broker::auth::Actor;
use tessera_broker::people::service::{add_member, create_user};
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_shared::ids::TenantId;
use tessera_shared::permission::{GRANTABLE, Role};

use super::objects::{Objects, bodies, service_account, view};
use super::{Caller, call};
use crate::support::client::Client;
use crate::support::play::{DeliveryLink, newest_link};
use crate::support::world::{PASSWORD, World, api_body, gateway_body, text};
use crate::support::{TestApp, everything};

/// What calls are made with.
pub struct Stage<'a> {
    pub app: &'a TestApp,
    pub world: &'a World,
    pub own: &'a Objects,
    pub owner: &'a Client,
    /// A token of the tenant that works.
    pub token: String,
    link: DeliveryLink,
}

/// A call, ready to be sent.
pub struct Call {
    pub caller: Client,
    pub path: String,
    pub body: Value,
}

/// A name that nothing has yet.
pub fn new_name() -> String {
    tessera_broker::random::base62(12).unwrap().to_lowercase()
}

/// A member of a tenant, by the address; they sign in with [`PASSWORD`].
pub async fn member(app: &TestApp, tenant: TenantId, role: Role, platform: Option<Role>) -> (String, String) {
    let hash = app.app.passwords.hash_blocking(PASSWORD).unwrap();
    let (email, address) = (format!("{}@people.example", new_name()), String::new());
    let address = address + &email;
    let made = app.app.act(everything(), move |tx| {
        let actor = Actor::system("test");
        let id = create_user(tx, &actor, &address, "Odd", &hash, platform)?;
        let scope = TenantScope::for_job(SystemJob::CommandLine, tenant);
        add_member(tx, &scope, &actor, (id, "Odd"), role)?;
        Ok(id.to_string())
    });
    (email, made.await.unwrap())
}

/// A service account of the world's tenant with all that can be granted, as a caller.
pub async fn machine(app: &TestApp, world: &World) -> Client {
    let actions: Vec<&str> = GRANTABLE.iter().map(|action| action.as_str()).collect();
    let body = json!({"name": new_name(), "actions": actions});
    let made = world.lead.post("/api/v1/service-accounts", &body).await.expect(201);
    let (id, secret) = (text(&made["account"]["id"]), text(&made["secret"]));
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let kind = "application/x-www-form-urlencoded";
    let nobody = Client::anonymous(&app.base);
    let granted = nobody
        .send(reqwest::Method::POST, "/oauth2/token", Some(form), kind)
        .await
        .expect(200);
    nobody.with("authorization", &format!("Bearer {}", text(&granted["access_token"])))
}

impl<'a> Stage<'a> {
    /// Opens the delivery of the own token, so that a good token is at hand.
    pub async fn set(app: &'a TestApp, world: &'a World, own: &'a Objects, owner: &'a Client) -> Self {
        tessera_broker::issuers::rotate::keep_signing_keys(&app.app)
            .await
            .unwrap();
        let link = newest_link(app).await;
        assert_eq!(link.id, own.delivery);
        let opened = Client::anonymous(&app.base)
            .post(&link.path, &link.body(1))
            .await
            .expect(200);
        let token = link.token(&opened);
        Self {
            app,
            world,
            own,
            owner,
            token,
            link,
        }
    }

    /// The call of `path` by `caller` on the tenant's lasting things.
    pub fn plain(&self, method: &str, path: &str, caller: &Caller) -> Call {
        let client = match method {
            // The token of the client that calls the gateway.
            "ANY" => caller.client.with("authorization", &format!("Bearer {}", self.token)),
            _ => caller.client.clone(),
        };
        Call {
            caller: client,
            path: self.own.fill(path),
            body: self.body(path, caller.role),
        }
    }

    /// The same on things made for this one call, which may end them.
    pub async fn fresh(&self, method: &str, path: &str, caller: &Caller) -> Call {
        let mut call = self.plain(method, path, caller);
        if path.ends_with("/{logo}") {
            call.path = path.replace("{logo}", &self.logo().await);
        }
        if method != "POST" {
            return call;
        }
        let world = self.world;
        let parts: Vec<&str> = path.split('/').collect();
        let mut replace = |name: &str, id: &str| call.path = path.replace(name, id);
        match parts[parts.len().min(3)..] {
            ["me", "sessions", ..] => replace("{session}", &self.session_of(&caller.client).await),
            ["me", "views", ..] if path.contains('{') => replace("{view}", &view(&caller.client).await),
            ["members", ..] => replace("{user}", &self.member_below(caller.role).await),
            ["people", "{user}", _] => replace("{user}", &self.member_below("lead").await),
            ["invites", "{invite}", _] => replace("{invite}", &self.invite_below(caller.role).await),
            ["platform", "tenants", "{tenant}", verb] => replace("{tenant}", &self.tenant_for(verb).await),
            ["platform", "providers", ..] if path.contains('{') => replace("{provider}", &self.provider().await),
            ["gateways", "{gateway}", _] => replace("{gateway}", &self.gateway().await),
            ["gateway-credentials", "{credential}", _] => replace("{credential}", &self.old_credential().await),
            ["service-accounts", "{account}", _] => replace("{account}", &service_account(world).await),
            ["requests", "{request}", verb] => {
                let id = self.request_for(verb).await;
                replace("{request}", &id);
                if verb == "approve" {
                    call.body = world.approval(&id).await;
                } else if verb == "deny" {
                    call.body = world.decision(&id).await;
                    call.body["reason"] = json!("No.");
                }
            }
            ["tokens", "{token}", verb] => {
                let (_, _, token) = self.issued().await;
                if verb == "resume" {
                    world.try_change(&token, "suspend").await.expect(204);
                    call.body["version"] = json!(2);
                }
                replace("{token}", &token);
            }
            ["partner", "request", verb] => (call.caller, call.body) = self.partner_for(verb).await,
            _ => {}
        }
        call
    }

    /// A body that fits, by the last word of the path.
    fn body(&self, path: &str, role: &str) -> Value {
        let name = new_name();
        let email = format!("{name}@guests.example");
        match path.trim_start_matches("/api/v1/") {
            "session" => json!({"email": "auditor@halden.example", "password": PASSWORD}),
            "me/find" => json!({"by": "text", "text": "edge", "tenant": self.world.halden}),
            "me/views" => json!({"list": "audit", "name": name, "query": "action=token.", "tenant": null}),
            "me/password" => json!({"current": PASSWORD, "new": "four quiet words walk"}),
            "public/password-resets/open" => json!({"code": name}),
            "public/password-resets/complete" => json!({"code": name, "password": "four quiet words walk"}),
            "public/invites/open" => json!({"code": name}),
            "public/invites/accept" => json!({"code": name, "name": "Odd", "password": "four quiet words walk"}),
            "public/password-resets" => json!({"email": email}),
            "public/deliveries/{delivery}/open" => self.link.body(1),
            "public/tenants/{slug}/requests" => self.world.wish(),
            "invites" => json!({"email": email, "role": role_below(role).as_str()}),
            "platform/tenants/{tenant}/invites" => json!({"email": email, "role": "customer_admin"}),
            "platform/tenant-setups" => json!({
                "tenant": {"slug": name, "name": name, "accent": "#0f766e"},
                "admin_email": email,
                "api": api_body(),
                "gateway": gateway_body(&name),
            }),
            "tenant/brand" | "platform/tenants/{tenant}/brand" => json!({"name": "Halden Rail", "accent": "#0f766e"}),
            // The same again: whoever comes next finds what the one before them found.
            "tenant/policy" => {
                let policy = json!({"max_lifetime_days": 365, "delivery_hours": 72});
                json!({"before": policy, "after": policy, "reason": "So."})
            }
            "people/{user}/place" => {
                json!({"tenants": [self.world.slug], "role": "support_agent", "preview": false})
            }
            "people/{user}/unplace" => json!({"tenants": [self.own.tenant], "reason": "So."}),
            "platform/tenants" => json!({"slug": name, "name": name, "accent": "#0f766e"}),
            "platform/tenants/{tenant}/suspend" | "platform/tenants/{tenant}/resume" => json!({"reason": "So."}),
            "sso/find" => json!({"email": email}),
            "sso/start" => json!({"provider": null, "email": email, "next": "/queue"}),
            "platform/providers" => json!({"tenant": null, "client_secret": name, "settings": provider(&name)}),
            "platform/providers/{provider}/change" => {
                json!({"version": 1, "client_secret": null, "settings": provider(&name)})
            }
            "partners" => json!({"name": name, "contact_name": "Ola", "contact_email": email}),
            "gateways" => gateway_body(&name),
            "service-accounts" => json!({"name": name, "actions": ["view_tokens"]}),
            "partner/request/revoke" => json!({"token": self.own.token, "reason": "Leaked."}),
            "/gateway/events/ack" => json!({"seq": 0}),
            "/oauth2/introspect" => json!({"token": self.token}),
            "apis" => {
                let mut body = api_body();
                body["slug"] = json!(name);
                body
            }
            "requests" => json!({"partner": self.own.partner, "wish": self.world.wish()["wish"]}),
            _ => bodies(path),
        }
    }

    /// Another session of the caller.
    async fn session_of(&self, caller: &Client) -> String {
        let me = caller.get("/api/v1/me").await.expect(200);
        Client::sign_in(&self.app.base, &text(&me["email"]), PASSWORD).await;
        let sessions = caller.get("/api/v1/me/sessions").await.expect(200);
        let items = sessions["items"].as_array().unwrap();
        let other = items.iter().find(|session| session["current"] == json!(false));
        text(&other.unwrap()["id"])
    }

    async fn logo(&self) -> String {
        let (admin, none) = (&self.world.admin, Value::Null);
        let uploaded = call(admin, "POST", "/api/v1/tenant/logo", &none).await;
        assert!(uploaded.status.is_success(), "{}", uploaded.text);
        text(&admin.get("/api/v1/tenant").await.expect(200)["card"]["logo"])
    }

    async fn member_below(&self, role: &str) -> String {
        member(self.app, self.world.halden, role_below(role), None).await.1
    }

    async fn invite_below(&self, role: &str) -> String {
        let inviter = if role == "lead" {
            &self.world.lead
        } else {
            &self.world.admin
        };
        let body = self.body("/api/v1/invites", role);
        text(&inviter.post("/api/v1/invites", &body).await.expect(201)["id"])
    }

    async fn gateway(&self) -> String {
        let body = gateway_body(&new_name());
        let made = self.world.agent.post("/api/v1/gateways", &body).await.expect(201);
        text(&made["gateway"]["id"])
    }

    /// A credential whose place another one has taken.
    async fn old_credential(&self) -> String {
        let rotate = format!("/api/v1/gateways/{}/rotate", self.gateway().await);
        let rotated = self
            .world
            .agent
            .post(&rotate, &json!({"overlap_hours": 24}))
            .await
            .expect(200);
        text(&rotated["gateway"]["credentials"][1]["id"])
    }

    async fn provider(&self) -> String {
        let path = "/api/v1/platform/providers";
        let made = self.owner.post(path, &self.body(path, "")).await.expect(201);
        text(&made["id"])
    }

    async fn tenant_for(&self, verb: &str) -> String {
        let body = self.body("/api/v1/platform/tenants", "");
        let made = self.owner.post("/api/v1/platform/tenants", &body).await.expect(201);
        let id = text(&made["id"]);
        if verb == "resume" {
            let path = format!("/api/v1/platform/tenants/{id}/suspend");
            self.owner.post(&path, &json!({"reason": "So."})).await.expect(204);
        }
        id
    }

    async fn request_for(&self, verb: &str) -> String {
        let (id, _) = self.confirmed().await;
        if verb == "issue" {
            self.world.approve(&id).await;
        }
        id
    }

    async fn confirmed(&self) -> (String, Client) {
        self.world
            .confirmed_by(self.app, &format!("{}@partners.example", new_name()))
            .await
    }

    async fn issued(&self) -> (String, Client, String) {
        let (request, partner) = self.confirmed().await;
        self.world.approve(&request).await;
        let token = self.world.issue(&request).await;
        (request, partner, token)
    }

    async fn partner_for(&self, verb: &str) -> (Client, Value) {
        match verb {
            "revoke" => {
                let (_, partner, token) = self.issued().await;
                (partner, json!({"token": token, "reason": "Leaked."}))
            }
            "confirm" => {
                let email = format!("{}@partners.example", new_name());
                (self.world.filed(self.app, &email).await.1, Value::Null)
            }
            _ => (self.confirmed().await.1, json!({"reason": "Changed our mind."})),
        }
    }
}

/// A provider of sign-in that nobody runs.
fn provider(name: &str) -> Value {
    json!({
        "name": name, "issuer": format!("https://{name}.example"), "client_id": name, "scopes": "openid email",
        "groups_claim": "groups", "domains": [format!("{name}.example")], "enabled": true,
        "mappings": [{"group": name, "tenant": null, "role": "platform_owner"}],
    })
}

/// Whom somebody with this role invites and removes.
fn role_below(role: &str) -> Role {
    match role {
        "lead" => Role::SupportAgent,
        _ => Role::CustomerAuditor,
    }
}
