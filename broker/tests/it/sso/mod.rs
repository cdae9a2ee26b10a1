//! Sign-in with a provider: people who come, and providers and browsers that lie.

mod attacks;
mod browser;
mod provider;

use reqwest::Method;
use serde_json::{Value, json};
use tessera_shared::instant::Span;

use self::browser::{PROVIDERS, add, begin, come_back, counts, reasons, settings, sign_in};
use self::provider::{Person, Provider, Twist};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, World, text};

fn ana(groups: &[&'static str]) -> Person {
    Person {
        sub: "ana-1",
        email: "Ana@Halden.example",
        groups: groups.to_vec(),
    }
}

/// Hanna has an account with a password already.
fn hanna() -> Person {
    Person {
        sub: "hanna-1",
        email: "admin@halden.example",
        groups: Vec::new(),
    }
}

fn caller(app: &TestApp, session: &str) -> Client {
    Client::anonymous(&app.base).with("cookie", session)
}

/// The role somebody has in a tenant, if they are a member.
async fn role(member: &Client, tenant: impl ToString) -> Option<String> {
    let answer = member.in_tenant(tenant).get("/api/v1/tenant").await;
    (answer.status == 200).then(|| text(&answer.json()["card"]["role"]))
}

fn mapping(group: &str, tenant: impl ToString, role: &str) -> Value {
    json!({"group": group, "tenant": tenant.to_string(), "role": role})
}

on_both! {
    async fn somebody_new_lands_where_they_wanted_with_the_roles_of_their_groups(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let provider = Provider::start(&app.clock);
        let groups = json!([
            mapping("token-admins", world.halden, "customer_admin"),
            mapping("auditors", world.halden, "customer_auditor"),
        ]);
        let id = add(&owner, Some(world.halden.to_string()), &settings(&provider, &["halden.example"], &groups)).await;

        // The domain of an address chooses the provider, and says nothing about accounts.
        let nobody = Client::anonymous(&app.base);
        let find = |email: &str| {
            let (nobody, body) = (nobody.clone(), json!({"email": email}));
            async move { nobody.post("/api/v1/sso/find", &body).await.expect(200)["provider"].clone() }
        };
        assert_eq!(find("who@HALDEN.example").await, json!({"id": id, "name": "Halden login"}));
        assert_eq!(find("admin@halden.example").await["id"], json!(id));
        assert_eq!(find("who@quay.example").await, Value::Null);
        let offered = nobody.get("/api/v1/sso/providers").await.expect(200);
        assert_eq!(offered["items"], json!([]), "a customer's provider has no button for all");

        let ended = sign_in(&app, &provider, &id, &ana(&["auditors", "token-admins"])).await;
        assert_eq!(ended.location, "/tokens?state=active");
        let line = ended.cookies.iter().find(|line| line.starts_with("tessera=")).unwrap();
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"), "{line}");
        assert!(ended.cookies.iter().any(|line| line.starts_with("tessera-flow=;") && line.contains("Max-Age=0")));
        let member = caller(&app, &ended.session().unwrap());
        let me = member.get("/api/v1/me").await.expect(200);
        assert_eq!((&me["email"], &me["name"]), (&json!("ana@halden.example"), &json!("Ana Person")));
        assert_eq!(role(&member, world.halden).await.as_deref(), Some("customer_admin"), "the mapping that stands first");
        assert_eq!(role(&member, world.quay).await, None);

        // Signing out ends the session here and says where to end it there.
        let out = member.send(Method::DELETE, "/api/v1/session", None, "").await.expect(200);
        let there = text(&out["url"]);
        assert!(there.starts_with(&format!("{}/end?client_id=tessera&post_logout_redirect_uri=http", provider.issuer())), "{there}");
        member.get("/api/v1/me").await.refused(401);
        let out = world.agent.outside().send(Method::DELETE, "/api/v1/session", None, "").await.expect(200);
        assert_eq!(out["url"], Value::Null);
    }

    async fn groups_give_and_take_and_never_touch_what_was_given_by_hand(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let provider = Provider::start(&app.clock);
        let groups = json!([
            mapping("halden", world.halden, "support_agent"),
            mapping("halden-leads", world.halden, "support_lead"),
            mapping("quay", world.quay, "support_agent"),
            {"group": "owners", "tenant": null, "role": "platform_owner"},
        ]);
        let id = add(&owner, None, &settings(&provider, &["support.example"], &groups)).await;
        let person = |groups: &[&'static str]| Person { sub: "agent-1", email: "new@support.example", groups: groups.to_vec() };
        let roles = |groups: Vec<&'static str>| {
            let (app, provider, id, world) = (&app, &provider, &id, &world);
            async move {
                let ended = sign_in(app, provider, id, &person(&groups)).await;
                let Some(session) = ended.session() else { return (ended.problem(), None, None, Value::Null) };
                let member = caller(app, &session);
                let me = member.get("/api/v1/me").await.expect(200);
                (None, role(&member, world.halden).await, role(&member, world.quay).await, me["platform_role"].clone())
            }
        };
        let agent = Some("support_agent".to_owned());
        assert_eq!(roles(vec!["halden"]).await, (None, agent.clone(), None, Value::Null));
        let lead = Some("support_lead".to_owned());
        assert_eq!(roles(vec!["halden-leads", "quay"]).await, (None, lead, agent.clone(), Value::Null));
        assert_eq!(roles(vec!["quay", "owners"]).await, (None, None, agent.clone(), json!("platform_owner")));
        assert_eq!(roles(vec!["quay"]).await, (None, None, agent, Value::Null));
        // Without any role nobody comes in, and what the groups gave is gone.
        assert_eq!(roles(vec![]).await, (Some("no_role".to_owned()), None, None, Value::Null));
        assert_eq!(reasons(&app).await, ["no_role"]);

        // Iris is an agent of Halden by hand: linked by her address, and no group changes that.
        let iris = |groups: &[&'static str]| Person { sub: "iris-1", email: "agent@support.example", groups: groups.to_vec() };
        for groups in [&["halden-leads", "quay"][..], &[]] {
            let ended = sign_in(&app, &provider, &id, &iris(groups)).await;
            let member = caller(&app, &ended.session().unwrap());
            assert_eq!(role(&member, world.halden).await.as_deref(), Some("support_agent"));
            assert_eq!(role(&member, world.quay).await.is_some(), groups.contains(&"quay"));
        }
        // Her password still works.
        Client::sign_in(&app.base, "agent@support.example", PASSWORD).await.get("/api/v1/me").await.expect(200);
    }

    async fn an_account_is_linked_by_the_authority_for_its_domain_only(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let (theirs, open) = (Provider::start(&app.clock), Provider::start(&app.clock));
        let open_id = add(&owner, None, &settings(&open, &[], &json!([mapping("all", world.halden, "support_lead")]))).await;
        let everyone = |person: Person| Person { groups: vec!["all"], ..person };
        // A provider that speaks for no domain cannot take an account over, however sure it is.
        assert_eq!(sign_in(&app, &open, &open_id, &everyone(hanna())).await.problem().as_deref(), Some("address_taken"));

        let id = add(&owner, Some(world.halden.to_string()), &settings(&theirs, &["halden.example"], &json!([]))).await;
        let ended = sign_in(&app, &theirs, &id, &hanna()).await;
        let member = caller(&app, &ended.session().unwrap());
        assert_eq!(role(&member, world.halden).await.as_deref(), Some("customer_admin"));
        // Her address was given to somebody else: another subject does not get her account.
        let heir = Person { sub: "hanna-2", ..hanna() };
        assert_eq!(sign_in(&app, &theirs, &id, &heir).await.problem().as_deref(), Some("address_taken"));
        // She is known by her subject: her address may change within the domain.
        let renamed = Person { email: "hanna.new@halden.example", ..hanna() };
        assert!(sign_in(&app, &theirs, &id, &renamed).await.session().is_some());
        // The open provider no longer speaks for people of that domain at all.
        let other = Person { sub: "x", email: "other@halden.example", groups: vec!["all"] };
        assert_eq!(sign_in(&app, &open, &open_id, &other).await.problem().as_deref(), Some("address_taken"));
        assert_eq!(reasons(&app).await, ["foreign_domain", "address_taken", "address_taken"]);
        let stranger = Person { sub: "y", email: "somebody@new.example", groups: vec!["all"] };
        assert!(sign_in(&app, &open, &open_id, &stranger).await.session().is_some());
    }

    async fn a_customers_provider_opens_nothing_beyond_the_customer(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let provider = Provider::start(&app.clock);
        let id = add(&owner, Some(world.halden.to_string()), &settings(&provider, &["support.example", "tessera.example"], &json!([]))).await;
        let person = |sub, email| Person { sub, email, groups: Vec::new() };
        // A lead of two customers, the owner of the platform, an agent of another customer.
        for (sub, email) in [("1", "lead@support.example"), ("2", "owner@tessera.example"), ("3", "stranger@support.example")] {
            assert_eq!(sign_in(&app, &provider, &id, &person(sub, email)).await.problem().as_deref(), Some("reaches_further"), "{email}");
        }
        // An agent of this customer only, until she serves another one as well.
        let iris = person("4", "agent@support.example");
        let ended = sign_in(&app, &provider, &id, &iris).await;
        let user: tessera_shared::ids::UserId = text(&caller(&app, &ended.session().unwrap()).get("/api/v1/me").await.expect(200)["id"]).parse().unwrap();
        let quay = world.quay;
        let joined = app.app.act(crate::support::everything(), move |tx| {
            let scope = tessera_broker::tenancy::TenantScope::for_job(tessera_broker::tenancy::SystemJob::CommandLine, quay);
            let actor = tessera_broker::auth::Actor::system("test");
            tessera_broker::people::service::add_member(tx, &scope, &actor, (user, "Iris"), tessera_shared::permission::Role::SupportAgent)
        });
        joined.await.unwrap();
        assert_eq!(sign_in(&app, &provider, &id, &iris).await.problem().as_deref(), Some("reaches_further"));
        assert_eq!(reasons(&app).await, vec!["reaches_further"; 4]);
    }

    async fn an_owner_manages_providers_and_nobody_reads_a_secret(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let provider = Provider::start(&app.clock);
        let admins = json!([mapping("a", world.halden, "customer_admin")]);
        let good = settings(&provider, &["halden.example"], &admins);
        let body = |tenant: Option<String>, settings: &Value| json!({"tenant": tenant, "client_secret": "s", "settings": settings});
        let with = |name: &str, value: Value| {
            let mut settings = good.clone();
            settings[name] = value;
            settings
        };
        let halden = Some(world.halden.to_string());
        for (settings, pointer) in [
            (with("issuer", json!("http://login.example.com")), "/settings/issuer"),
            (with("domains", json!([])), "/settings/domains"),
            (with("domains", json!(["Halden.example"])), "/settings/domains/0"),
            (with("mappings", json!([mapping("a", world.quay, "customer_admin")])), "/settings/mappings/0/tenant"),
            (with("mappings", json!([mapping("a", world.halden, "support_agent")])), "/settings/mappings/0/role"),
            (with("scopes", json!("email")), "/settings/scopes"),
        ] {
            let refused = owner.post(PROVIDERS, &body(halden.clone(), &settings)).await.expect(422);
            assert_eq!(refused["errors"][0]["pointer"], json!(pointer), "{refused}");
        }
        let nowhere = with("mappings", json!([mapping("a", "ten_01kar8zv4we008007jggzcc86j", "customer_admin")]));
        owner.post(PROVIDERS, &body(None, &nowhere)).await.refused(422);

        let made = owner.post(PROVIDERS, &body(halden.clone(), &good)).await;
        assert!(!made.text.contains("client_secret") && made.text.contains("\"has_secret\":true"), "{}", made.text);
        let made = made.expect(201);
        assert_eq!(made["tenant_name"], json!("Halden Rail"));
        assert!(text(&made["callback"]).ends_with(&format!("/sso/{}/callback", text(&made["id"]))));
        // A domain has one authority.
        assert_eq!(owner.post(PROVIDERS, &body(None, &good)).await.refused(409), "already_exists");

        let change = format!("{PROVIDERS}/{}/change", text(&made["id"]));
        let off = with("enabled", json!(false));
        let body = |version: i64, settings: &Value| json!({"version": version, "client_secret": null, "settings": settings});
        // It stays the customer's: its rules still hold.
        let foreign = with("mappings", json!([mapping("a", world.quay, "customer_admin")]));
        owner.post(&change, &body(1, &foreign)).await.refused(422);
        let changed = owner.post(&change, &body(1, &off)).await.expect(200);
        assert_eq!((&changed["version"], &changed["has_secret"]), (&json!(2), &json!(true)));
        assert_eq!(owner.post(&change, &body(1, &good)).await.refused(409), "stale");
        // Switched off, it is found by nobody.
        let nobody = Client::anonymous(&app.base);
        let found = nobody.post("/api/v1/sso/find", &json!({"email": "a@halden.example"})).await.expect(200);
        assert_eq!(found["provider"], Value::Null);
        nobody.post("/api/v1/sso/start", &json!({"provider": made["id"], "next": "/queue"})).await.refused(404);
        assert_eq!(owner.get(PROVIDERS).await.expect(200)["items"], json!([changed]));
        let everybodys = json!({"tenant": null, "client_secret": null, "settings": with("domains", json!(["quay.example"]))});
        let everybodys = owner.post(PROVIDERS, &everybodys).await.expect(201);
        assert_eq!(everybodys["tenant_name"], Value::Null);
    }

    async fn of_ten_who_bring_the_same_answer_one_comes_in(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let provider = Provider::start(&app.clock);
        let admins = json!([mapping("a", world.halden, "customer_admin")]);
        let id = add(&owner, Some(world.halden.to_string()), &settings(&provider, &["halden.example"], &admins)).await;
        let begun = begin(&app, &json!({"email": "ana@halden.example", "next": "/queue"})).await;
        assert!(begun.address.contains("login_hint=ana%40halden.example"));
        let code = provider.sign_in(&begun.address, &ana(&["a"]));
        let (sessions, ..) = counts(&app).await;
        let query = [("code", code.as_str()), ("state", begun.state.as_str())];
        let all = (0..10).map(|_| come_back(&app, &id, Some(&begun.cookie), &query));
        let ended = futures_util::future::join_all(all).await;
        assert_eq!(ended.iter().filter(|ended| ended.session().is_some()).count(), 1);
        assert_eq!(counts(&app).await.0, sessions + 1);
        assert_eq!(reasons(&app).await, vec!["replayed"; 9]);
        // What was taken is forgotten when its flow is over.
        app.clock.advance(Span::minutes(10));
        assert_eq!(come_back(&app, &id, Some(&begun.cookie), &query).await.problem().as_deref(), Some("over"));
        tessera_broker::jobs::settle(&app.app).await.unwrap();
        let rows = app.row_counts().await;
        assert!(rows.contains(&("returned_sign_ins", 0)), "{rows:?}");
    }

    async fn a_provider_may_change_its_keys(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let provider = Provider::start(&app.clock);
        let admins = json!([mapping("a", world.halden, "customer_admin")]);
        let id = add(&owner, Some(world.halden.to_string()), &settings(&provider, &["halden.example"], &admins)).await;
        assert!(sign_in(&app, &provider, &id, &ana(&["a"])).await.session().is_some());
        let named = |kid: &str| Twist { key: json!({"kid": kid}), header: json!({"kid": kid}), ..Twist::default() };
        provider.twist(named("second"));
        // Asked for again, but not more often than once a minute.
        assert_eq!(sign_in(&app, &provider, &id, &ana(&["a"])).await.problem().as_deref(), Some("refused"));
        app.clock.advance(Span::minutes(1));
        assert!(sign_in(&app, &provider, &id, &ana(&["a"])).await.session().is_some());
    }
}

on_both! { |config: &mut tessera_broker::config::Config| config.limits.sign_in_per_minute = 2;
    async fn coming_back_is_limited_by_address(app) {
        let nowhere = "idp_01kar8zv4we008007jggzcc86j";
        let mut problems = Vec::new();
        for _ in 0..3 {
            problems.push(come_back(&app, nowhere, None, &[("code", "x"), ("state", "x")]).await.problem().unwrap());
        }
        assert_eq!(problems, ["over", "over", "too_many"]);
        assert_eq!(reasons(&app).await.len(), 2, "who is told to wait leaves no trace");
    }
}
