//! The feed: what becomes of the tokens of a gateway's tenant and environment, as server-sent events.
//!
//! For gateways that keep answers and have to forget them. Every frame is signed by the tenant's key,
//! so that nobody on the way can make a gateway forget less or more. A heartbeat comes every second;
//! a gateway that hears nothing for five asks the broker again, or refuses.
//!
//! Events say what a token *is*, so hearing one twice or late does no harm. That is why a gateway that
//! comes back with the number of the last event it knows is told the last thousand before it again: a
//! change draws its number before it commits, and smaller numbers may have appeared later.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use tessera_shared::dto::gateways::Acked;
use tessera_shared::dto::queue::Topic;
use tessera_shared::ids::TokenId;
use tessera_shared::instant::Span;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::Instant;

use crate::act::Change;
use crate::app::App;
use crate::db::{Across, Reach};
use crate::gateways::feed_store as store;
use crate::gateways::feeds::Place;
use crate::gateways::gate::no_news;
use crate::gateways::index::GatewayEntry;
use crate::http::extract::{OperationDoc, Takes};
use crate::issuers::{names, rotate};
use crate::outcome::{Outcome, Refusal};
use crate::recalls;
use crate::tenancy::TenantScope;

/// The `typ` of a frame.
const TYPE: &str = "gateway-event+jwt";
const BEAT: Duration = Duration::from_secs(1);
/// Events before the last known one that are told again; see the head of this file.
const AGAIN: i64 = 1_000;
/// More than this is not told again: the gateway has to forget everything.
const MOST: usize = 10_000;

/// The number of the last event a client knows (HTML Standard §9.2.3).
pub struct LastEvent(pub Option<i64>);

impl Takes for LastEvent {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        let text = req.headers().get(HeaderName::from_static("last-event-id"));
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Ok(Self(None));
        };
        let unfit = || Refusal::field("/Last-Event-ID", "malformed", "Send the id of an event of this feed.");
        number_of(text).map(Some).map(Self).ok_or_else(unfit)
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// The number in a header.
pub(crate) fn number_of(text: &HeaderValue) -> Option<i64> {
    let number = text.to_str().ok()?.parse().ok()?;
    (number >= 0).then_some(number)
}

struct Feed {
    app: Arc<App>,
    gateway: Arc<GatewayEntry>,
    scope: TenantScope,
    issuer: String,
    changes: Receiver<Change>,
    /// Events told lately, so that one that comes by two ways is told once.
    told: VecDeque<i64>,
    newest: i64,
    suspended: bool,
    waiting: VecDeque<Bytes>,
    beat_at: Instant,
    _place: Place,
}

/// Opens the feed of a gateway, behind the event `after`.
pub async fn open(app: Arc<App>, gateway: Arc<GatewayEntry>, after: Option<i64>) -> Outcome<HttpResponse> {
    let place = app.feeds.enter(gateway.id)?;
    // Before anything is read, so that nothing falls between.
    let changes = app.changes.subscribe();
    let scope = TenantScope::for_bearer(gateway.tenant);
    if !app.keyring.has_signer(gateway.tenant, app.clock.now()) {
        rotate::make_first_key(&app, &scope).await?;
    }
    let tenant = app.tokens.tenant(gateway.tenant).ok_or_else(no_news)?;
    let mut feed = Feed {
        issuer: names::issuer(&app, tenant.slug()),
        suspended: tenant.is_suspended(),
        app,
        gateway,
        scope,
        changes,
        told: VecDeque::new(),
        newest: 0,
        waiting: VecDeque::new(),
        beat_at: Instant::now(),
        _place: place,
    };
    feed.begin(after).await?;
    let body = futures_util::stream::unfold(feed, |mut feed| async move {
        let frame = feed.next_frame().await?;
        Some((Ok::<_, actix_web::Error>(frame), feed))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body))
}

/// A gateway confirms that it has taken in everything up to the event `seq`.
pub async fn confirm_events(app: &Arc<App>, gateway: &GatewayEntry, seq: i64) -> Outcome<Acked> {
    let scope = TenantScope::for_bearer(gateway.tenant);
    let confirmed = recalls::service::confirm_by_gateway(app, scope, gateway.id, gateway.environment, seq).await?;
    Ok(Acked {
        confirmed: u32::try_from(confirmed).unwrap_or(u32::MAX),
    })
}

impl Feed {
    /// What was missed since `after`, or that everything has to be forgotten.
    async fn begin(&mut self, after: Option<i64>) -> Outcome<()> {
        let (oldest, newest) = self
            .app
            .db
            .read(Reach::across(Across::Job), store::edges_across_tenants)
            .await?;
        self.newest = newest;
        let known = match after {
            None => return self.push("start", json!({})),
            // From another database, or so old that what came after is not kept any more.
            Some(after) if after > newest || after + 1 < oldest => return self.push("reset", json!({})),
            Some(after) => after,
        };
        let (scope, from) = (self.scope.clone(), known.saturating_sub(AGAIN));
        let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
        let missed = self
            .app
            .db
            .read(Reach::from(&self.scope), move |conn| {
                store::list_token_changes(conn, &scope, from, limit)
            })
            .await?;
        if missed.len() >= MOST {
            return self.push("reset", json!({}));
        }
        // Not with a newer number: who is cut off here has not heard what it missed.
        self.push_numbered(known, "start", json!({}))?;
        self.tell(missed).await
    }

    /// The next frame, at least one a second; none when the feed is over: the credential was changed,
    /// the broker stops, or it can no longer know.
    async fn next_frame(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                return Some(frame);
            }
            if Instant::now() >= self.beat_at {
                self.beat()?;
                continue;
            }
            match tokio::time::timeout_at(self.beat_at, self.changes.recv()).await {
                Ok(Ok(change)) => self.take(change).await.ok()?,
                // What was missed is read again by the feed that the gateway opens next.
                Ok(Err(RecvError::Lagged(_) | RecvError::Closed)) => return None,
                Err(_elapsed) => {}
            }
        }
    }

    fn beat(&mut self) -> Option<()> {
        let known = self.app.gateways.is_current(&self.gateway);
        if self.app.is_stopping() || !known || !self.app.tokens.is_fresh() {
            return None;
        }
        self.beat_at = Instant::now() + BEAT;
        let suspended = self.app.tokens.tenant(self.gateway.tenant)?.is_suspended();
        if suspended != self.suspended {
            self.suspended = suspended;
            let state = if suspended { "suspended" } else { "active" };
            self.push("tenant", json!({"state": state})).ok()?;
        }
        self.app
            .usage
            .seen(self.gateway.tenant, self.gateway.id, self.app.clock.now());
        self.push("heartbeat", json!({})).ok()
    }

    /// Takes in a change and all that came with it.
    async fn take(&mut self, first: Change) -> Outcome<()> {
        let mut news = Vec::new();
        let mut next = Some(first);
        while let Some(change) = next {
            self.newest = self.newest.max(change.seq);
            let (own, topic) = (change.event.tenant == self.gateway.tenant, change.event.topic);
            if own && topic == Topic::Tokens && change.object.starts_with(TokenId::PREFIX) {
                news.push((change.seq, change.object.to_string()));
            }
            if own && matches!(topic, Topic::Catalogue | Topic::Gateways) {
                // Perhaps the tenant was suspended, or this credential changed.
                self.beat_at = Instant::now();
            }
            next = match self.changes.try_recv() {
                Ok(change) => Some(change),
                Err(TryRecvError::Empty | TryRecvError::Closed) => None,
                Err(TryRecvError::Lagged(_)) => return Err(no_news()),
            };
        }
        self.tell(news).await
    }

    /// Tells what became of tokens that changed, in the order of the changes.
    async fn tell(&mut self, mut news: Vec<(i64, String)>) -> Outcome<()> {
        news.retain(|(seq, _)| !self.told.contains(seq));
        for chunk in news.chunks(500) {
            let ids: Vec<String> = chunk.iter().map(|(_, id)| id.clone()).collect();
            let scope = self.scope.clone();
            let rows = self
                .app
                .db
                .read(Reach::from(&self.scope), move |conn| {
                    store::list_tokens_by_id(conn, &scope, &ids)
                })
                .await?;
            let rows: BTreeMap<&str, _> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
            for (seq, id) in chunk {
                let Some(row) = rows.get(id.as_str()) else { continue };
                if row.environment == self.gateway.environment.as_str() {
                    let facts = row.facts()?;
                    let said = json!({
                        "token_id": row.id,
                        "state": facts.state_at(self.app.clock.now()),
                        "version": row.version,
                        "expires_at": facts.expires_at.unix_seconds(),
                    });
                    self.push_numbered(*seq, "token", said)?;
                }
                self.told.push_back(*seq);
                while self.told.len() > 2_000 {
                    self.told.pop_front();
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, event: &str, said: Value) -> Outcome<()> {
        self.push_numbered(self.newest, event, said)
    }

    fn push_numbered(&mut self, seq: i64, event: &str, mut said: Value) -> Outcome<()> {
        let now = self.app.clock.now();
        let head = json!({
            "iss": self.issuer,
            "aud": self.gateway.id,
            "iat": now.unix_seconds(),
            // A frame is for now, and no use to somebody who kept it.
            "exp": (now + Span::minutes(1)).unix_seconds(),
            "seq": seq,
            "event": event,
        });
        if let (Some(said), Value::Object(head)) = (said.as_object_mut(), head) {
            said.extend(head);
        }
        let keys = &self.app.keys.issuer;
        let data = self.app.keyring.sign(keys, self.gateway.tenant, now, TYPE, &said)?;
        let frame = format!("id: {seq}\nevent: {event}\ndata: {data}\n\n");
        self.waiting.push_back(Bytes::from(frame));
        Ok(())
    }
}
