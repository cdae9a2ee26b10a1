//! Creates that may be repeated: the first answer is stored with the change it made.

use std::sync::Arc;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tessera_shared::error::ErrorCode;

use crate::act::Tx;
use crate::app::App;
use crate::db::Reach;
use crate::db::dialect::claim_key;
use crate::db::schema::idempotency_keys;
use crate::outcome::{Outcome, Refusal};

/// Makes a create safe to repeat: the caller's key and what it was used for.
#[derive(Clone, Debug)]
pub struct OnceKey {
    /// The caller's key, if it sent one.
    pub key: Option<String>,
    /// SHA-256 of path and body.
    pub hash: Vec<u8>,
}

/// A value that was made now, or the stored one of an earlier identical call.
#[derive(Debug)]
pub struct Once<T> {
    /// The value.
    pub value: T,
    /// Whether this call made it.
    pub fresh: bool,
}

impl App {
    /// Like [`App::act`], but a repeated `once` key of the same `owner` gives the stored value.
    /// `T` is stored in clear: it must carry no secret.
    pub async fn act_once<T, F>(self: &Arc<Self>, reach: Reach, owner: &str, once: OnceKey, work: F) -> Outcome<Once<T>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Outcome<T> + Send + 'static,
    {
        let owner = owner.to_owned();
        self.act(reach, move |tx| {
            let Some(key) = once.key else {
                return Ok(Once {
                    value: work(tx)?,
                    fresh: true,
                });
            };
            let now = tx.now().millis();
            // Claimed before the work: of two identical calls at the same time the later one waits
            // here and then reads what the earlier one did.
            if !claim_key(tx, &owner, &key, &once.hash, now)? {
                let value = stored(tx, &owner, &key, &once.hash)?;
                return Ok(Once { value, fresh: false });
            }
            let value = work(tx)?;
            store(tx, &owner, &key, &value)?;
            Ok(Once { value, fresh: true })
        })
        .await
    }
}

fn stored<T: DeserializeOwned>(tx: &mut Tx<'_>, owner: &str, key: &str, hash: &[u8]) -> Outcome<T> {
    let (stored_hash, reply): (Vec<u8>, String) = idempotency_keys::table
        .find((owner, key))
        .select((idempotency_keys::body_hash, idempotency_keys::reply))
        .get_result(&mut **tx)?;
    if stored_hash != hash {
        return Err(Refusal::new(
            ErrorCode::IdempotencyMismatch,
            "This Idempotency-Key was used for something else. Use a new one.",
        ));
    }
    serde_json::from_str(&reply).map_err(Refusal::internal)
}

fn store<T: Serialize>(tx: &mut Tx<'_>, owner: &str, key: &str, value: &T) -> Outcome<()> {
    let reply = serde_json::to_string(value).map_err(Refusal::internal)?;
    diesel::update(idempotency_keys::table.find((owner, key)))
        .set(idempotency_keys::reply.eq(reply))
        .execute(&mut **tx)?;
    Ok(())
}
