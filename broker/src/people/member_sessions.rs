//! Ending the sessions of somebody else: a phone was lost, or an account does what its owner would not.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::UserId;

use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::Permit;
use crate::auth::actions::ManageMembers;
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue};
use crate::outcome::{Outcome, Refusal};
use crate::people::invites::refuse_above;
use crate::people::{session_store, store};
use crate::requests::checks::still_permitted;

/// Ends all sessions of a member whose role lies below the caller's; the member is told by mail. A
/// session is of a person and not of a tenant, so it ends wherever else they work, too.
pub async fn sign_out_member(app: &Arc<App>, permit: Permit<ManageMembers>, user: UserId) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(permit.reach(), move |tx| {
        let info = still_permitted(tx, &permit)?;
        let (scope, id) = (permit.scope(), user.to_string());
        let role = store::find_role(tx, scope, &id)?.ok_or_else(Refusal::not_found)?;
        refuse_above(permit.role(), role)?;
        let (name, email) = store::find_name_and_email(tx, &id)?;
        let closed = session_store::close_all_of_member(tx, scope, &id)?;
        if closed == 0 {
            let detail = "They are not signed in anywhere.";
            return Err(Refusal::new(ErrorCode::NotPossible, detail));
        }
        let sender = Sender::of(&shared, &info);
        let letter = account_letters::signed_out(&sender, &email, &permit.actor().name);
        enqueue(tx, &shared.keys, scope, &letter)?;
        let event = NewEvent::new(AuditAction::MemberSignedOut, user, &name).fact("sessions", closed);
        record(tx, scope, permit.actor(), event)
    })
    .await
}
