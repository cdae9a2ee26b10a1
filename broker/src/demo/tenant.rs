//! One tenant of the demo world: catalogue, partners and gateways.

use diesel::prelude::*;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::dto::tenants::Policy;
use tessera_shared::ids::{ApiId, GatewayCredentialId, GatewayId, PartnerId, TenantId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::words::{Environment, TenantStatus};

use crate::catalogue::store::search_text as api_search_text;
use crate::db::Conn;
use crate::db::schema::{api_scopes, apis, partners, tenants};
use crate::demo::names;
use crate::demo::rng::Rng;
use crate::gateways::credential_store::insert_credential;
use crate::gateways::credentials::GatewayCredentialRow;
use crate::gateways::index::GatewayIndex;
use crate::gateways::model::GatewayRow;
use crate::gateways::store::insert_gateway;
use crate::outcome::Outcome;
use crate::random;
use crate::tenancy::{SystemJob, TenantScope};
use crate::tenants::service::search_text;
use crate::tokens::secret::{PlainToken, TokenKind};

/// An API of a demo tenant.
#[derive(Clone, Debug)]
pub struct DemoApi {
    /// How tokens mention it.
    pub brief: ApiBrief,
    /// Its resource identifier.
    pub audience: String,
    /// Its scopes.
    pub scopes: Vec<String>,
}

/// A partner of a demo tenant.
#[derive(Clone, Debug)]
pub struct DemoPartner {
    /// The partner.
    pub id: PartnerId,
    /// Company name.
    pub name: String,
    /// Contact person.
    pub contact: String,
    /// Contact address.
    pub email: String,
}

/// A tenant with what stories need.
pub struct DemoTenant {
    /// The tenant.
    pub id: TenantId,
    /// Its place in the world; the first ones are busy.
    pub index: usize,
    /// Full name.
    pub name: String,
    /// Short name.
    pub slug: String,
    /// Whether no check passes there.
    pub suspended: bool,
    /// What it allows.
    pub policy: Policy,
    /// The catalogue.
    pub apis: Vec<DemoApi>,
    /// The partners.
    pub partners: Vec<DemoPartner>,
    /// Ids and environments of gateways that have called.
    pub gateways: Vec<(GatewayId, Environment)>,
    /// Credential of the first production gateway.
    pub credential: PlainToken,
    /// That gateway.
    pub first_gateway: (GatewayId, String),
}

/// Makes the tenant at `index` with everything but its stories.
pub fn make(
    conn: &mut Conn,
    gateways: &GatewayIndex,
    rng: &mut Rng,
    index: usize,
    now: Instant,
) -> Outcome<DemoTenant> {
    let (slug, name, accent) = names::tenant(index);
    let born = now - Span::days(rng.range(200, 900));
    let id = TenantId::from_u128(random::uuid_v7(born)?);
    let policy = choose_policy(rng, index);
    insert_tenant(conn, id, (&slug, &name, &accent), policy, index, born)?;
    let busy = index < names::FIRST.len();
    let apis = make_apis(conn, id, &slug, rng, born)?;
    let most = if busy { names::PARTNERS.len() } else { 6 };
    let partners = make_partners(conn, id, rng, most, born)?;
    let credential = PlainToken::generate(TokenKind::Gateway)?;
    let made = make_gateways(conn, gateways, id, rng, &credential, now)?;
    let first_gateway = made
        .first()
        .map_or((GatewayId::from_u128(0), String::new()), |(id, name, _, _)| {
            (*id, name.clone())
        });
    let called = made.into_iter().filter(|(_, _, _, called)| *called);
    let gateways = called.map(|(id, _, environment, _)| (id, environment)).collect();
    Ok(DemoTenant {
        id,
        index,
        name,
        slug,
        suspended: is_suspended(index),
        policy,
        apis,
        partners,
        gateways,
        credential,
        first_gateway,
    })
}

fn choose_policy(rng: &mut Rng, index: usize) -> Policy {
    Policy {
        max_lifetime_days: rng.pick(&[&90, &180, &365, &365]).copied().unwrap_or(365),
        delivery_hours: if index.is_multiple_of(3) { 72 } else { 48 },
    }
}

/// A few of the quiet tenants are suspended.
fn is_suspended(index: usize) -> bool {
    index > 60 && index % 40 == 7
}

fn insert_tenant(
    conn: &mut Conn,
    id: TenantId,
    (slug, name, accent): (&str, &str, &str),
    policy: Policy,
    index: usize,
    born: Instant,
) -> Outcome<()> {
    let small = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let status = if is_suspended(index) {
        TenantStatus::Suspended
    } else {
        TenantStatus::Active
    };
    diesel::insert_into(tenants::table)
        .values((
            tenants::id.eq(id.to_string()),
            tenants::slug.eq(slug),
            tenants::name.eq(name),
            tenants::accent.eq(accent),
            tenants::status.eq(status.as_str()),
            tenants::max_lifetime_days.eq(small(policy.max_lifetime_days)),
            tenants::delivery_hours.eq(small(policy.delivery_hours)),
            tenants::search.eq(search_text(name, slug)),
            tenants::created_at.eq(born.millis()),
            tenants::updated_at.eq(born.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

fn make_apis(conn: &mut Conn, tenant: TenantId, slug: &str, rng: &mut Rng, born: Instant) -> Outcome<Vec<DemoApi>> {
    let count = usize::try_from(rng.range(2, 7)).unwrap_or(2);
    let first = usize::try_from(rng.range(0, 9)).unwrap_or(0);
    let mut made = Vec::with_capacity(count);
    for kind in names::APIS.iter().cycle().skip(first).take(count) {
        let (short, name, description, scopes) = kind;
        let version = format!("v{}", rng.range(1, 4));
        let id = ApiId::from_u128(random::uuid_v7(born)?);
        let audience = format!("https://api.{slug}.example/{short}");
        diesel::insert_into(apis::table)
            .values((
                apis::id.eq(id.to_string()),
                apis::tenant_id.eq(tenant.to_string()),
                apis::slug.eq(*short),
                apis::name.eq(*name),
                apis::search.eq(api_search_text(name, &version)),
                apis::version.eq(&version),
                apis::audience.eq(&audience),
                apis::description.eq(*description),
                apis::created_at.eq(born.millis()),
            ))
            .execute(conn)?;
        let mut own = Vec::with_capacity(scopes.len());
        for (position, (verb, does, writes)) in (0_i32..).zip(scopes.iter()) {
            let scope = format!("{short}:{verb}");
            diesel::insert_into(api_scopes::table)
                .values((
                    api_scopes::tenant_id.eq(tenant.to_string()),
                    api_scopes::api_id.eq(id.to_string()),
                    api_scopes::name.eq(&scope),
                    api_scopes::description.eq(*does),
                    api_scopes::writes.eq(*writes),
                    api_scopes::position.eq(position),
                ))
                .execute(conn)?;
            own.push(scope);
        }
        made.push(DemoApi {
            brief: ApiBrief {
                id,
                name: (*name).to_owned(),
                version,
            },
            audience,
            scopes: own,
        });
    }
    Ok(made)
}

fn make_partners(
    conn: &mut Conn,
    tenant: TenantId,
    rng: &mut Rng,
    most: usize,
    born: Instant,
) -> Outcome<Vec<DemoPartner>> {
    let first = usize::try_from(rng.range(0, 23)).unwrap_or(0);
    let few = i64::try_from(most / 2).unwrap_or(3).max(3);
    let count = usize::try_from(rng.range(few, i64::try_from(most).unwrap_or(6))).unwrap_or(3);
    let mut made = Vec::with_capacity(count);
    for (name, contact) in names::PARTNERS.iter().cycle().skip(first).take(count) {
        let since = born + Span::days(rng.range(1, 150));
        let domain = name.to_lowercase().replace(' ', "");
        let partner = DemoPartner {
            id: PartnerId::from_u128(random::uuid_v7(since)?),
            name: (*name).to_owned(),
            contact: (*contact).to_owned(),
            email: format!("api@{domain}.example"),
        };
        diesel::insert_into(partners::table)
            .values((
                partners::id.eq(partner.id.to_string()),
                partners::tenant_id.eq(tenant.to_string()),
                partners::name.eq(&partner.name),
                partners::search.eq(partner.name.to_lowercase()),
                partners::contact_name.eq(&partner.contact),
                partners::contact_email.eq(&partner.email),
                partners::created_at.eq(since.millis()),
            ))
            .execute(conn)?;
        made.push(partner);
    }
    Ok(made)
}

type MadeGateway = (GatewayId, String, Environment, bool);

fn make_gateways(
    conn: &mut Conn,
    index: &GatewayIndex,
    tenant: TenantId,
    rng: &mut Rng,
    first: &PlainToken,
    now: Instant,
) -> Outcome<Vec<MadeGateway>> {
    let count = usize::try_from(rng.range(2, 6)).unwrap_or(2);
    let mut made = Vec::with_capacity(count);
    let scope = TenantScope::for_job(SystemJob::Demo, tenant);
    for (number, (name, place, environment, mode)) in names::GATEWAYS.iter().take(count).enumerate() {
        let own = PlainToken::generate(TokenKind::Gateway)?;
        let credential = if number == 0 { first } else { &own };
        let called = number == 0 || rng.chance(80);
        let silent = number > 1 && rng.chance(20);
        let created = now - Span::days(rng.range(20, 180));
        let seen = now
            - if silent {
                Span::minutes(rng.range(20, 4_000))
            } else {
                Span::seconds(rng.range(1, 90))
            };
        let id = GatewayId::from_u128(random::uuid_v7(created)?);
        let row = GatewayRow {
            id: id.to_string(),
            tenant_id: tenant.to_string(),
            name: (*name).to_owned(),
            place: (*place).to_owned(),
            environment: environment.to_string(),
            mode: mode.to_string(),
            audience: None,
            required_scopes: String::new(),
            credential_since: created.millis(),
            retired_at: None,
            version: 1,
            created_at: created.millis(),
            last_seen_at: called.then_some(seen.millis()),
        };
        insert_gateway(conn, &scope, &row)?;
        let credential = GatewayCredentialRow {
            id: GatewayCredentialId::from_u128(random::uuid_v7(created)?).to_string(),
            tenant_id: row.tenant_id,
            gateway_id: row.id,
            digest: Some(index.digest(credential.expose()).to_vec()),
            hint: credential.hint(),
            jwk: None,
            created_at: row.created_at,
            ends_at: None,
            last_used_at: row.last_seen_at,
        };
        insert_credential(conn, &scope, &credential)?;
        made.push((id, (*name).to_owned(), *environment, called));
    }
    Ok(made)
}
