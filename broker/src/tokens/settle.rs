//! Tokens whose end has come: the check refused them at the exact instant by itself; this writes
//! it down and tells the partner.

use tessera_shared::lifecycle::TokenEvent;

use crate::act::Tx;
use crate::app::App;
use crate::auth::Actor;
use crate::outcome::Outcome;
use crate::tenancy::{SystemJob, TenantScope};
use crate::tenants;
use crate::tokens::change::Change;
use crate::tokens::model::stored;
use crate::tokens::store;

/// At most this many in one go.
const BATCH: i64 = 200;

/// Settles expired tokens; says how many.
pub fn expire_tokens(tx: &mut Tx<'_>, app: &App) -> Outcome<usize> {
    let (now, actor) = (tx.now(), Actor::system("settle"));
    let due = store::list_due_across_tenants(tx, now, BATCH)?;
    let count = due.len();
    for row in due {
        let scope = TenantScope::for_job(SystemJob::Settle, stored(&row.tenant_id)?);
        let info = tenants::service::tenant_info(tx, &scope)?;
        let change = Change {
            app,
            scope: &scope,
            info: &info,
            actor: &actor,
        };
        change.apply(tx, row, TokenEvent::Expire, "Its time was over.")?;
    }
    Ok(count)
}
