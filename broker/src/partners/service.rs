//! Partners: look, add, and recognise one by its confirmed address.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::partners::{CreatePartner, Partner};
use tessera_shared::dto::queue::Topic;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::PartnerId;
use tessera_shared::instant::Instant;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::{ManagePartners, ViewPartners};
use crate::auth::{Actor, Permit};
use crate::db::{Conn, DbError, Reach};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::partners::store::{self, Counts, PartnerRow};
use crate::random;
use crate::requests::checks::still_permitted;
use crate::tenancy::TenantScope;

/// Joins the two parts of a page's last key; names hold no control characters.
const KEY_SEPARATOR: char = '\u{1f}';

/// A page of the tenant's partners by name, and the key of its last row when more follow.
pub async fn list_partners(
    app: &Arc<App>,
    permit: &Permit<ViewPartners>,
    after: Option<String>,
    text: Option<String>,
    limit: i64,
) -> Outcome<(Vec<Partner>, Option<String>)> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    let mut partners = app
        .db
        .read(Reach::from(&scope), move |conn| {
            page_of_partners(conn, &scope, after.as_deref(), text.as_deref(), limit + 1, now)
        })
        .await?;
    Ok(App::cut_page(&mut partners, limit, page_key))
}

/// The key that a page of partners ends with.
pub fn page_key(partner: &Partner) -> String {
    format!("{}{KEY_SEPARATOR}{}", partner.name, partner.id)
}

/// Partners of the tenant by name, behind the one with the key `after`.
pub fn page_of_partners(
    conn: &mut Conn,
    scope: &TenantScope,
    after: Option<&str>,
    text: Option<&str>,
    limit: i64,
    now: Instant,
) -> Outcome<Vec<Partner>> {
    let after = after.and_then(|key| key.split_once(KEY_SEPARATOR));
    let after = after.map(|(name, id)| (name.to_owned(), id.to_owned()));
    let rows = store::list_partners(conn, scope, after, text, limit)?;
    counted(conn, scope, rows, now)
}

/// How many partners of the tenant are found by a text.
pub fn count_partners(conn: &mut Conn, scope: &TenantScope, text: Option<&str>) -> Result<i64, DbError> {
    store::count_partners(conn, scope, text)
}

fn counted(conn: &mut Conn, scope: &TenantScope, rows: Vec<PartnerRow>, now: Instant) -> Outcome<Vec<Partner>> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let counts = store::counts(conn, scope, &ids, now)?;
    rows.into_iter()
        .map(|row| {
            let own = counts.get(&row.id).copied().unwrap_or_default();
            Ok(row.partner(own)?)
        })
        .collect()
}

/// One partner.
pub async fn get_partner(app: &Arc<App>, permit: &Permit<ViewPartners>, id: PartnerId) -> Outcome<Partner> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    app.db
        .read(Reach::from(&scope), move |conn| {
            let row = store::find_partner(conn, &scope, id)?;
            let mut partners = counted(conn, &scope, vec![row], now)?;
            partners.pop().ok_or_else(Refusal::not_found)
        })
        .await
}

/// Adds a partner.
pub async fn create_partner(
    app: &Arc<App>,
    permit: Permit<ManagePartners>,
    body: CreatePartner,
    once: OnceKey,
) -> Outcome<Partner> {
    let owner = permit.once_owner();
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            still_permitted(tx, &permit)?;
            let (name, contact, email) = (&body.name, &body.contact_name, &body.contact_email);
            let row = insert(tx, permit.scope(), permit.actor(), name, contact, email)?;
            Ok(row.partner(Counts::default())?)
        })
        .await?;
    Ok(made.value)
}

fn insert(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    name: &str,
    contact_name: &str,
    contact_email: &str,
) -> Outcome<PartnerRow> {
    let now = tx.now();
    let row = PartnerRow {
        id: PartnerId::from_u128(random::uuid_v7(now)?).to_string(),
        tenant_id: scope.as_str().to_owned(),
        name: name.to_owned(),
        contact_name: contact_name.to_owned(),
        contact_email: contact_email.to_lowercase(),
        created_at: now.millis(),
    };
    store::insert_partner(tx, scope, &row).map_err(taken)?;
    let event = NewEvent::new(AuditAction::PartnerCreated, &row.id, name).fact("contact", &row.contact_email);
    record(tx, scope, actor, event)?;
    tx.changed(scope.tenant(), Topic::Catalogue, &row.id)?;
    Ok(row)
}

fn taken(cause: DbError) -> Refusal {
    if cause.is_unique("contact_email") {
        Refusal::new(
            ErrorCode::AlreadyExists,
            "A partner with this contact address exists already.",
        )
    } else {
        cause.into()
    }
}

/// Two requests with one address were confirmed at the same moment. The transaction is lost, and
/// the next attempt finds the partner the other one made.
fn made_meanwhile(cause: Refusal) -> Refusal {
    match cause.code() {
        ErrorCode::AlreadyExists => Refusal::new(
            ErrorCode::Unavailable,
            "This partner is being added right now. Ask again.",
        ),
        _ => cause,
    }
}

/// One partner's names and address, inside another feature's transaction.
pub fn find_partner(conn: &mut Conn, scope: &TenantScope, id: PartnerId) -> Outcome<Partner> {
    match store::find_partner(conn, scope, id) {
        Ok(row) => Ok(row.partner(Counts::default())?),
        Err(DbError::NotFound) => Err(Refusal::field(
            "/partner",
            "unknown",
            "Choose a partner of this customer.",
        )),
        Err(cause) => Err(cause.into()),
    }
}

/// The partner with a confirmed address, made when the tenant did not know it yet.
pub fn find_or_create_partner(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    name: &str,
    contact_name: &str,
    contact_email: &str,
) -> Outcome<PartnerId> {
    let row = match store::find_by_email(tx, scope, &contact_email.to_lowercase())? {
        Some(row) => row,
        None => insert(tx, scope, actor, name, contact_name, contact_email).map_err(made_meanwhile)?,
    };
    row.id
        .parse()
        .map_err(|_cause| DbError::Corrupt("partner id".to_owned()).into())
}
