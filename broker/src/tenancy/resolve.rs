//! From a session and a header to a checked scope: one look into the database on every request.

use diesel::prelude::*;
use tessera_shared::dto::tenants::Policy;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::permission::{Action, Grant, Role, grant};
use tessera_shared::words::TenantStatus;

use crate::auth::session::{SessionHash, Stage};
use crate::db::schema::{
    apis, gateway_credentials, gateways, invites, memberships, partners, requests, service_accounts, sessions, tenants,
    tokens, users,
};
use crate::db::{Conn, DbError};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{TenantScope, UserScope};

/// The signed-in user of a request.
#[derive(Clone, Debug)]
pub struct SignedInUser {
    /// Over which tenants they may look.
    pub scope: UserScope,
    /// Full name.
    pub name: String,
    /// Address; also who they are as a person.
    pub email: String,
    /// A role on the platform, if any.
    pub platform_role: Option<Role>,
    /// When the session was last written as used.
    pub seen_at: Instant,
    /// The latest end of the session.
    pub ends_at: Instant,
    /// When they last proved who they are.
    pub authenticated_at: Instant,
    /// How far the session has come.
    pub stage: Stage,
}

/// What every tenant-scoped call knows of its tenant.
#[derive(Clone, Debug)]
pub struct TenantInfo {
    /// Short name for URLs.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// Raw accent colour.
    pub accent: String,
    /// Version of the logo.
    pub logo: Option<String>,
    /// Whether it may work.
    pub status: TenantStatus,
    /// What it allows.
    pub policy: Policy,
}

impl TenantInfo {
    /// The latest end of a token that starts there.
    pub fn latest_end(&self, starts_at: Instant) -> Instant {
        starts_at + Span::days(i64::from(self.policy.max_lifetime_days))
    }
}

/// A checked membership.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The tenant.
    pub scope: TenantScope,
    /// What the caller is there.
    pub role: Role,
    /// What a service account was given; empty for people.
    pub granted: Vec<Action>,
    /// What the tenant is.
    pub info: TenantInfo,
}

/// The columns of a [`TenantInfo`].
pub(crate) const TENANT_INFO: (
    tenants::slug,
    tenants::name,
    tenants::accent,
    tenants::logo,
    tenants::status,
    tenants::max_lifetime_days,
    tenants::delivery_hours,
) = (
    tenants::slug,
    tenants::name,
    tenants::accent,
    tenants::logo,
    tenants::status,
    tenants::max_lifetime_days,
    tenants::delivery_hours,
);

/// What they hold.
pub(crate) type TenantInfoRow = (String, String, String, Option<String>, String, i32, i32);

/// The tenant that such a row tells of.
pub(crate) fn tenant_info_of(row: TenantInfoRow) -> Result<TenantInfo, DbError> {
    let (slug, name, accent, logo, status, max_days, hours) = row;
    Ok(TenantInfo {
        slug,
        name,
        accent,
        logo,
        status: parse_stored(&status)?,
        policy: Policy {
            max_lifetime_days: u32::try_from(max_days).unwrap_or(0),
            delivery_hours: u32::try_from(hours).unwrap_or(0),
        },
    })
}

impl Membership {
    /// Whether the member may do `action` in the tenant.
    pub fn may(&self, action: Action) -> bool {
        match grant(self.role, action) {
            Grant::Tenant => true,
            Grant::IfGranted => self.granted.contains(&action),
            Grant::No | Grant::Own | Grant::Platform => false,
        }
    }
}

/// Parses a stored word or id.
pub fn parse_stored<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse()
        .map_err(|_cause| DbError::Corrupt(format!("unexpected {text:?}")))
}

/// The user behind a session that is alive at `now` and has come to one of `stages`. `idle_ms`
/// bounds the time since its last use.
pub fn resolve_session(
    conn: &mut Conn,
    hash: &SessionHash,
    now: Instant,
    idle_ms: i64,
    stages: &[Stage],
) -> Outcome<Option<SignedInUser>> {
    type Row = (String, String, String, Option<String>, i64, i64, i64, String);
    let stages: Vec<&str> = stages.iter().map(|stage| stage.as_str()).collect();
    let row: Option<Row> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(sessions::id_hash.eq(hash.as_bytes()))
        .filter(sessions::ends_at.gt(now.millis()))
        .filter(sessions::seen_at.gt(now.millis() - idle_ms))
        .filter(sessions::stage.eq_any(stages))
        .select((
            users::id,
            users::name,
            users::email,
            users::platform_role,
            sessions::seen_at,
            sessions::ends_at,
            sessions::authenticated_at,
            sessions::stage,
        ))
        .get_result(conn)
        .optional()?;
    row.map(
        |(id, name, email, platform_role, seen_at, ends_at, authenticated_at, stage)| {
            Ok(SignedInUser {
                scope: UserScope::checked(parse_stored(&id)?),
                name,
                email,
                platform_role: platform_role.as_deref().map(parse_stored).transpose()?,
                seen_at: Instant::from_millis(seen_at),
                ends_at: Instant::from_millis(ends_at),
                authenticated_at: Instant::from_millis(authenticated_at),
                stage: parse_stored(&stage)?,
            })
        },
    )
    .transpose()
}

/// The membership of `user` in `tenant`. An unknown tenant and a tenant without membership are
/// the same answer.
pub fn resolve_membership(conn: &mut Conn, user: UserId, tenant: TenantId) -> Outcome<Membership> {
    let row: Option<(String, TenantInfoRow)> = memberships::table
        .inner_join(tenants::table.on(tenants::id.eq(memberships::tenant_id)))
        .filter(memberships::user_id.eq(user.to_string()))
        .filter(memberships::tenant_id.eq(tenant.to_string()))
        .select((memberships::role, TENANT_INFO))
        .get_result(conn)
        .optional()?;
    let (role, info) = row.ok_or_else(Refusal::not_found)?;
    Ok(Membership {
        scope: TenantScope::checked(tenant),
        role: parse_stored(&role)?,
        granted: Vec::new(),
        info: tenant_info_of(info)?,
    })
}

/// Called when an object was not found in the tenant of the header: says "wrong tenant" only if
/// the object lies in another tenant the caller is a member of, and otherwise the same
/// "not found" that a random id gets.
pub fn explain_absence(conn: &mut Conn, user: UserId, object: &str) -> Outcome<Refusal> {
    macro_rules! home {
        ($table:ident) => {
            $table::table
                .inner_join(memberships::table.on(memberships::tenant_id.eq($table::tenant_id)))
                .filter($table::id.eq(object))
                .filter(memberships::user_id.eq(user.to_string()))
                .select($table::tenant_id)
                .get_result::<String>(conn)
                .optional()?
        };
    }
    let home = match object.split_once('_').map(|(prefix, _)| prefix) {
        Some("req") => home!(requests),
        Some("tok") => home!(tokens),
        Some("prt") => home!(partners),
        Some("api") => home!(apis),
        Some("gtw") => home!(gateways),
        Some("gcr") => home!(gateway_credentials),
        Some("inv") => home!(invites),
        Some("sva") => home!(service_accounts),
        _ => None,
    };
    Ok(match home {
        Some(_) => Refusal::new(
            ErrorCode::TenantMismatch,
            "This belongs to another customer of yours than the one named in X-Tenant-Id.",
        ),
        None => Refusal::not_found(),
    })
}
