//! Looking at a link, and opening it once.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::catalogue::PublicTenant;
use tessera_shared::dto::deliveries::{OpenDelivery, OpenedDelivery, PublicDelivery};
use tessera_shared::dto::queue::Topic;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::DeliveryId;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::words::DeliveryState;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::Actor;
use crate::db::{Across, Conn, Reach};
use crate::deliveries::seal::proof_hash;
use crate::deliveries::store::{self, DeliveryRow};
use crate::outcome::{Outcome, Refusal};
use crate::requests::checks::still_working;
use crate::requests::store as requests;
use crate::tenancy::TenantScope;
use crate::tenants;
use crate::tokens::model::{TokenRow, stored};
use crate::tokens::store as tokens;

/// The same opener may fetch the same ciphertext again for this long.
pub const REPEATABLE: Span = Span::minutes(10);

/// What a link shows before it is opened. Consumes nothing.
pub async fn get_delivery(app: &Arc<App>, id: DeliveryId) -> Outcome<PublicDelivery> {
    let now = app.clock.now();
    app.db
        .read(Reach::across(Across::LookUp), move |conn| look(conn, id, now))
        .await
}

fn look(conn: &mut Conn, id: DeliveryId, now: Instant) -> Outcome<PublicDelivery> {
    let row = store::find_by_link(conn, id)?;
    let scope = TenantScope::for_bearer(stored(&row.tenant_id)?);
    let token = tokens::find_token(conn, &scope, stored(&row.token_id)?)?;
    let request = requests::find_request(conn, &scope, token.request()?)?;
    let info = tenants::service::tenant_info(conn, &scope)?;
    Ok(PublicDelivery {
        tenant: PublicTenant {
            slug: info.slug,
            name: info.name,
            accent: info.accent,
            logo: info.logo,
        },
        company: request.company,
        application: token.application.clone(),
        apis: token.api_briefs()?,
        scopes: token.scopes.split_whitespace().map(str::to_owned).collect(),
        environment: stored(&token.environment)?,
        starts_at: Instant::from_millis(token.starts_at),
        expires_at: Instant::from_millis(token.expires_at),
        state: state_at(&row, now)?,
        link_expires_at: Instant::from_millis(row.expires_at),
        opened_at: row.opened_at.map(Instant::from_millis),
    })
}

fn state_at(row: &DeliveryRow, now: Instant) -> Outcome<DeliveryState> {
    let state: DeliveryState = stored(&row.state)?;
    let over = now.millis() >= row.expires_at;
    Ok(if state == DeliveryState::Sealed && over {
        DeliveryState::Expired
    } else {
        state
    })
}

/// Opens a link, once. A wrong proof and a second opener are refused, counted and audited.
pub async fn open_delivery(
    app: &Arc<App>,
    id: DeliveryId,
    body: OpenDelivery,
    address: Option<String>,
    call_id: String,
) -> Outcome<OpenedDelivery> {
    // A refusal changes rows too, so it is the value of the transaction and not its failure.
    app.act(Reach::across(Across::LookUp), move |tx| {
        let attempt = Attempt::begin(tx, id, &body, address, call_id)?;
        if attempt.proof_is_good {
            // The link stays as it is and opens when the tenant works again.
            still_working(&tenants::service::tenant_info(tx, &attempt.scope)?)?;
        }
        let refusal = match attempt.judge(tx.now())? {
            Verdict::Open => match attempt.open(tx)? {
                Some(opened) => return Ok(Ok(opened)),
                None => already_opened(),
            },
            Verdict::Again => return Ok(attempt.content()),
            Verdict::Refuse(refusal) => refusal,
        };
        attempt.refuse(tx)?;
        Ok(Err(refusal))
    })
    .await?
}

enum Verdict {
    Open,
    Again,
    Refuse(Refusal),
}

fn already_opened() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyOpened,
        "This link was opened before. If it was not you, tell the sender: they can end the token and issue another.",
    )
}

fn link_expired() -> Refusal {
    Refusal::new(ErrorCode::LinkExpired, "This link is no longer good. Ask for another.")
}

struct Attempt {
    row: DeliveryRow,
    scope: TenantScope,
    token: TokenRow,
    actor: Actor,
    proof_is_good: bool,
    reveal_hash: Vec<u8>,
}

impl Attempt {
    fn begin(
        tx: &mut Tx<'_>,
        id: DeliveryId,
        body: &OpenDelivery,
        address: Option<String>,
        call_id: String,
    ) -> Outcome<Self> {
        let row = store::lock_by_link(tx, id)?;
        let scope = TenantScope::for_bearer(stored(&row.tenant_id)?);
        let token = tokens::find_token(tx, &scope, stored(&row.token_id)?)?;
        let company = requests::find_request(tx, &scope, token.request()?)?.company;
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let shown = proof_hash(&decode(&body.proof));
        let actor = Actor::partner(Some(stored(&token.partner_id)?), &company, &row.sent_to).calling(address, call_id);
        Ok(Self {
            proof_is_good: verify_slices_are_equal(&shown, &row.proof_hash).is_ok(),
            reveal_hash: proof_hash(&decode(&body.reveal_key)),
            row,
            scope,
            token,
            actor,
        })
    }

    fn judge(&self, now: Instant) -> Outcome<Verdict> {
        if !self.proof_is_good {
            return Ok(Verdict::Refuse(Refusal::not_found()));
        }
        let state = state_at(&self.row, now)?;
        let repeated = self.row.reveal_key_hash.as_deref() == Some(self.reveal_hash.as_slice())
            && self
                .row
                .opened_at
                .is_some_and(|at| now.millis() < at + REPEATABLE.as_millis());
        Ok(match state {
            DeliveryState::Sealed => Verdict::Open,
            DeliveryState::Opened if repeated => Verdict::Again,
            DeliveryState::Opened => Verdict::Refuse(already_opened()),
            DeliveryState::Expired | DeliveryState::Superseded => Verdict::Refuse(link_expired()),
        })
    }

    /// The audit event is part of the transaction whose commit lets the ciphertext go.
    fn open(&self, tx: &mut Tx<'_>) -> Outcome<Option<OpenedDelivery>> {
        let now = tx.now();
        let from = self.actor.address.as_deref();
        if !store::open_delivery(tx, &self.scope, &self.row.id, &self.reveal_hash, from, now)? {
            return Ok(None);
        }
        tokens::set_delivery_state(tx, &self.scope, &self.token.id, DeliveryState::Opened.as_str())?;
        self.audit(tx, AuditAction::DeliveryOpened)?;
        self.content().map(Some)
    }

    fn refuse(&self, tx: &mut Tx<'_>) -> Outcome<()> {
        store::count_refusal(tx, &self.scope, &self.row.id)?;
        self.audit(tx, AuditAction::DeliveryRefused)
    }

    fn audit(&self, tx: &mut Tx<'_>, action: AuditAction) -> Outcome<()> {
        let event = NewEvent::new(action, &self.row.id, &self.token.label())
            .of_request(self.token.request()?)
            .fact("sent_to", &self.row.sent_to)
            .fact("proof", if self.proof_is_good { "good" } else { "wrong" });
        record(tx, &self.scope, &self.actor, event)?;
        tx.changed(self.scope.tenant(), Topic::Tokens, &self.token.id)
    }

    fn content(&self) -> Outcome<OpenedDelivery> {
        let (Some(nonce), Some(ciphertext)) = (&self.row.nonce, &self.row.ciphertext) else {
            return Err(already_opened());
        };
        Ok(OpenedDelivery {
            nonce: URL_SAFE_NO_PAD.encode(nonce),
            ciphertext: URL_SAFE_NO_PAD.encode(ciphertext),
        })
    }
}
