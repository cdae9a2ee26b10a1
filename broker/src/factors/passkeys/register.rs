//! Adding a passkey (WebAuthn §7.1).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::passkeys::{
    AddPasskey, AddedPasskey, AuthenticatorSelection, KeyKind, MOST_PASSKEYS, Passkey, PasskeyCreation, PasskeyUser,
    RelyingParty,
};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::PasskeyId;

use super::answer::{credentials, timeout};
use super::cbor::{self, Map, Value};
use super::cose::{OFFERED, PublicKey};
use super::data::{AuthenticatorData, Ceremony, ClientData, decode, sha256};
use super::store::NewPasskey;
use super::{PASSKEY, Party, Purpose, Why, challenge, store};
use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::auth::session::{SessionHash, SessionSecret};
use crate::db::{Across, Conn, Reach};
use crate::factors;
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people;
use crate::random;
use crate::tenancy::UserScope;

fn refuse_too_many(conn: &mut Conn, user: &str) -> Outcome<()> {
    let has = usize::try_from(store::count_passkeys(conn, user)?).unwrap_or(usize::MAX);
    if has < MOST_PASSKEYS {
        return Ok(());
    }
    let detail = format!("You have {MOST_PASSKEYS} passkeys, which is the most; remove one first.");
    Err(Refusal::new(ErrorCode::NotPossible, detail))
}

/// What a browser has to know to make a passkey for the caller.
pub async fn begin_passkey(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    session: SessionHash,
) -> Outcome<PasskeyCreation> {
    let party = Party::required(&app.config)?;
    let shared = Arc::clone(app);
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            let user = scope.as_str();
            refuse_too_many(conn, user)?;
            let key = &shared.keys.challenge;
            let made = challenge::make(key, Purpose::Register, session.as_bytes(), shared.clock.now())?;
            let kind = |alg| KeyKind {
                kind: "public-key".to_owned(),
                alg,
            };
            Ok(PasskeyCreation {
                challenge: URL_SAFE_NO_PAD.encode(made),
                rp: RelyingParty {
                    id: party.id,
                    name: "Tessera".to_owned(),
                },
                user: PasskeyUser {
                    id: URL_SAFE_NO_PAD.encode(user),
                    name: actor.person,
                    display_name: actor.name,
                },
                pub_key_cred_params: OFFERED.map(kind).into(),
                timeout: timeout(),
                exclude_credentials: credentials(&store::list_passkeys(conn, user)?),
                authenticator_selection: AuthenticatorSelection {
                    resident_key: "required".to_owned(),
                    require_resident_key: true,
                    user_verification: "required".to_owned(),
                },
                attestation: "none".to_owned(),
            })
        })
        .await
}

/// What comes of an added passkey.
pub struct Added {
    /// For the person.
    pub added: AddedPasskey,
    /// The session goes on under another name.
    pub session: SessionSecret,
}

/// Adds a passkey. The session goes on with a new secret, whole from now on; the caller's other
/// sessions end. Recovery codes come with the first factor.
pub async fn add_passkey(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    current: SessionHash,
    body: AddPasskey,
) -> Outcome<Added> {
    let party = Party::required(&app.config)?;
    app.limits.sign_in(None, &actor.person, Some(scope.as_str()))?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        refuse_too_many(tx, scope.as_str())?;
        let made = match read(tx, &shared, &party, &current, &body)? {
            Ok(made) => made,
            // That it failed is written down, so the transaction does not fail.
            Err(why) => {
                let event = NewEvent::new(AuditAction::FactorRefused, scope.user(), &actor.name)
                    .fact("factor", PASSKEY)
                    .fact("because", why.as_str());
                record_outside_tenants(tx, &actor, event)?;
                return Ok(Err(refusal(why)));
            }
        };
        let first = factors::service::needed(tx, scope.as_str())?.is_none();
        let passkey = insert(tx, scope.as_str(), &body.name, &made)?;
        let codes = if first {
            factors::service::make_recovery_codes(tx, &shared, scope.as_str())?.codes
        } else {
            Vec::new()
        };
        let closed = people::sessions::close_others(tx, &scope, &current)?;
        let session = people::sessions::complete(tx, &current)?;
        let letter = account_letters::factor_added(&Sender::platform(&shared), &actor.person, PASSKEY);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::FactorAdded, scope.user(), &actor.name)
            .fact("factor", PASSKEY)
            .fact("name", &body.name)
            .fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)?;
        let added = AddedPasskey { passkey, codes };
        Ok(Ok(Added { added, session }))
    })
    .await?
}

fn refusal(why: Why) -> Refusal {
    let detail = match why {
        Why::Challenge | Why::Replayed => "This took too long, or was done before. Begin again.",
        Why::Taken => "This passkey is registered already.",
        Why::Verification => {
            "This passkey did not ask for a fingerprint, a face or a PIN; Tessera needs one that does."
        }
        Why::Algorithm => "This passkey has a kind of key that Tessera does not take.",
        _ => "This passkey cannot be taken. Begin again, or use another one.",
    };
    Refusal::field("/passkey", "refused", detail)
}

/// A passkey as the browser gave it, and found good.
struct Made {
    credential: Vec<u8>,
    key: Vec<u8>,
    sign_count: i64,
    backup_eligible: bool,
    backed_up: bool,
}

fn read(
    tx: &mut Tx<'_>,
    app: &App,
    party: &Party,
    session: &SessionHash,
    body: &AddPasskey,
) -> Outcome<Result<Made, Why>> {
    let parts = || -> Result<_, Why> {
        let client_json = decode(&body.client_data)?;
        let client = ClientData::read(&client_json)?;
        let challenge = client.challenge()?;
        Ok((
            client_json,
            client,
            challenge,
            decode(&body.attestation_object)?,
            decode(&body.id)?,
        ))
    };
    let (client_json, client, challenge, object, id) = match parts() {
        Ok(parts) => parts,
        Err(why) => return Ok(Err(why)),
    };
    let (key, now) = (&app.keys.challenge, tx.now());
    if let Err(why) = challenge::take(tx, key, Purpose::Register, session.as_bytes(), &challenge, now)? {
        return Ok(Err(why));
    }
    let checked = client
        .check(party, Ceremony::Create)
        .and_then(|()| made(party, &object, &id, &sha256(&client_json)));
    match checked {
        Ok(made) if store::find_by_credential(tx, &made.credential)?.is_some() => Ok(Err(Why::Taken)),
        other => Ok(other),
    }
}

/// Reads an attestation object (WebAuthn §6.5).
fn made(party: &Party, object: &[u8], id: &[u8], client_hash: &[u8]) -> Result<Made, Why> {
    let map = cbor::whole_map(object).ok_or(Why::Unreadable)?;
    let (Some(Value::Text(format)), Some(Value::Map(statement)), Some(Value::Bytes(bytes)), 3) =
        (map.at("fmt"), map.at("attStmt"), map.at("authData"), map.len())
    else {
        return Err(Why::Unreadable);
    };
    let data = AuthenticatorData::read(bytes)?;
    data.check(party)?;
    let credential = data.credential.as_ref().ok_or(Why::Ceremony)?;
    if credential.id != id {
        return Err(Why::Unreadable);
    }
    let key = PublicKey::read(credential.key).ok_or(Why::Algorithm)?;
    let signed = [bytes, client_hash].concat();
    if !is_without_maker(format, statement, &key, &signed) {
        return Err(Why::Attestation);
    }
    Ok(Made {
        credential: id.to_vec(),
        key: credential.key.to_vec(),
        sign_count: i64::from(data.sign_count),
        backup_eligible: data.backup_eligible(),
        backed_up: data.backed_up(),
    })
}

/// Whether a statement says nothing about the maker: there is none (WebAuthn §8.7), or the passkey
/// vouches for itself (§8.2), which browsers let through where none is asked for.
fn is_without_maker(format: &str, statement: &Map<'_>, key: &PublicKey, signed: &[u8]) -> bool {
    match (format, statement.at("alg"), statement.at("sig"), statement.len()) {
        ("none", None, None, 0) => true,
        ("packed", Some(Value::Int(alg)), Some(Value::Bytes(signature)), 2) => {
            *alg == i64::from(key.algorithm()) && key.has_signed(signed, signature)
        }
        _ => false,
    }
}

fn insert(tx: &mut Tx<'_>, user: &str, name: &str, made: &Made) -> Outcome<Passkey> {
    let now = tx.now();
    let id = PasskeyId::from_u128(random::uuid_v7(now)?);
    let inserted = store::insert_passkey(
        tx,
        &NewPasskey {
            id: &id.to_string(),
            user_id: user,
            credential_id: &made.credential,
            public_key: &made.key,
            sign_count: made.sign_count,
            backup_eligible: made.backup_eligible,
            backed_up: made.backed_up,
            name,
            created_at: now.millis(),
        },
    )?;
    if !inserted {
        // Somebody registers it at this very moment; nothing of this stands.
        return Err(refusal(Why::Taken));
    }
    Ok(Passkey {
        id,
        name: name.to_owned(),
        created_at: now,
        used_at: None,
        backed_up: made.backed_up,
    })
}
