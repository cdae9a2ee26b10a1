//! Sealing a fresh secret for its one-time link.

use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use aws_lc_rs::digest;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::deliveries::{INFO_AUTH, INFO_ENC};
use tessera_shared::ids::DeliveryId;
use tessera_shared::instant::Span;
use tessera_shared::words::DeliveryState;
use zeroize::Zeroizing;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::Actor;
use crate::deliveries::store::{self, DeliveryRow};
use crate::notifications::enqueue;
use crate::notifications::letters::{self, Sender};
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::model::RequestRow;
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tokens::model::TokenRow;
use crate::tokens::secret::PlainToken;

struct Length32;

impl KeyType for Length32 {
    fn len(&self) -> usize {
        32
    }
}

fn derive(link_secret: &[u8], info: &str) -> Outcome<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0_u8; 32]);
    Salt::new(HKDF_SHA256, &[])
        .extract(link_secret)
        .expand(&[info.as_bytes()], Length32)
        .and_then(|expanded| expanded.fill(key.as_mut_slice()))
        .map_err(Refusal::internal)?;
    Ok(key)
}

/// What the link's holder has to show, as the database knows it.
pub fn proof_hash(proof: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, proof).as_ref().to_vec()
}

struct Sealed {
    link_secret: Zeroizing<String>,
    nonce: Vec<u8>,
    ciphertext: Vec<u8>,
    proof_hash: Vec<u8>,
}

fn seal(id: DeliveryId, secret: &PlainToken) -> Outcome<Sealed> {
    let link = Zeroizing::new(random::bytes::<32>()?);
    let key = derive(link.as_slice(), INFO_ENC)?;
    let aead = RandomizedNonceKey::new(&AES_256_GCM, key.as_slice()).map_err(Refusal::internal)?;
    let mut ciphertext = secret.expose().as_bytes().to_vec();
    let nonce = aead
        .seal_in_place_append_tag(Aad::from(id.to_string().as_bytes()), &mut ciphertext)
        .map_err(Refusal::internal)?;
    Ok(Sealed {
        link_secret: Zeroizing::new(URL_SAFE_NO_PAD.encode(link.as_slice())),
        nonce: nonce.as_ref().to_vec(),
        ciphertext,
        proof_hash: proof_hash(derive(link.as_slice(), INFO_AUTH)?.as_slice()),
    })
}

/// Seals `secret` and puts the letter with its link into the outbox, in the transaction that
/// issues the token.
#[expect(clippy::too_many_arguments, reason = "the parts of one issue, each of another kind")]
pub fn seal_delivery(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    tenant: &TenantInfo,
    actor: &Actor,
    token: &TokenRow,
    request: &RequestRow,
    secret: &PlainToken,
) -> Outcome<()> {
    let now = tx.now();
    let id = DeliveryId::from_u128(random::uuid_v7(now)?);
    let sealed = seal(id, secret)?;
    let until = now + Span::hours(i64::from(tenant.policy.delivery_hours));
    let row = DeliveryRow {
        id: id.to_string(),
        tenant_id: token.tenant_id.clone(),
        token_id: token.id.clone(),
        state: DeliveryState::Sealed.to_string(),
        sent_to: request.contact_email.clone(),
        nonce: Some(sealed.nonce),
        ciphertext: Some(sealed.ciphertext),
        proof_hash: sealed.proof_hash,
        reveal_key_hash: None,
        sent_at: now.millis(),
        expires_at: until.millis(),
        opened_at: None,
        opened_from: None,
        refused: 0,
    };
    store::insert_delivery(tx, scope, &row)?;
    let event = NewEvent::new(AuditAction::DeliverySent, id, &token.label())
        .of_request(token.request()?)
        .fact("sent_to", &row.sent_to)
        .fact("until", until);
    record(tx, scope, actor, event)?;
    let sender = Sender::of(app, tenant);
    let letter = letters::delivery_ready(
        &sender,
        &row.sent_to,
        &token.application,
        id,
        &sealed.link_secret,
        until,
    );
    enqueue(tx, &app.keys, scope, &letter)
}
