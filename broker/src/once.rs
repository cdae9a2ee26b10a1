//! Creates that may be repeated: the first answer is stored with the change it made.

use std::sync::Arc;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tessera_shared::error::ErrorCode;

use crate::act::Tx;
use crate::app::App;
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
    pub async fn act_once<T, F>(self: &Arc<Self>, owner: &str, once: OnceKey, work: F) -> Outcome<Once<T>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Outcome<T> + Send + 'static,
    {
        let owner = owner.to_owned();
        let done = self
            .act(move |tx| {
                let Some(key) = once.key else {
                    return Ok(Once {
                        value: work(tx)?,
                        fresh: true,
                    });
                };
                if let Some(value) = stored(tx, &owner, &key, &once.hash)? {
                    return Ok(Once { value, fresh: false });
                }
                let value = work(tx)?;
                store(tx, &owner, &key, &once.hash, &value)?;
                Ok(Once { value, fresh: true })
            })
            .await;
        // Two identical calls at the same time: the loser may simply ask again.
        match done {
            Err(Refusal::Db(cause)) if cause.is_unique("idempotency_keys") => Err(Refusal::new(
                ErrorCode::Unavailable,
                "The same call is being worked on. Ask again.",
            )),
            other => other,
        }
    }
}

fn stored<T: DeserializeOwned>(tx: &mut Tx<'_>, owner: &str, key: &str, hash: &[u8]) -> Outcome<Option<T>> {
    let row: Option<(Vec<u8>, String)> = idempotency_keys::table
        .find((owner, key))
        .select((idempotency_keys::body_hash, idempotency_keys::reply))
        .first(&mut **tx)
        .optional()?;
    match row {
        None => Ok(None),
        Some((stored_hash, _)) if stored_hash != hash => Err(Refusal::new(
            ErrorCode::IdempotencyMismatch,
            "This Idempotency-Key was used for something else. Use a new one.",
        )),
        Some((_, reply)) => serde_json::from_str(&reply).map(Some).map_err(Refusal::internal),
    }
}

fn store<T: Serialize>(tx: &mut Tx<'_>, owner: &str, key: &str, hash: &[u8], value: &T) -> Outcome<()> {
    let reply = serde_json::to_string(value).map_err(Refusal::internal)?;
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::owner.eq(owner),
            idempotency_keys::key.eq(key),
            idempotency_keys::body_hash.eq(hash),
            idempotency_keys::reply.eq(reply),
            idempotency_keys::created_at.eq(tx.now().millis()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
