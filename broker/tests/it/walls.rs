//! The walls between tenants in the database itself: row-level security on PostgreSQL, and foreign
//! keys that name the tenant on both databases.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use tessera_broker::db::{Across, Conn, Reach};
use tessera_broker::outcome::Refusal;
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_shared::ids::TenantId;

use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::world::World;
use crate::support::{On, TestApp};

/// Tables with rows of tenants, and the column that names the tenant.
pub const WALLED: [(&str, &str); 31] = [
    ("access_tokens", "tenant_id"),
    ("api_scopes", "tenant_id"),
    ("apis", "tenant_id"),
    ("audit_events", "tenant_id"),
    ("changes", "tenant_id"),
    ("decisions", "tenant_id"),
    ("deliveries", "tenant_id"),
    ("gateway_credentials", "tenant_id"),
    ("gateways", "tenant_id"),
    ("identity_providers", "tenant_id"),
    ("invites", "tenant_id"),
    ("logos", "tenant_id"),
    ("memberships", "tenant_id"),
    ("outbox", "tenant_id"),
    ("partners", "tenant_id"),
    ("provided_memberships", "tenant_id"),
    ("provider_mappings", "tenant_id"),
    ("recalls", "tenant_id"),
    ("receipts", "tenant_id"),
    ("refusal_hours", "tenant_id"),
    ("request_scopes", "tenant_id"),
    ("requests", "tenant_id"),
    ("saved_views", "tenant_id"),
    ("service_accounts", "tenant_id"),
    ("service_credentials", "tenant_id"),
    ("signing_keys", "tenant_id"),
    ("status_entries", "tenant_id"),
    ("tenants", "id"),
    ("tokens", "tenant_id"),
    ("usage_hours", "tenant_id"),
    ("used_assertions", "tenant_id"),
];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Of {
    #[diesel(sql_type = Nullable<Text>)]
    tenant: Option<String>,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

type Seen = BTreeMap<&'static str, BTreeMap<String, i64>>;

/// Rows per table and tenant that a query without any filter sees within `reach`.
async fn seen(app: &TestApp, reach: Reach) -> Seen {
    let look = |conn: &mut Conn| {
        let mut seen = Seen::new();
        for (table, tenant) in WALLED {
            let all = format!("SELECT {tenant} AS tenant, count(*) AS rows FROM {table} GROUP BY {tenant}");
            let rows: Vec<Of> = diesel::sql_query(all).load(conn)?;
            let named = rows.into_iter().map(|row| (row.tenant.unwrap_or_default(), row.rows));
            seen.insert(table, named.collect());
        }
        Ok::<_, Refusal>(seen)
    };
    app.app.db.read(reach, look).await.unwrap()
}

/// Two tenants with at least one row in every table.
async fn filled(app: &TestApp) -> World {
    let world = World::make(app).await;
    Objects::make(app, &world).await;
    Objects::make(app, &world.seen_from_quay().await).await;
    let (tenants, now) = (
        [world.halden, world.quay],
        tessera_shared::instant::Instant::from_millis(0),
    );
    app.app
        .act(Reach::across(Across::Job), move |tx| {
            for tenant in tenants {
                rest(tx, tenant, now.millis())?;
            }
            Ok(())
        })
        .await
        .unwrap();
    tessera_broker::issuers::rotate::keep_signing_keys(&app.app)
        .await
        .unwrap();
    for (person, tenant) in [
        (&world.agent, world.halden),
        (&world.lead, world.halden),
        (&world.lead, world.quay),
    ] {
        let body = serde_json::json!({"list": "tokens", "name": "Mine", "query": "state=active", "tenant": tenant});
        person.outside().post("/api/v1/me/views", &body).await.expect(201);
    }
    world
}

/// Rows of what a story by itself leaves empty.
fn rest(conn: &mut Conn, tenant: TenantId, at: i64) -> Result<(), Refusal> {
    use tessera_broker::db::schema::{
        access_tokens, logos, recalls, receipts, refusal_hours, service_accounts, status_entries, tokens, usage_hours,
        used_assertions,
    };
    sign_in_provider(conn, tenant, at)?;
    let tenant = tenant.to_string();
    let account: String = service_accounts::table
        .filter(service_accounts::tenant_id.eq(&tenant))
        .select(service_accounts::id)
        .first(conn)?;
    diesel::insert_into(access_tokens::table)
        .values((
            access_tokens::digest.eq(tenant.as_bytes()),
            access_tokens::tenant_id.eq(&tenant),
            access_tokens::account_id.eq(&account),
            access_tokens::actions.eq(""),
            access_tokens::ends_at.eq(at),
        ))
        .execute(conn)?;
    diesel::insert_into(used_assertions::table)
        .values((
            used_assertions::tenant_id.eq(&tenant),
            used_assertions::account_id.eq(&account),
            used_assertions::jti.eq("1"),
            used_assertions::ends_at.eq(at),
        ))
        .execute(conn)?;
    diesel::insert_into(logos::table)
        .values((
            logos::tenant_id.eq(&tenant),
            logos::version.eq(&tenant),
            logos::png.eq(b"".as_slice()),
            logos::changed_at.eq(at),
        ))
        .execute(conn)?;
    let token: String = tokens::table
        .filter(tokens::tenant_id.eq(&tenant))
        .select(tokens::id)
        .first(conn)?;
    diesel::insert_into(recalls::table)
        .values((
            recalls::tenant_id.eq(&tenant),
            recalls::seq.eq(7),
            recalls::token_id.eq(&token),
            recalls::state.eq("revoked"),
            recalls::recalled_at.eq(at),
        ))
        .execute(conn)?;
    diesel::insert_into(receipts::table)
        .values((
            receipts::tenant_id.eq(&tenant),
            receipts::seq.eq(7),
            receipts::kind.eq("node"),
            receipts::confirmer.eq("here"),
            receipts::confirmed_at.eq(at),
        ))
        .execute(conn)?;
    diesel::insert_into(status_entries::table)
        .values((
            status_entries::tenant_id.eq(&tenant),
            status_entries::list.eq(0),
            status_entries::position.eq(0),
            status_entries::token_id.eq(&token),
        ))
        .execute(conn)?;
    diesel::insert_into(usage_hours::table)
        .values((
            usage_hours::tenant_id.eq(&tenant),
            usage_hours::gateway_id.eq("gtw"),
            usage_hours::token_id.eq(""),
            usage_hours::hour.eq(at),
            usage_hours::allowed.eq(0),
            usage_hours::refused.eq(0),
        ))
        .execute(conn)?;
    diesel::insert_into(refusal_hours::table)
        .values((
            refusal_hours::tenant_id.eq(&tenant),
            refusal_hours::gateway_id.eq("gtw"),
            refusal_hours::token_id.eq(""),
            refusal_hours::hour.eq(at),
            refusal_hours::reason.eq("unknown"),
            refusal_hours::times.eq(1),
        ))
        .execute(conn)?;
    Ok(())
}

/// A provider of sign-in that gave the first member their role.
fn sign_in_provider(conn: &mut Conn, tenant: TenantId, at: i64) -> Result<(), Refusal> {
    use tessera_broker::db::schema::{identity_providers, memberships, provided_memberships, provider_mappings};
    let tenant = tenant.to_string();
    let id = format!("idp_{tenant}");
    diesel::insert_into(identity_providers::table)
        .values((
            identity_providers::id.eq(&id),
            identity_providers::tenant_id.eq(&tenant),
            identity_providers::home.eq(&tenant),
            identity_providers::name.eq(""),
            identity_providers::issuer.eq(""),
            identity_providers::client_id.eq(""),
            identity_providers::scopes.eq(""),
            identity_providers::groups_claim.eq(""),
            identity_providers::enabled.eq(false),
            identity_providers::version.eq(1),
            identity_providers::created_at.eq(at),
            identity_providers::updated_at.eq(at),
        ))
        .execute(conn)?;
    diesel::insert_into(provider_mappings::table)
        .values((
            provider_mappings::provider_id.eq(&id),
            provider_mappings::home.eq(&tenant),
            provider_mappings::position.eq(0),
            provider_mappings::group_name.eq("g"),
            provider_mappings::tenant_id.eq(&tenant),
            provider_mappings::role.eq("customer_admin"),
        ))
        .execute(conn)?;
    let user: String = memberships::table
        .filter(memberships::tenant_id.eq(&tenant))
        .select(memberships::user_id)
        .first(conn)?;
    diesel::insert_into(provided_memberships::table)
        .values((
            provided_memberships::tenant_id.eq(&tenant),
            provided_memberships::user_id.eq(&user),
            provided_memberships::provider_id.eq(&id),
            provided_memberships::home.eq(&tenant),
            provided_memberships::role.eq("customer_admin"),
        ))
        .execute(conn)?;
    Ok(())
}

fn of(tenant: TenantId) -> Reach {
    Reach::from(&TenantScope::for_job(SystemJob::CommandLine, tenant))
}

#[actix_web::test]
async fn a_query_that_names_no_tenant_sees_only_what_is_within_reach() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let world = filled(&app).await;
    let (halden, quay) = (world.halden.to_string(), world.quay.to_string());
    let all = seen(&app, Reach::across(Across::Job)).await;
    for (table, rows) in &all {
        assert!(
            rows.contains_key(&halden) && rows.contains_key(&quay),
            "{table} is not filled: {rows:?}"
        );
    }
    for (tenant, id) in [(world.halden, &halden), (world.quay, &quay)] {
        for (table, rows) in seen(&app, of(tenant)).await {
            assert_eq!(
                rows,
                BTreeMap::from([(id.clone(), all[table][id])]),
                "{table} from {id}"
            );
        }
    }
    let random = TenantId::from_u128(7);
    for nothing in [of(random), Reach::of(""), Reach::of("usr_"), Reach::of("%")] {
        let seen = seen(&app, nothing.clone()).await;
        assert!(seen.values().all(BTreeMap::is_empty), "{nothing:?}: {seen:?}");
    }
    // A person reaches the tenants they are a member of.
    let who = |client: crate::support::client::Client| async move {
        client.outside().get("/api/v1/me").await.expect(200)["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let agent = seen(&app, Reach::of(&who(world.agent.clone()).await)).await;
    let lead = seen(&app, Reach::of(&who(world.lead.clone()).await)).await;
    for (table, _) in WALLED {
        assert_eq!(agent[table].keys().collect::<Vec<_>>(), [&halden], "{table}");
        let mut both = [&halden, &quay];
        both.sort();
        assert_eq!(lead[table].keys().collect::<Vec<_>>(), both, "{table}");
    }
    // Colleagues share their tenants, but not their views.
    assert_eq!(all["saved_views"][&halden], 2);
    assert_eq!((agent["saved_views"][&halden], lead["saved_views"][&halden]), (1, 1));
}

#[actix_web::test]
async fn nothing_beyond_reach_can_be_written() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let world = filled(&app).await;
    let before = seen(&app, Reach::across(Across::Job)).await;
    let quay = world.quay.to_string();
    for (table, tenant) in WALLED {
        let (id, table) = (quay.clone(), table.to_owned());
        let touched = app.app.act(of(world.halden), move |tx| {
            let update = format!("UPDATE {table} SET {tenant} = {tenant} WHERE {tenant} = $1");
            let rows = diesel::sql_query(update).bind::<Text, _>(&id).execute(&mut **tx);
            let delete = format!("DELETE FROM {table} WHERE {tenant} = $1");
            // The trail cannot be changed at all, which ends the transaction.
            let rows = rows? + diesel::sql_query(delete).bind::<Text, _>(&id).execute(&mut **tx)?;
            Ok(rows)
        });
        match touched.await {
            Ok(rows) => assert_eq!(rows, 0),
            Err(refusal) => assert!(refusal.to_string().contains("permission denied"), "{refusal}"),
        }
    }
    let id = quay.clone();
    let inserted = app.app.act(of(world.halden), move |tx| {
        let insert = "INSERT INTO changes (tenant_id, topic, object, at) VALUES ($1, 'tokens', '', 0)";
        Ok(diesel::sql_query(insert).bind::<Text, _>(&id).execute(&mut **tx)?)
    });
    let refusal = inserted.await.unwrap_err().to_string();
    assert!(refusal.contains("row-level security"), "{refusal}");
    let moved = app.app.act(of(world.halden), move |tx| {
        Ok(diesel::sql_query("UPDATE gateways SET tenant_id = $1")
            .bind::<Text, _>(&quay)
            .execute(&mut **tx)?)
    });
    assert!(moved.await.is_err());
    assert_eq!(seen(&app, Reach::across(Across::Job)).await, before);
}

#[actix_web::test]
async fn a_piece_of_a_shared_commit_does_not_inherit_what_its_neighbour_saw() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let world = filled(&app).await;
    let count = |reach: Reach| {
        let app = std::sync::Arc::clone(&app.app);
        async move {
            let rows = app.act(reach, |tx| {
                let all = diesel::sql_query("SELECT count(DISTINCT tenant_id) AS rows FROM requests");
                Ok(all.get_result::<Count>(&mut **tx)?.rows)
            });
            rows.await.unwrap()
        }
    };
    let pieces = (0..200).map(|number| match number % 4 {
        0 => count(Reach::across(Across::Job)),
        1 => count(of(world.quay)),
        2 => count(Reach::of("")),
        _ => count(of(world.halden)),
    });
    for (number, rows) in futures_util::future::join_all(pieces).await.into_iter().enumerate() {
        assert_eq!(rows, [2, 1, 0, 1][number % 4]);
    }
}

#[actix_web::test]
async fn every_table_of_tenants_is_walled_even_for_its_owner() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let read = |conn: &mut Conn| {
        let of_tenants: Vec<Name> = diesel::sql_query(
            "SELECT table_name::text AS name FROM information_schema.columns \
             WHERE table_schema = 'public' AND (column_name = 'tenant_id' OR (table_name = 'tenants' AND column_name = 'id')) \
             ORDER BY 1",
        )
        .load(conn)?;
        let walled: Vec<Name> = diesel::sql_query(
            "SELECT c.relname::text AS name FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid \
             WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polcmd = '*' AND p.polname = 'within_reach' ORDER BY 1",
        )
        .load(conn)?;
        let role: Vec<Name> = diesel::sql_query("SELECT current_user::text AS name").load(conn)?;
        Ok::<_, Refusal>((of_tenants, walled, role))
    };
    let (of_tenants, walled, role) = app.app.db.read(Reach::of(""), read).await.unwrap();
    let names = |rows: Vec<Name>| rows.into_iter().map(|row| row.name).collect::<Vec<_>>();
    let known = WALLED.map(|(table, _)| table.to_owned());
    assert_eq!(names(of_tenants), known);
    assert_eq!(names(walled), known);
    assert_eq!(names(role), ["tessera_app"]);
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = Bool)]
    names_tenant: bool,
}

const SQLITE_KEYS: &str = "SELECT t.name AS child, f.\"table\" AS parent, \
     sum(f.\"from\" = 'tenant_id' AND f.\"to\" = 'tenant_id') > 0 AS names_tenant \
     FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' GROUP BY t.name, f.id, f.\"table\"";
const POSTGRES_KEYS: &str = "SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent, \
     EXISTS (SELECT 1 FROM unnest(c.conkey, c.confkey) k (f, t) \
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.f AND a.attname = 'tenant_id' \
       JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.t AND b.attname = 'tenant_id') AS names_tenant \
     FROM pg_constraint c WHERE c.contype = 'f'";

on_both! {
    async fn every_reference_between_rows_of_tenants_names_the_tenant(app) {
        let read = |conn: &mut Conn| {
            let keys = if matches!(conn, Conn::Sqlite(_)) { SQLITE_KEYS } else { POSTGRES_KEYS };
            Ok::<_, Refusal>(diesel::sql_query(keys).load::<Key>(conn)?)
        };
        let keys = app.app.db.read(Reach::across(Across::Job), read).await.unwrap();
        let of_tenant = |table: &str| table != "tenants" && WALLED.iter().any(|(known, _)| *known == table);
        let between: Vec<&Key> = keys.iter().filter(|key| of_tenant(&key.child) && of_tenant(&key.parent)).collect();
        assert_eq!(between.len(), 19);
        for key in between {
            // A provider of the whole platform is of no tenant, so these name its home instead.
            let of_a_home = key.parent == "identity_providers";
            assert!(key.names_tenant || of_a_home, "{} → {}", key.child, key.parent);
        }
    }

    async fn what_a_customers_provider_gives_lies_in_that_customer(app) {
        let world = filled(&app).await;
        let quay = world.quay.to_string();
        for (table, rest) in [
            ("identity_providers", ""),
            ("provider_mappings", ""),
            ("provider_mappings", ", home = ''"),
            ("provider_mappings", ", home = $1"),
            ("provided_memberships", ""),
            ("provided_memberships", ", home = ''"),
            ("provided_memberships", ", home = $1"),
        ] {
            let id = quay.clone();
            let moved = app.app.act(Reach::across(Across::Job), move |tx| {
                let update = format!("UPDATE {table} SET tenant_id = $1{rest} WHERE tenant_id <> $1");
                Ok(diesel::sql_query(update).bind::<Text, _>(&id).execute(&mut **tx)?)
            });
            let refusal = moved.await.unwrap_err().to_string().to_lowercase();
            assert!(refusal.contains("constraint") || refusal.contains("unique"), "{table}{rest}: {refusal}");
        }
    }

    async fn the_database_refuses_a_reference_into_another_tenant(app) {
        let world = filled(&app).await;
        let quay = world.quay.to_string();
        for (table, parent) in [
            ("requests", "partner_id"), ("tokens", "request_id"), ("deliveries", "token_id"), ("decisions", "request_id"),
            ("request_scopes", "request_id"), ("api_scopes", "api_id"), ("service_credentials", "account_id"),
            ("status_entries", "token_id"), ("recalls", "token_id"), ("receipts", "seq"),
        ] {
            let id = quay.clone();
            let moved = app.app.act(Reach::across(Across::Job), move |tx| {
                let update = format!("UPDATE {table} SET tenant_id = $1 WHERE tenant_id <> $1 AND {parent} IS NOT NULL");
                let rows = diesel::sql_query(update).bind::<Text, _>(&id).execute(&mut **tx)?;
                assert!(rows > 0, "{table}");
                Ok(rows)
            });
            let refusal = moved.await.unwrap_err().to_string().to_lowercase();
            assert!(refusal.contains("foreign key") || refusal.contains("constraint"), "{table}: {refusal}");
        }
    }
}
