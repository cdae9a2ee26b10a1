//! The objects that stand in paths.

use serde_json::{Value, json};
use tessera_shared::ids::TenantId;

use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::play::newest_link;
use crate::support::world::{World, text};

/// An object of each kind of one tenant.
pub struct Objects {
    pub request: String,
    pub token: String,
    pub partner: String,
    pub api: String,
    pub gateway: String,
    /// Of that gateway.
    pub credential: String,
    pub delivery: String,
    pub slug: String,
    pub tenant: String,
    /// The tenant's admin, whom nobody in it may remove.
    pub user: String,
    pub invite: String,
    pub account: String,
    /// Saved by that admin.
    pub view: String,
}

impl Objects {
    /// Plays the story in the tenant up to an issued token; says the partner as a caller, too.
    pub async fn make(app: &TestApp, world: &World) -> (Self, Client) {
        let (request, partner) = world.approved(app).await;
        let token = world.issue(&request).await;
        let detail = world.agent.get(&format!("/api/v1/tokens/{token}")).await.expect(200);
        let gateways = world.agent.get("/api/v1/gateways").await.expect(200);
        let me = world.admin.outside().get("/api/v1/me").await.expect(200);
        let objects = Self {
            tenant: text(&world.admin.get("/api/v1/tenant").await.expect(200)["card"]["id"]),
            user: text(&me["id"]),
            invite: invite(world).await,
            account: service_account(world).await,
            view: view(&world.admin).await,
            partner: text(&detail["summary"]["partner"]["id"]),
            api: world.api.clone(),
            gateway: text(&gateways["items"][0]["id"]),
            credential: text(&gateways["items"][0]["credentials"][0]["id"]),
            delivery: newest_link(app).await.id,
            slug: world.slug.to_owned(),
            request,
            token,
        };
        (objects, partner)
    }

    /// Well-formed ids of nothing.
    pub fn random() -> Self {
        let id = |prefix: &str| format!("{prefix}_01kar8zv4we008007jggzcc86j");
        Self {
            request: id("req"),
            token: id("tok"),
            partner: id("prt"),
            api: id("api"),
            gateway: id("gtw"),
            credential: id("gcr"),
            delivery: id("dlv"),
            slug: "nobody-here".to_owned(),
            tenant: id("ten"),
            user: id("usr"),
            invite: id("inv"),
            account: id("sva"),
            view: id("viw"),
        }
    }

    /// The same, in a tenant that is there.
    pub fn random_in(tenant: TenantId) -> Self {
        Self {
            tenant: tenant.to_string(),
            ..Self::random()
        }
    }

    /// A path with these objects in it.
    pub fn fill(&self, path: &str) -> String {
        [
            ("{request}", &self.request),
            ("{token}", &self.token),
            ("{partner}", &self.partner),
            ("{api}", &self.api),
            ("{gateway}", &self.gateway),
            ("{credential}", &self.credential),
            ("{delivery}", &self.delivery),
            ("{slug}", &self.slug),
            ("{tenant}", &self.tenant),
            ("{user}", &self.user),
            ("{provider}", &"idp_01kar8zv4we008007jggzcc86j".to_owned()),
            ("{passkey}", &"psk_01kar8zv4we008007jggzcc86j".to_owned()),
            ("{session}", &"ses_01kar8zv4we008007jggzcc86j".to_owned()),
            ("{logo}", &"0123456789abcdef0123456789abcdef".to_owned()),
            ("{invite}", &self.invite),
            ("{account}", &self.account),
            ("{view}", &self.view),
            ("{list}", &"0".to_owned()),
            ("{tail}*", &"orders/7".to_owned()),
        ]
        .into_iter()
        .fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
    }

    /// What a caller could have changed about them.
    pub async fn state(&self, world: &World) -> Vec<Value> {
        let mut state = Vec::new();
        for path in [
            "requests/{request}",
            "tokens/{token}",
            "gateways/{gateway}",
            "audit",
            "requests",
            "gateways",
            "members",
            "invites",
            "service-accounts",
        ] {
            state.push(world.lead.get(&self.fill(&format!("/api/v1/{path}"))).await.expect(200));
        }
        state
    }
}

async fn invite(world: &World) -> String {
    let name = tessera_broker::random::base62(12).unwrap().to_lowercase();
    let body = json!({"email": format!("{name}@guests.example"), "role": "customer_auditor"});
    let invite = world.admin.post("/api/v1/invites", &body).await.expect(201);
    text(&invite["id"])
}

/// A view of the caller for every tenant; says its id.
pub async fn view(caller: &Client) -> String {
    let name = tessera_broker::random::base62(12).unwrap();
    let body = json!({"list": "tokens", "name": name, "query": "state=active"});
    text(&caller.outside().post("/api/v1/me/views", &body).await.expect(201)["id"])
}

/// A service account that the lead made; says its id.
pub async fn service_account(world: &World) -> String {
    let name = tessera_broker::random::base62(12).unwrap();
    let body = json!({"name": name, "actions": ["view_tokens"]});
    let made = world.lead.post("/api/v1/service-accounts", &body).await.expect(201);
    text(&made["account"]["id"])
}

fn shown_passkey() -> Value {
    json!({
        "id": "AAAA", "client_data": "AAAA", "authenticator_data": "AAAA", "signature": "AAAA", "user_handle": null,
    })
}

/// A body that would act, if the object were there.
pub fn bodies(path: &str) -> Value {
    match path.rsplit('/').next().unwrap_or_default() {
        "approve" => json!({
            "revision": 1, "snapshot": "x".repeat(43), "starts_at": null, "ends_at": null, "reason": null,
            "scopes": [{"api": Objects::random().api, "scope": "seats:read"}],
        }),
        "passkey" => shown_passkey(),
        "passkeys" => json!({"name": "Laptop", "id": "AAAA", "client_data": "AAAA", "attestation_object": "AAAA"}),
        "step-up" => json!({"by": "password", "proof": "not mine, surely"}),
        "confirm" if path.contains("totp") => json!({"code": "000000"}),
        "deny" => json!({"revision": 1, "snapshot": "x".repeat(43), "reason": "No."}),
        "withdraw" => json!({"reason": "Changed our mind."}),
        "rotate" if path.contains("signing-keys") => {
            json!({"rotation": "emergency", "algorithm": "ES256", "reason": "Stolen."})
        }
        "rotate" => json!({"overlap_hours": 0}),
        "keys" if path.contains("gateways") => json!({
            "key": r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        }),
        "keys" => json!({"jwk": {
            "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }}),
        "rename" => json!({"name": "Laptop"}),
        "retire" => json!({"reason": "Done."}),
        "remove" => json!({"reason": "Moved on."}),
        "issue" => json!({"revision": 1}),
        "suspend" | "resume" | "revoke" | "reissue" => json!({"version": 1, "reason": "Leaked."}),
        _ => json!({}),
    }
}
