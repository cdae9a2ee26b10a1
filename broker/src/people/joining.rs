//! Becoming a member by an invitation.

use std::sync::Arc;

use tessera_shared::dto::catalogue::PublicTenant;
use tessera_shared::dto::people::{AcceptInvite, OpenedInvite};
use tessera_shared::dto::queue::Topic;
use tessera_shared::instant::Instant;
use tessera_shared::words::TenantStatus;

use crate::app::App;
use crate::auth::password::NewPassword;
use crate::auth::{Actor, bearer};
use crate::db::{Across, Conn, DbError, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::people::invite_store::{self, InviteRow};
use crate::people::invites::meanwhile;
use crate::people::{service, store};
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tenants;

/// An invitation whose code somebody holds.
struct Held {
    row: InviteRow,
    scope: TenantScope,
    info: TenantInfo,
}

/// An unknown, used, withdrawn or ended code is one answer.
fn hold(conn: &mut Conn, code: &str, now: Instant) -> Outcome<Held> {
    let row = invite_store::find_by_code(conn, &bearer::hash(code))?;
    if row.ends_at <= now.millis() {
        return Err(Refusal::not_found());
    }
    let tenant = row.tenant_id.parse();
    let scope = TenantScope::for_bearer(tenant.map_err(|_cause| DbError::Corrupt("tenant id".to_owned()))?);
    let info = tenants::service::tenant_info(conn, &scope)?;
    if info.status == TenantStatus::Suspended {
        return Err(Refusal::not_found());
    }
    Ok(Held { row, scope, info })
}

/// What an invitation says; looking does not use it up.
pub async fn open_invite(app: &Arc<App>, code: String) -> Outcome<OpenedInvite> {
    let now = app.clock.now();
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            let held = hold(conn, &code, now)?;
            let has_account = store::find_account(conn, &held.row.email)?.is_some();
            Ok(OpenedInvite {
                tenant: PublicTenant {
                    slug: held.info.slug,
                    name: held.info.name,
                    accent: held.info.accent,
                    logo: held.info.logo,
                },
                role: held.row.role()?,
                invited_by: held.row.invited_by_name,
                email: held.row.email,
                has_account,
                ends_at: Instant::from_millis(held.row.ends_at),
            })
        })
        .await
}

/// Makes the holder of a code a member, with a new account where their address has none.
pub async fn accept_invite(
    app: &Arc<App>,
    body: AcceptInvite,
    address: Option<String>,
    call_id: String,
) -> Outcome<()> {
    // A code nobody gave must not cost a hash.
    let opened = open_invite(app, body.code.clone()).await?;
    let new = match (opened.has_account, body.name, body.password) {
        (true, None, None) => None,
        (true, ..) => {
            let detail = "There is an account with this address already; sign in with its password.";
            return Err(Refusal::field("/password", "has_account", detail));
        }
        (false, Some(name), Some(password)) => {
            let theirs = [&name, &opened.email, &opened.tenant.name, &opened.tenant.slug];
            let password = NewPassword::new("/password", password, theirs.map(String::as_str));
            let hash = app.passwords.hash_new(password).await?;
            Some((name, hash))
        }
        (false, None, _) => return Err(Refusal::field("/name", "required", "Enter your name.")),
        (false, _, None) => return Err(Refusal::field("/password", "required", "Choose a password.")),
    };
    app.act(Reach::across(Across::LookUp), move |tx| {
        let now = tx.now();
        let held = hold(tx, &body.code, now)?;
        // First of all: whoever comes at the same moment waits here and finds it gone.
        if !invite_store::delete_invite(tx, &held.scope, &held.row.id)? {
            return Err(Refusal::not_found());
        }
        let (user, name) = match (store::find_account(tx, &held.row.email)?, &new) {
            (Some(_), None) => service::find_user(tx, &held.row.email)?,
            (None, Some((name, hash))) => {
                let actor = Actor::system("invitation").calling(address.clone(), call_id.clone());
                let user = service::create_user(tx, &actor, &held.row.email, name, hash, None).map_err(meanwhile)?;
                (user, name.clone())
            }
            // An account came or went since the hash was begun.
            _ => return Err(Refusal::stale()),
        };
        let actor = Actor::user(user, &name, &held.row.email).calling(address, call_id);
        let role = held.row.role()?;
        service::add_member(tx, &held.scope, &actor, (user, &name), role)?;
        tx.changed(held.scope.tenant(), Topic::Catalogue, &user.to_string())
    })
    .await
}
