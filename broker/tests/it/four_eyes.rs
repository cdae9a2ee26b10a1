//! Who asks, who decides and who issues are three persons: to the broker, and to the database.

use diesel::prelude::*;

use tessera_broker::auth::Actor;
use tessera_broker::db::schema::memberships;
use tessera_broker::outcome::Refusal;
use tessera_broker::people::service::{add_member, create_user};
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_shared::permission::Role;

use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, World, text};
use crate::support::{TestApp, everything};

/// Somebody with an account, who may be anything in the tenant, and a partner as well.
struct Person {
    id: String,
    email: String,
    client: Client,
}

impl Person {
    async fn new(app: &TestApp, world: &World, name: &str) -> Self {
        let (email, tenant) = (format!("{name}@example.com"), world.halden);
        let hash = app.app.passwords.hash_blocking(PASSWORD).unwrap();
        let address = email.clone();
        let made = app.app.act(everything(), move |tx| {
            let actor = Actor::system("test");
            let id = create_user(tx, &actor, &address, "Somebody", &hash, None)?;
            let scope = TenantScope::for_job(SystemJob::CommandLine, tenant);
            add_member(tx, &scope, &actor, (id, "Somebody"), Role::CustomerAdmin)?;
            Ok(id.to_string())
        });
        let id = made.await.unwrap();
        let client = Client::sign_in(&app.base, &email, PASSWORD).await.in_tenant(tenant);
        Self { id, email, client }
    }

    async fn becomes(&self, app: &TestApp, role: Role) {
        let id = self.id.clone();
        let change = app.app.act(everything(), move |tx| {
            let own = memberships::table.filter(memberships::user_id.eq(id));
            let changed = diesel::update(own)
                .set(memberships::role.eq(role.as_str()))
                .execute(&mut **tx)?;
            assert_eq!(changed, 1);
            Ok(())
        });
        change.await.unwrap();
    }
}

on_both! {
    async fn only_three_persons_come_to_a_token(app) {
        let world = World::make(&app).await;
        let people = [
            Person::new(&app, &world, "ana").await,
            Person::new(&app, &world, "bo").await,
            Person::new(&app, &world, "cleo").await,
        ];
        let mut issued = 0;
        for number in 0..27 {
            let [asks, decides, issues] = [&people[number / 9], &people[number / 3 % 3], &people[number % 3]];
            let (request, _) = world.confirmed_by(&app, &asks.email).await;
            let path = format!("/api/v1/requests/{request}");
            let approval = world.approval(&request).await;
            decides.becomes(&app, Role::CustomerAdmin).await;
            let decided = decides.client.post(&format!("{path}/approve"), &approval).await;
            if asks.id == decides.id {
                assert_eq!(decided.refused(403), "same_person");
                continue;
            }
            decided.expect(204);
            issues.becomes(&app, Role::SupportAgent).await;
            let answer = issues.client.post(&format!("{path}/issue"), &serde_json::json!({"revision": 1})).await;
            if issues.id == asks.id || issues.id == decides.id {
                assert_eq!(answer.refused(403), "same_person");
            } else {
                answer.expect(201);
                issued += 1;
            }
        }
        assert_eq!(issued, 6);
    }

    async fn an_agent_who_filed_for_a_partner_decides_nothing_of_it_later(app) {
        let world = World::make(&app).await;
        let (own, _) = Objects::make(&app, &world).await;
        let ana = Person::new(&app, &world, "ana").await;
        ana.becomes(&app, Role::SupportAgent).await;
        let mut wish = world.wish()["wish"].clone();
        wish["application"] = serde_json::json!("Timetable");
        let body = serde_json::json!({"partner": own.partner, "wish": wish});
        let filed = text(&ana.client.post("/api/v1/requests", &body).await.expect(201)["id"]);
        let mail = app.mail_to(crate::support::play::PARTNER_MAIL).await;
        let key = crate::support::play::fragment(&mail);
        let partner = Client::anonymous(&app.base).with("x-partner-key", &key);
        partner.post("/api/v1/partner/request/confirm", &serde_json::Value::Null).await.expect(204);
        ana.becomes(&app, Role::CustomerAdmin).await;
        let approval = world.approval(&filed).await;
        let path = format!("/api/v1/requests/{filed}/approve");
        assert_eq!(ana.client.post(&path, &approval).await.refused(403), "same_person");
        world.approve(&filed).await;
    }

    async fn the_database_refuses_what_one_person_did_alone(app) {
        let world = World::make(&app).await;
        let (own, _) = Objects::make(&app, &world).await;
        let (undecided, _) = world.confirmed_by(&app, "admin@halden.example").await;
        let admin = text(&world.admin.outside().get("/api/v1/me").await.expect(200)["id"]);
        let agent = text(&world.agent.outside().get("/api/v1/me").await.expect(200)["id"]);
        let decision = |request: &str, by: &str, person: &str, asker: &str| format!(
            "INSERT INTO decisions SELECT 'dec_forged', tenant_id, '{request}', revision, '{by}', 'x', '{person}', '{asker}', reason, \
             starts_at, ends_at, decided_at, allowed_networks FROM decisions WHERE request_id = '{}'", own.request);
        let token = |by: &str| format!(
            "UPDATE decisions SET decided_at = decided_at WHERE request_id = '{0}'; INSERT INTO tokens (id, tenant_id, request_id, partner_id, generation, \
             application, environment, state, digest, hint, apis, scopes, audience, starts_at, expires_at, issued_by, issued_by_name, issued_at, version, \
             seal, delivery_state) SELECT 'tok_forged', tenant_id, request_id, partner_id, 9, application, environment, 'revoked', seal, hint, apis, scopes, \
             audience, starts_at, expires_at, '{by}', 'x', issued_at, version, seal, delivery_state FROM tokens WHERE request_id = '{0}'", own.request);
        let forged = [
            // The admin decides on what their own address asked for, under a name that hides it or not.
            decision(&undecided, &admin, "admin@halden.example", "admin@halden.example"),
            decision(&undecided, &admin, "admin@halden.example", "somebody@else.example"),
            decision(&undecided, &admin, "somebody@else.example", "admin@halden.example"),
            decision(&undecided, &agent, "somebody@else.example", "admin@halden.example"),
            // Afterwards it was somebody else.
            format!("UPDATE decisions SET decided_by = '{agent}'"),
            "UPDATE decisions SET decided_by_person = 'somebody@else.example'".to_owned(),
            "UPDATE decisions SET requester_person = 'somebody@else.example'".to_owned(),
            // The admin issues what they approved.
            token(&admin),
            format!("UPDATE tokens SET issued_by = '{admin}'"),
        ];
        let before = app.contents().await;
        for statement in forged {
            let (run, text) = (statement.clone(), statement.clone());
            let refused = app.app.act(everything(), move |tx| {
                for part in run.split("; ") {
                    diesel::sql_query(part).execute(&mut **tx)?;
                }
                Ok::<_, Refusal>(())
            });
            let refusal = refused.await.expect_err(&text).to_string();
            assert!(refusal.to_lowercase().contains("constraint") || refusal.contains("four_eyes"), "{text}: {refusal}");
        }
        assert_eq!(app.contents().await, before);
        // What another person does is taken: it was not the shape of the rows.
        let fine = token(&agent);
        let taken = app.app.act(everything(), move |tx| {
            for part in fine.split("; ") {
                diesel::sql_query(part).execute(&mut **tx)?;
            }
            Ok::<_, Refusal>(())
        });
        taken.await.unwrap();

    }
}
