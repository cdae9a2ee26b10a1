//! Callers the table has no column for: members with a role that is no member's, members of two
//! tenants, and holders of one partner's key who name another partner's things.

use serde_json::json;
use tessera_broker::tokens::secret::{PlainToken, TokenKind};
use tessera_shared::permission::Role;

use super::acts::member;
use super::call;
use super::objects::{Objects, bodies};
use super::table::{Row, TABLE};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::play::newest_link;
use crate::support::world::{PASSWORD, World};

/// Rows of routes that act in the tenant of the header.
fn tenant_rows() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().filter(|row| row.in_tenant())
}

/// A member of Halden Rail with `role`, which also stands as their role on the platform.
async fn odd_member(app: &TestApp, world: &World, role: Role) -> Client {
    let platform = (role != Role::PlatformOwner).then_some(role);
    let (email, _) = member(app, world.halden, role, platform).await;
    Client::sign_in(&app.base, &email, PASSWORD)
        .await
        .in_tenant(world.halden)
}

on_both! {
    async fn a_role_of_no_member_opens_nothing_in_a_tenant(app) {
        let world = World::make(&app).await;
        let (own, _partner) = Objects::make(&app, &world).await;
        let mut wrong = Vec::new();
        for role in [Role::Partner, Role::PlatformOwner, Role::ServiceAccount, Role::Gateway] {
            let odd = odd_member(&app, &world, role).await;
            for row in tenant_rows() {
                let answer = call(&odd, row.method, &own.fill(row.path), &bodies(row.path)).await;
                if answer.status != 403 || answer.json()["code"] != "forbidden" {
                    wrong.push(format!("{} {} by {role}: {}", row.method, row.path, answer.text));
                }
            }
            // Neither is any of them, as a role on the platform, the owner's.
            assert_eq!(odd.get("/api/v1/platform/tenants").await.refused(404), "not_found", "{role}");
        }
        assert!(tenant_rows().count() > 20);
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    async fn a_member_of_both_is_told_where_the_object_lies(app) {
        let world = World::make(&app).await;
        let there = world.seen_from_quay().await;
        let (foreign, _partner) = Objects::make(&app, &there).await;
        let (random, before) = (Objects::random(), foreign.state(&there).await);
        let mut wrong = Vec::new();
        // A person lies in no tenant, or in many.
        let objects = tenant_rows().filter(|row| row.path.contains('{') && !row.path.contains("{user}"));
        for row in objects {
            let body = bodies(row.path);
            let theirs = call(&world.lead, row.method, &foreign.fill(row.path), &body).await;
            let none = call(&world.lead, row.method, &random.fill(row.path), &body).await;
            let may = row.mark(3) == '+';
            let expected = if may { [(409, "tenant_mismatch"), (404, "not_found")] } else { [(403, "forbidden"); 2] };
            let seen = [theirs, none].map(|answer| (answer.status.as_u16(), answer.json()["code"].clone()));
            if seen != expected.map(|(status, code)| (status, json!(code))) {
                wrong.push(format!("{} {}: {seen:?}", row.method, row.path));
            }
        }
        assert_eq!(foreign.state(&there).await, before);
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    async fn foreign_ids_in_queries_find_what_random_ones_find(app) {
        let world = World::make(&app).await;
        let (own, _) = Objects::make(&app, &world).await;
        let (foreign, _) = Objects::make(&app, &world.seen_from_quay().await).await;
        let random = Objects::random();
        for path in [
            "/api/v1/tokens?partner={partner}",
            "/api/v1/requests?partner={partner}",
            "/api/v1/audit?object={request}",
            "/api/v1/audit?object={token}",
            "/api/v1/audit?object={gateway}",
        ] {
            let own = world.agent.get(&own.fill(path)).await.expect(200);
            assert!(!own["items"].as_array().unwrap().is_empty(), "{path}");
            let theirs = world.agent.get(&foreign.fill(path)).await.expect(200);
            let none = world.agent.get(&random.fill(path)).await.expect(200);
            assert_eq!(theirs, none, "{path}");
        }
        let theirs = world.agent.get(&format!("/api/v1/me/tenants?ids={}", world.quay)).await.expect(200);
        assert_eq!(theirs["items"], json!([]));
    }

    async fn a_partner_learns_nothing_of_other_tokens(app) {
        let world = World::make(&app).await;
        let (_own, partner) = Objects::make(&app, &world).await;
        let (foreign, _) = Objects::make(&app, &world.seen_from_quay().await).await;
        let (request, _) = world.confirmed_by(&app, "ola@nordlys.example").await;
        world.approve(&request).await;
        let neighbour = world.issue(&request).await;

        let path = "/api/v1/partner/request/revoke";
        let before = app.row_counts().await;
        let mut seen = Vec::new();
        for token in [&Objects::random().token, &foreign.token, &neighbour] {
            let body = json!({"token": token, "reason": "Leaked."});
            let answer = partner.post(path, &body).await;
            assert_eq!(answer.status, 404, "{}", answer.text);
            seen.push(answer.seen());
        }
        assert_eq!(seen[0], seen[1], "a foreign tenant's token");
        assert_eq!(seen[0], seen[2], "another partner's token");
        assert_eq!(app.row_counts().await, before);
    }

    async fn a_gateway_learns_nothing_of_another_tenants_token(app) {
        let world = World::make(&app).await;
        let there = world.seen_from_quay().await;
        Objects::make(&app, &there).await;
        let link = newest_link(&app).await;
        let opened = Client::anonymous(&app.base).post(&link.path, &link.body(1)).await.expect(200);
        let theirs = link.token(&opened);
        assert_eq!(there.verify(&app, &theirs).await, 200, "where it belongs it is good");
        let random = PlainToken::generate(TokenKind::Partner).unwrap();
        let gateway = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
        for (method, path) in [("ANY", "/gateway/verify"), ("ANY", "/gateway/verify/orders/7"), ("POST", "/oauth2/introspect")] {
            let told = async |token: &str| {
                // Introspection takes the token in its body and nothing beside the gateway's own key.
                let caller = match method {
                    "POST" => gateway.clone(),
                    _ => gateway.with("authorization", &format!("Bearer {token}")),
                };
                let answer = call(&caller, method, path, &json!({"token": token})).await;
                let id = answer.headers["x-request-id"].to_str().unwrap().to_owned();
                let headers = answer.headers.iter().filter(|(name, _)| *name != "date");
                let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().replace(&id, "ID")));
                let mut headers: Vec<_> = headers.collect();
                headers.sort();
                (answer.status.as_u16(), headers, answer.text.replace(&id, "ID"))
            };
            let (theirs, none) = (told(&theirs).await, told(random.expose()).await);
            assert_eq!(theirs, none, "{path}");
            assert_eq!(theirs.0, if method == "POST" { 200 } else { 401 });
        }
    }

    async fn a_link_without_its_key_is_as_good_as_none(app) {
        let world = World::make(&app).await;
        let (own, _) = Objects::make(&app, &world).await;
        let link = newest_link(&app).await;
        let mut body = link.body(1);
        body["proof"] = json!("A".repeat(43));
        let nobody = Client::anonymous(&app.base);
        let there = nobody.post(&link.path, &body).await;
        let random = Objects::random();
        let nowhere = nobody.post(&link.path.replace(&own.delivery, &random.delivery), &body).await;
        assert_eq!(there.status, 404);
        assert_eq!(there.seen(), nowhere.seen());
    }
}
