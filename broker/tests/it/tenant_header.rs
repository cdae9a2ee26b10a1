//! What `X-Tenant-Id` does to a call: checked every time, and never a way to learn who else there is.

use diesel::prelude::*;
use tessera_broker::db::schema::memberships;
use tessera_shared::ids::TenantId;

use crate::on_both;
use crate::support::everything;
use crate::support::world::{World, gateway_body, text};

const LIST: &str = "/api/v1/gateways";

fn random_tenant() -> TenantId {
    TenantId::from_u128(tessera_broker::random::uuid_v7(crate::support::START).unwrap())
}

on_both! {
    async fn a_call_names_its_tenant_once_and_well(app) {
        let world = World::make(&app).await;
        assert_eq!(world.agent.outside().get(LIST).await.refused(400), "tenant_required");
        let twice = world.agent.with("x-tenant-id", &world.quay.to_string());
        assert_eq!(twice.get(LIST).await.refused(400), "tenant_required");
        for malformed in ["", "halden-rail", "ten_", "tok_01m80rsm7ee008007jggzcc86j", "ten_01m80rsm7ee008007jggzcc86j%00"] {
            assert_eq!(world.agent.in_tenant(malformed).get(LIST).await.refused(400), "bad_id", "{malformed:?}");
        }
    }

    async fn a_foreign_tenant_is_as_good_as_none(app) {
        let world = World::make(&app).await;
        for path in [LIST, "/api/v1/tokens", "/api/v1/audit", "/api/v1/tenant"] {
            let foreign = world.agent.in_tenant(world.quay).get(path).await;
            let random = world.agent.in_tenant(random_tenant()).get(path).await;
            assert_eq!(foreign.status, 404);
            assert_eq!(foreign.seen(), random.seen(), "{path}");
        }
        let body = gateway_body("edge-2");
        let foreign = world.agent.in_tenant(world.quay).post(LIST, &body).await;
        let random = world.agent.in_tenant(random_tenant()).post(LIST, &body).await;
        assert_eq!(foreign.seen(), random.seen());
    }

    async fn an_object_of_another_tenant_is_explained_to_members_of_both_only(app) {
        let world = World::make(&app).await;
        let theirs = world.stranger.post(LIST, &gateway_body("edge-of-quay")).await.expect(201);
        let path = format!("{LIST}/{}", text(&theirs["gateway"]["id"]));
        world.lead.in_tenant(world.quay).get(&path).await.expect(200);
        assert_eq!(world.lead.get(&path).await.refused(409), "tenant_mismatch");

        let foreign = world.agent.get(&path).await;
        let nowhere = random_tenant().to_string().replace("ten_", "gtw_");
        let random = world.agent.get(&format!("{LIST}/{nowhere}")).await;
        assert_eq!(foreign.status, 404);
        let (foreign, random) = (foreign.seen(), random.seen());
        assert_eq!((foreign.0, &foreign.2), (random.0, &random.2));
        assert_eq!(foreign.1, random.1);
    }

    async fn the_answer_says_which_tenant_it_is_about(app) {
        let world = World::make(&app).await;
        let own = world.agent.get(LIST).await;
        assert_eq!(own.headers["x-tenant-id"], world.halden.to_string());
        assert!(!world.agent.outside().get("/api/v1/me").await.headers.contains_key("x-tenant-id"));
    }

    async fn who_leaves_a_tenant_is_out_at_the_next_call(app) {
        let world = World::make(&app).await;
        world.lead.get(LIST).await.expect(200);
        let (user, tenant) = (world.lead.outside().get("/api/v1/me").await.expect(200), world.halden.to_string());
        let user = text(&user["id"]);
        app.app
            .act(everything(), move |tx| {
                let of_both = memberships::user_id.eq(user).and(memberships::tenant_id.eq(tenant));
                let left = diesel::delete(memberships::table.filter(of_both)).execute(&mut **tx)?;
                assert_eq!(left, 1);
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(world.lead.get(LIST).await.refused(404), "not_found");
        world.lead.in_tenant(world.quay).get(LIST).await.expect(200);
    }
}
