//! Putting a letter into the outbox, and the runner that sends what is due.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tessera_shared::ids::OutboxId;
use tessera_shared::instant::Span;

use crate::act::{Effect, Tx};
use crate::app::App;
use crate::db::{Across, Reach};
use crate::keys::Keys;
use crate::notifications::mailer::{Mailer, SendError};
use crate::notifications::store::{self, DueRow};
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::tenancy::TenantScope;

/// A mail, ready to send. Not `Debug`: it may hold a link with half of a secret.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    /// Recipient's address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain-text part.
    pub text: String,
    /// HTML part.
    pub html: String,
}

/// Longest time a letter is tried.
const GIVE_UP: Span = Span::hours(72);
/// Letters are kept in whole steps of this many bytes, so that neither their size nor the time it takes to
/// seal and keep them tells which letter it is.
const ROOM: usize = 4 * 1024;
/// A claimed letter that was not settled in this time is tried again: its sender died.
const LEASE: Span = Span::minutes(2);

/// Writes `letter` into the outbox, in the transaction of the change it tells of.
pub fn enqueue(tx: &mut Tx<'_>, keys: &Keys, scope: &TenantScope, letter: &Letter) -> Outcome<()> {
    append(tx, keys, Some(scope.as_str()), letter)
}

/// Like [`enqueue`], for a letter about an account, which belongs to no tenant.
pub fn enqueue_outside_tenants(tx: &mut Tx<'_>, keys: &Keys, letter: &Letter) -> Outcome<()> {
    append(tx, keys, None, letter)
}

fn append(tx: &mut Tx<'_>, keys: &Keys, tenant: Option<&str>, letter: &Letter) -> Outcome<()> {
    let id = OutboxId::from_u128(random::uuid_v7(tx.now())?).to_string();
    let plain = with_room(letter)?;
    let sealed = keys.outbox.seal(&id, &plain).map_err(Refusal::internal)?;
    let now = tx.now();
    store::insert(tx, &id, tenant, &sealed, now)?;
    tx.then(Effect::Outbox);
    Ok(())
}

/// A letter as it is kept: JSON, and spaces up to the next step.
fn with_room(letter: &Letter) -> Outcome<Vec<u8>> {
    let mut plain = serde_json::to_vec(letter).map_err(Refusal::internal)?;
    plain.resize(plain.len().next_multiple_of(ROOM), b' ');
    Ok(plain)
}

/// Sends everything that is due now; says how many letters it handled. Where there is no way to
/// send, letters wait untried.
pub async fn send_due(app: &Arc<App>, mailer: &Mailer) -> Outcome<usize> {
    if !mailer.can_send(app) {
        return Ok(0);
    }
    let now = app.clock.now();
    let due = app
        .act(Reach::across(Across::Job), move |tx| {
            store::claim_due(tx, now, now + LEASE).map_err(Refusal::from)
        })
        .await?;
    let handled = due.len();
    for row in due {
        let sent = match open(&app.keys, &row) {
            Ok(letter) => mailer.send(app, &row.id, &letter).await,
            Err(cause) => Err(SendError::Final(cause.to_string())),
        };
        settle(app, row, sent).await?;
    }
    Ok(handled)
}

fn open(keys: &Keys, row: &DueRow) -> Outcome<Letter> {
    let plain = keys.outbox.open(&row.id, &row.payload).map_err(Refusal::internal)?;
    serde_json::from_slice(&plain).map_err(Refusal::internal)
}

async fn settle(app: &Arc<App>, row: DueRow, sent: Result<(), SendError>) -> Outcome<()> {
    let now = app.clock.now();
    let outcome = match sent {
        Ok(()) => store::Settled::Sent(now),
        Err(SendError::Final(cause)) => store::Settled::Dead(now, cause),
        Err(SendError::Later(cause)) => {
            let age = now - tessera_shared::instant::Instant::from_millis(row.created_at);
            if age > GIVE_UP {
                store::Settled::Dead(now, cause)
            } else {
                store::Settled::Again(now + pause(row.attempts)?, cause)
            }
        }
    };
    if let store::Settled::Dead(_, cause) | store::Settled::Again(_, cause) = &outcome {
        tracing::warn!(letter = %row.id, attempts = row.attempts, %cause, "a letter was not sent");
    }
    app.act(Reach::across(Across::Job), move |tx| {
        store::settle(tx, &row.id, &outcome).map_err(Refusal::from)
    })
    .await
}

/// Doubling pauses from 5 s to 1 h, each up to a quarter longer by chance.
fn pause(attempts: i32) -> Outcome<Span> {
    let doublings = u32::try_from(attempts.clamp(0, 10)).unwrap_or(0);
    let base = (5_000_i64 << doublings).min(3_600_000);
    let jitter = i64::from(u16::from_be_bytes(random::bytes::<2>()?)) * base / 4 / 65_536;
    Ok(Span::millis(base + jitter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notifications::account_letters;
    use crate::notifications::letters::Sender;

    #[test]
    fn a_letter_with_a_link_takes_the_room_of_one_without() {
        let sender = Sender {
            origin: format!("https://{}.example", "o".repeat(200)),
            slug: String::new(),
            name: "Tessera".to_owned(),
            accent: "#3451b2".to_owned(),
        };
        for name in ["a", &"a".repeat(240)] {
            let to = format!("{name}@halden.example");
            let link = with_room(&account_letters::reset_password(&sender, &to, &"c".repeat(43))).unwrap();
            let none = with_room(&account_letters::no_account(&sender, &to)).unwrap();
            assert_eq!((link.len(), none.len()), (ROOM, ROOM));
            assert_eq!(serde_json::from_slice::<Letter>(&link).unwrap().to, to);
        }
    }

    #[test]
    fn pauses_grow_to_an_hour() {
        assert!(pause(0).unwrap() >= Span::seconds(5));
        assert!(pause(0).unwrap() < Span::seconds(7));
        assert!(pause(99).unwrap() >= Span::hours(1));
        assert!(pause(99).unwrap() <= Span::minutes(75));
    }
}
