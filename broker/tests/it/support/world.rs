//! Two tenants, their people, an API, a gateway each.

use serde_json::{Value, json};
use tessera_broker::auth::Actor;
use tessera_broker::people::service::{add_member, create_user};
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_broker::tenants::service::create_tenant_row;
use tessera_shared::dto::tenants::CreateTenant;
use tessera_shared::ids::TenantId;
use tessera_shared::permission::Role;

use super::client::Client;
use super::{TestApp, everything};

pub const PASSWORD: &str = "a password of a test";

/// Who is who, signed in. The people act in Halden Rail unless another tenant is named.
pub struct World {
    pub halden: TenantId,
    pub quay: TenantId,
    /// Of the tenant whose public page partners use.
    pub slug: &'static str,
    pub agent: Client,
    pub admin: Client,
    pub auditor: Client,
    /// The admin of the other tenant.
    pub other_admin: Client,
    /// An agent of the other tenant.
    pub stranger: Client,
    /// A lead in both tenants.
    pub lead: Client,
    pub api: String,
    pub gateway: String,
}

const PEOPLE: &[(&str, &str)] = &[
    ("agent@support.example", "Iris"),
    ("admin@halden.example", "Hanna"),
    ("auditor@halden.example", "Aiko"),
    ("stranger@support.example", "Otto"),
    ("lead@support.example", "Lena"),
    ("admin@quay.example", "Marco"),
];

impl World {
    /// Makes the world in an empty broker.
    pub async fn make(app: &TestApp) -> Self {
        let (halden, quay) = rows(app).await;
        let sign_in = |email: &'static str| Client::sign_in(&app.base, email, PASSWORD);
        let agent = sign_in(PEOPLE[0].0).await.in_tenant(halden);
        let admin = sign_in(PEOPLE[1].0).await.in_tenant(halden);
        let auditor = sign_in(PEOPLE[2].0).await.in_tenant(halden);
        let stranger = sign_in(PEOPLE[3].0).await.in_tenant(quay);
        let lead = sign_in(PEOPLE[4].0).await.in_tenant(halden);
        let other_admin = sign_in(PEOPLE[5].0).await.in_tenant(quay);
        let api = agent.post("/api/v1/apis", &api_body()).await.expect(201);
        let gateway = agent
            .post("/api/v1/gateways", &gateway_body("edge-1"))
            .await
            .expect(201);
        Self {
            halden,
            quay,
            slug: "halden-rail",
            api: text(&api["id"]),
            gateway: text(&gateway["credential"]),
            agent,
            admin,
            auditor,
            stranger,
            lead,
            other_admin,
        }
    }

    /// The same world seen from Northquay: its agent, its admin, an API and a gateway of its own.
    pub async fn seen_from_quay(&self) -> Self {
        let agent = self.stranger.clone();
        let api = agent.post("/api/v1/apis", &api_body()).await.expect(201);
        let gateway = agent
            .post("/api/v1/gateways", &gateway_body("edge-1"))
            .await
            .expect(201);
        Self {
            halden: self.halden,
            quay: self.quay,
            slug: "northquay",
            admin: self.other_admin.clone(),
            auditor: self.lead.in_tenant(self.quay),
            other_admin: self.admin.clone(),
            stranger: self.agent.clone(),
            lead: self.lead.in_tenant(self.quay),
            api: text(&api["id"]),
            gateway: text(&gateway["credential"]),
            agent,
        }
    }

    /// Who runs the platform, signed in; a member of no tenant.
    pub async fn platform_owner(app: &TestApp) -> Client {
        let email = "owner@tessera.example";
        let hash = app.app.passwords.hash_blocking(PASSWORD).unwrap();
        app.app
            .act(everything(), move |tx| {
                let owner = Some(Role::PlatformOwner);
                create_user(tx, &Actor::system("test"), email, "Vera", &hash, owner)
            })
            .await
            .unwrap();
        Client::sign_in(&app.base, email, PASSWORD).await
    }

    /// What a partner asks for on the public page.
    pub fn wish(&self) -> Value {
        json!({
            "company": "Fjord Ticketing",
            "contact_name": "Signe Dahl",
            "contact_email": "signe@fjord.example",
            "wish": {
                "application": "Web shop",
                "scopes": [
                    {"api": self.api, "scope": "seats:read"},
                    {"api": self.api, "scope": "seats:book"},
                ],
                "environment": "production",
                "reason": "Sell seats in our app.",
                "lifetime_days": 30,
            },
        })
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

pub fn api_body() -> Value {
    json!({
        "slug": "seats", "name": "Seats", "version": "v3",
        "audience": "https://api.halden.example/seats", "description": "Seats of night trains.",
        "scopes": [
            {"name": "seats:read", "description": "See free seats.", "writes": false},
            {"name": "seats:book", "description": "Book a seat.", "writes": true},
        ],
    })
}

pub fn gateway_body(name: &str) -> Value {
    json!({
        "name": name, "place": "Oslo", "environment": "production", "mode": "forward_auth",
        "audience": null, "required_scopes": [],
    })
}

async fn rows(app: &TestApp) -> (TenantId, TenantId) {
    let passwords = app.app.passwords.clone();
    let hash = passwords.hash_blocking(PASSWORD).unwrap();
    app.app
        .act(everything(), move |tx| {
            let actor = Actor::system("test");
            let tenant = |slug: &str, name: &str| CreateTenant {
                slug: slug.to_owned(),
                name: name.to_owned(),
                accent: "#0f766e".to_owned(),
            };
            let halden = create_tenant_row(tx, &actor, &tenant("halden-rail", "Halden Rail"))?;
            let quay = create_tenant_row(tx, &actor, &tenant("northquay", "Northquay"))?;
            let roles: [&[(TenantId, Role)]; 6] = [
                &[(halden, Role::SupportAgent)],
                &[(halden, Role::CustomerAdmin)],
                &[(halden, Role::CustomerAuditor)],
                &[(quay, Role::SupportAgent)],
                &[(halden, Role::SupportLead), (quay, Role::SupportLead)],
                &[(quay, Role::CustomerAdmin)],
            ];
            for ((email, name), roles) in PEOPLE.iter().zip(roles) {
                let id = create_user(tx, &actor, email, name, &hash, None)?;
                for (tenant, role) in roles {
                    let scope = TenantScope::for_job(SystemJob::CommandLine, *tenant);
                    add_member(tx, &scope, &actor, (id, name), *role)?;
                }
            }
            Ok((halden, quay))
        })
        .await
        .unwrap()
}
