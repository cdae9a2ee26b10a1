//! Becoming a member by an invitation, and ceasing to be one.

use futures_util::future::join_all;
use serde_json::json;

use crate::on_both;
use crate::support::client::Client;
use crate::support::play::fragment;
use crate::support::world::{World, text};

const INVITES: &str = "/api/v1/invites";
const OPEN: &str = "/api/v1/public/invites/open";
const ACCEPT: &str = "/api/v1/public/invites/accept";
const MAIL: &str = "rune@halden.example";
const PASSWORD: &str = "four quiet words walk";

fn invited(email: &str, role: &str) -> serde_json::Value {
    json!({"email": email, "role": role})
}

fn accepting(code: &str) -> serde_json::Value {
    json!({"code": code, "name": "Rune Dahl", "password": PASSWORD})
}

async fn member_ids(world: &World) -> Vec<(String, String)> {
    let members = world.lead.get("/api/v1/members").await.expect(200);
    let items = members["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| (text(&item["email"]), text(&item["id"])))
        .collect()
}

on_both! {
    async fn who_is_invited_becomes_a_member_once(app) {
        let world = World::make(&app).await;
        let invite = world.admin.post(INVITES, &invited("Rune@Halden.example", "customer_auditor")).await.expect(201);
        assert_eq!(text(&invite["email"]), MAIL);
        let mail = app.mail_to(MAIL).await;
        let code = fragment(&mail);
        assert!(!invite.to_string().contains(&code), "only the mailbox knows the code");

        let nobody = Client::anonymous(&app.base);
        // Looking, as a mail scanner does, uses nothing up.
        for _ in 0..3 {
            let opened = nobody.post(OPEN, &json!({"code": code})).await.expect(200);
            assert_eq!((text(&opened["email"]), &opened["has_account"]), (MAIL.to_owned(), &json!(false)));
            assert_eq!(text(&opened["tenant"]["slug"]), world.slug);
        }
        nobody.post(ACCEPT, &accepting(&code)).await.expect(204);
        assert_eq!(nobody.post(ACCEPT, &accepting(&code)).await.refused(404), "not_found");

        let rune = Client::sign_in(&app.base, MAIL, PASSWORD).await.in_tenant(world.halden);
        rune.get("/api/v1/tokens").await.expect(200);
        rune.in_tenant(world.quay).get("/api/v1/tokens").await.refused(404);
        assert_eq!(rune.post(INVITES, &invited("x@halden.example", "customer_auditor")).await.refused(403), "forbidden");
        assert!(world.admin.get(INVITES).await.expect(200)["items"].as_array().unwrap().is_empty());
        assert_eq!(world.audit(&text(&invite["id"])).await, ["member.invited"]);
    }

    async fn who_has_an_account_is_asked_for_no_password(app) {
        let world = World::make(&app).await;
        let there = world.seen_from_quay().await;
        // The agent works for Halden only and is now asked to work for Quay, too.
        let members = member_ids(&world).await;
        let (email, _) = members.iter().find(|(email, _)| email.starts_with("agent")).unwrap();
        there.lead.post(INVITES, &invited(email, "support_agent")).await.expect(201);
        let code = fragment(&app.mail_to(email).await);
        let nobody = Client::anonymous(&app.base);
        let opened = nobody.post(OPEN, &json!({"code": code})).await.expect(200);
        assert_eq!(opened["has_account"], json!(true));
        nobody.post(ACCEPT, &accepting(&code)).await.refused(422);
        nobody.post(ACCEPT, &json!({"code": code, "name": null, "password": null})).await.expect(204);
        world.agent.in_tenant(world.quay).get("/api/v1/tokens").await.expect(200);
        assert_eq!(
            there.lead.post(INVITES, &invited(email, "support_agent")).await.refused(409),
            "already_exists"
        );
    }

    async fn nobody_gives_or_takes_a_role_that_is_not_below_their_own(app) {
        let world = World::make(&app).await;
        let all = ["partner", "customer_admin", "customer_auditor", "support_agent", "support_lead", "platform_owner",
            "service_account", "gateway"];
        for (caller, may) in [(&world.admin, "customer_auditor"), (&world.lead, "support_agent")] {
            for role in all {
                let status = if role == may { 201 } else { 422 };
                caller.post(INVITES, &invited(MAIL, role)).await.expect(status);
            }
        }
        // The last one invited an agent: not for the admin to take back.
        let invites = world.admin.get(INVITES).await.expect(200);
        let invite = text(&invites["items"][0]["id"]);
        let path = format!("{INVITES}/{invite}/withdraw");
        assert_eq!(world.admin.post(&path, &json!(null)).await.refused(409), "not_possible");
        world.lead.post(&path, &json!(null)).await.expect(204);
        world.lead.post(&path, &json!(null)).await.refused(404);

        for (email, id) in member_ids(&world).await {
            let path = format!("/api/v1/members/{id}/remove");
            let by_admin = world.admin.post(&path, &json!({"reason": "Moved on."})).await.status.as_u16();
            assert_eq!(by_admin, if email.starts_with("auditor") { 204 } else { 409 }, "{email}");
        }
    }

    async fn who_is_removed_is_out_at_once(app) {
        let world = World::make(&app).await;
        let members = member_ids(&world).await;
        let (_, agent) = members.iter().find(|(email, _)| email.starts_with("agent")).unwrap();
        world.agent.get("/api/v1/tokens").await.expect(200);
        let path = format!("/api/v1/members/{agent}/remove");
        world.lead.post(&path, &json!({"reason": "Left the team."})).await.expect(204);
        world.agent.get("/api/v1/tokens").await.refused(404);
        world.agent.outside().get("/api/v1/me").await.expect(200);
        world.lead.post(&path, &json!({"reason": "Moved on."})).await.refused(404);
        assert!(world.audit(agent).await.contains(&"member.removed".to_owned()));
    }

    async fn a_link_ends_when_it_is_replaced_withdrawn_or_three_days_old(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let role = "customer_auditor";
        world.admin.post(INVITES, &invited(MAIL, role)).await.expect(201);
        let first = fragment(&app.mail_to(MAIL).await);
        let second = world.admin.post(INVITES, &invited(MAIL, role)).await.expect(201);
        let code = fragment(&app.mail_to(MAIL).await);
        assert_ne!(first, code);
        let random = nobody.post(OPEN, &json!({"code": "x".repeat(43)})).await;
        let replaced = nobody.post(OPEN, &json!({"code": first})).await;
        assert_eq!((replaced.status, replaced.seen()), (random.status, random.seen()));

        let path = format!("{INVITES}/{}/withdraw", text(&second["id"]));
        world.admin.post(&path, &json!(null)).await.expect(204);
        nobody.post(ACCEPT, &accepting(&code)).await.refused(404);

        world.admin.post(INVITES, &invited(MAIL, role)).await.expect(201);
        let code = fragment(&app.mail_to(MAIL).await);
        app.clock.advance(tessera_shared::instant::Span::hours(72));
        nobody.post(ACCEPT, &accepting(&code)).await.refused(404);
    }

    async fn the_owner_of_the_platform_brings_the_first_people(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let body = json!({"name": "Kestrel Freight", "slug": "kestrel", "accent": "#b91c1c"});
        let tenant = text(&owner.post("/api/v1/platform/tenants", &body).await.expect(201)["id"]);
        let path = format!("/api/v1/platform/tenants/{tenant}/invites");
        owner.post(&path, &invited(MAIL, "support_agent")).await.refused(422);
        owner.post(&path, &invited(MAIL, "customer_admin")).await.expect(201);
        let nowhere = "/api/v1/platform/tenants/ten_01kar8zv4we008007jggzcc86j/invites";
        assert_eq!(owner.post(nowhere, &invited(MAIL, "customer_admin")).await.refused(404), "not_found");
        assert_eq!(world.lead.outside().post(&path, &invited(MAIL, "customer_admin")).await.refused(404), "not_found");
        let nobody = Client::anonymous(&app.base);
        nobody.post(ACCEPT, &accepting(&fragment(&app.mail_to(MAIL).await))).await.expect(204);
        let admin = Client::sign_in(&app.base, MAIL, PASSWORD).await.in_tenant(&tenant);
        admin.post(INVITES, &invited("more@kestrel.example", "customer_auditor")).await.expect(201);
        // The owner brings people, and sees nothing of the tenant for it.
        owner.in_tenant(&tenant).get("/api/v1/tokens").await.refused(404);
    }

    async fn of_two_at_the_same_moment_one_joins(app) {
        let world = World::make(&app).await;
        let there = world.seen_from_quay().await;
        let nobody = Client::anonymous(&app.base);
        for (inviter, role) in [(&world.admin, "customer_auditor"), (&there.admin, "customer_auditor")] {
            inviter.post(INVITES, &invited(MAIL, role)).await.expect(201);
        }
        app.deliver_mail().await;
        let mails = app.app.catcher.as_ref().unwrap().all();
        let codes: Vec<String> =
            mails.iter().filter(|mail| mail.to == MAIL).map(|mail| fragment(&mail.text)).collect();
        assert_eq!(codes.len(), 2);
        // Each link twice, and both of them begin with an address that has no account.
        let bodies = [0, 0, 1, 1].map(|link| accepting(&codes[link]));
        let answers = join_all(bodies.iter().map(|body| nobody.post(ACCEPT, body))).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
        // Who came late finds the link used up, or an account that came meanwhile.
        assert!(statuses.iter().all(|status| matches!(status, 204 | 404 | 409 | 422)), "{statuses:?}");
    }

    async fn two_invitations_at_the_same_moment_leave_one_link(app) {
        let world = World::make(&app).await;
        let body = invited(MAIL, "customer_auditor");
        let answers = join_all([world.admin.post(INVITES, &body), world.admin.post(INVITES, &body)]).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert!(statuses.contains(&201) && statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
        assert_eq!(world.admin.get(INVITES).await.expect(200)["items"].as_array().unwrap().len(), 1);
    }

    async fn a_weak_password_or_no_name_is_refused_and_changes_nothing(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        world.admin.post(INVITES, &invited(MAIL, "customer_auditor")).await.expect(201);
        let code = fragment(&app.mail_to(MAIL).await);
        let before = app.row_counts().await;
        for (name, password) in [
            (json!("Rune Dahl"), json!("elevenchars")),
            (json!("Rune Dahl"), json!("x".repeat(257))),
            (json!("Rune Dahl"), json!(null)),
            (json!(null), json!(PASSWORD)),
            (json!(" "), json!(PASSWORD)),
        ] {
            nobody.post(ACCEPT, &json!({"code": code, "name": name, "password": password})).await.refused(422);
        }
        assert_eq!(app.row_counts().await, before);
        let codes = ["", "x", &"y".repeat(100_000)];
        for code in codes {
            let status = nobody.post(ACCEPT, &accepting(code)).await.status.as_u16();
            assert!(matches!(status, 404 | 413), "{status}");
        }
    }
}
