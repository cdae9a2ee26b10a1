//! Rows that wait, and what readers see of them. They leave out keys, digests and seals, which no
//! queue needs.

use diesel::prelude::*;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::queue::{QueueGateway, QueueItem, QueueKind};
use tessera_shared::instant::Instant;
use tessera_shared::permission::{Action, allows};
use tessera_shared::words::DeliveryState;

use crate::db::DbError;
use crate::db::schema::{gateways, requests, tenants, tokens};

/// The tenant of a row, and what the caller is there.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants)]
pub struct TenantPart {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub accent: String,
    pub logo: Option<String>,
    pub status: String,
}

/// A request that waits.
#[derive(Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct WaitingRequest {
    pub id: String,
    pub revision: i32,
    pub company: String,
    pub application: String,
    pub environment: String,
    pub reason: String,
    pub contact_email: String,
    pub snapshot: String,
    pub since: i64,
}

/// A request's row with its tenant, the caller's role there and the granted start and end.
pub type RequestLine = (WaitingRequest, TenantPart, String, Option<i64>, Option<i64>);

/// A token that needs somebody.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct WaitingToken {
    pub id: String,
    pub request_id: String,
    pub version: i32,
    pub application: String,
    pub environment: String,
    pub apis: String,
    pub scopes: String,
    pub starts_at: i64,
    pub expires_at: i64,
    pub issued_at: i64,
    pub delivery_state: String,
}

/// What a token's row shows of its request.
#[derive(Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct RequestPart {
    pub company: String,
    pub reason: String,
    pub contact_email: String,
    pub snapshot: String,
}

/// A token's row with its request, its tenant and the caller's role there.
pub type TokenLine = (WaitingToken, RequestPart, TenantPart, String);

/// A gateway that has been silent.
#[derive(Queryable, Selectable)]
#[diesel(table_name = gateways)]
pub struct SilentGateway {
    pub id: String,
    pub name: String,
    pub place: String,
    pub environment: String,
    pub last_seen_at: Option<i64>,
}

/// A gateway's row with its tenant and the caller's role there.
pub type GatewayLine = (SilentGateway, TenantPart, String);

/// A scope of a waiting request.
pub struct ScopeLine {
    pub api: ApiBrief,
    pub scope: String,
    pub granted: Option<bool>,
}

/// What a role has to be allowed to do to act on a section.
pub const fn action_of(kind: QueueKind) -> Action {
    match kind {
        QueueKind::ToDecide => Action::DecideRequest,
        QueueKind::ToIssue | QueueKind::Delivery | QueueKind::Expiring => Action::IssueToken,
    }
}

/// What a role has to be allowed to do to act on a gateway that needs somebody.
pub const GATEWAYS: Action = Action::ManageGateways;

/// Parses a stored word or id.
pub fn stored<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse()
        .map_err(|_cause| DbError::Corrupt(format!("unexpected {text:?} in the queue")))
}

fn card(tenant: TenantPart, role: &str) -> Result<TenantCard, DbError> {
    Ok(TenantCard {
        id: stored(&tenant.id)?,
        status: stored(&tenant.status)?,
        role: stored(role)?,
        slug: tenant.slug,
        name: tenant.name,
        accent: tenant.accent,
        logo: tenant.logo,
        // The row itself is what waits; a count beside each of fifty rows would say nothing.
        waiting: 0,
    })
}

/// The item of a request with its scopes.
pub fn request_item(line: RequestLine, kind: QueueKind, scopes: &[ScopeLine]) -> Result<QueueItem, DbError> {
    let (row, tenant, role, starts_at, ends_at) = line;
    let tenant = card(tenant, &role)?;
    let (kept, removed): (Vec<&ScopeLine>, Vec<&ScopeLine>) =
        scopes.iter().partition(|scope| scope.granted != Some(false));
    let names = |lines: &[&ScopeLine]| lines.iter().map(|line| line.scope.clone()).collect();
    Ok(QueueItem {
        kind,
        mine: allows(tenant.role, action_of(kind)),
        tenant,
        request: stored(&row.id)?,
        token: None,
        company: row.company,
        application: row.application,
        apis: distinct_apis(&kept),
        scopes: names(&kept),
        removed: names(&removed),
        environment: stored(&row.environment)?,
        reason: row.reason,
        contact_email: row.contact_email,
        starts_at: starts_at.map(Instant::from_millis),
        ends_at: ends_at.map(Instant::from_millis),
        since: Instant::from_millis(row.since),
        lapsed: false,
        version: u32::try_from(row.revision).unwrap_or(0),
        snapshot: row.snapshot,
    })
}

fn distinct_apis(scopes: &[&ScopeLine]) -> Vec<ApiBrief> {
    let mut apis: Vec<ApiBrief> = Vec::new();
    for scope in scopes {
        if !apis.contains(&scope.api) {
            apis.push(scope.api.clone());
        }
    }
    apis
}

/// The item of a token.
pub fn token_item(line: TokenLine, kind: QueueKind) -> Result<QueueItem, DbError> {
    let (row, request, tenant, role) = line;
    let tenant = card(tenant, &role)?;
    let since = if kind == QueueKind::Expiring {
        row.expires_at
    } else {
        row.issued_at
    };
    Ok(QueueItem {
        kind,
        mine: allows(tenant.role, action_of(kind)),
        tenant,
        request: stored(&row.request_id)?,
        token: Some(stored(&row.id)?),
        company: request.company,
        application: row.application,
        apis: serde_json::from_str(&row.apis).map_err(|cause| DbError::Corrupt(cause.to_string()))?,
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        removed: Vec::new(),
        environment: stored(&row.environment)?,
        reason: request.reason,
        contact_email: request.contact_email,
        starts_at: Some(Instant::from_millis(row.starts_at)),
        ends_at: Some(Instant::from_millis(row.expires_at)),
        since: Instant::from_millis(since),
        lapsed: row.delivery_state == DeliveryState::Expired.as_str(),
        version: u32::try_from(row.version).unwrap_or(0),
        snapshot: request.snapshot,
    })
}

/// The item of a gateway.
pub fn gateway_item(line: GatewayLine) -> Result<QueueGateway, DbError> {
    let (row, tenant, role) = line;
    let tenant = card(tenant, &role)?;
    Ok(QueueGateway {
        mine: allows(tenant.role, GATEWAYS),
        tenant,
        gateway: stored(&row.id)?,
        name: row.name,
        place: row.place,
        environment: stored(&row.environment)?,
        since: Instant::from_millis(row.last_seen_at.unwrap_or(0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::ids::{ApiId, RequestId, TenantId};

    fn line(role: &str) -> RequestLine {
        let row = WaitingRequest {
            id: RequestId::from_u128(1).to_string(),
            revision: 2,
            company: "Acme".to_owned(),
            application: "Orders".to_owned(),
            environment: "production".to_owned(),
            reason: "Because".to_owned(),
            contact_email: "a@b.co".to_owned(),
            snapshot: "00".to_owned(),
            since: 5,
        };
        let tenant = TenantPart {
            id: TenantId::from_u128(1).to_string(),
            slug: "halden".to_owned(),
            name: "Halden".to_owned(),
            accent: "#112233".to_owned(),
            logo: None,
            status: "active".to_owned(),
        };
        (row, tenant, role.to_owned(), None, Some(9))
    }

    fn scope(api: u128, name: &str, granted: Option<bool>) -> ScopeLine {
        let api = ApiBrief {
            id: ApiId::from_u128(api),
            name: "Api".to_owned(),
            version: "v1".to_owned(),
        };
        ScopeLine {
            api,
            scope: name.to_owned(),
            granted,
        }
    }

    #[test]
    fn what_the_decision_took_out_is_shown_apart() {
        let scopes = [
            scope(1, "a", Some(true)),
            scope(1, "b", Some(true)),
            scope(2, "c", Some(false)),
        ];
        let item = request_item(line("support_agent"), QueueKind::ToIssue, &scopes).unwrap();
        assert_eq!(item.scopes, ["a", "b"]);
        assert_eq!(item.removed, ["c"]);
        assert_eq!(item.apis.len(), 1);
        assert_eq!(item.ends_at, Some(Instant::from_millis(9)));
    }

    #[test]
    fn a_section_is_mine_by_role() {
        let mine = |role, kind| request_item(line(role), kind, &[]).unwrap().mine;
        assert!(mine("customer_admin", QueueKind::ToDecide));
        assert!(!mine("customer_admin", QueueKind::ToIssue));
        assert!(mine("support_lead", QueueKind::ToIssue));
        assert!(!mine("support_lead", QueueKind::ToDecide));
        assert!(!mine("customer_auditor", QueueKind::ToDecide));
    }
}
