//! Status lists (Token Status List): two bits for every token that was changed for a JWT, in a signed
//! list that gateways fetch now and then.
//!
//! A list is made from the rows when somebody asks and something changed, at most once a second, so
//! that a busy tenant does not make every question as dear as the first.

use std::collections::HashMap as StdMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Steady};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use papaya::HashMap;
use serde_json::json;
use tessera_shared::ids::{TenantId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{TokenFacts, TokenState};

use crate::act::Tx;
use crate::app::App;
use crate::db::Reach;
use crate::issuers::service::find_issuer;
use crate::issuers::{names, status_store as store};
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::tenancy::{SystemJob, TenantScope};

/// The `typ` of a list (Token Status List §5.1).
const TYPE: &str = "statuslist+jwt";
/// Places in one list.
const PLACES: i32 = 1 << 16;
/// A list is full enough when so many are taken: free places are found by guessing.
const FULL: i64 = 49_152;
/// How long a list may be kept, in seconds.
pub const TTL_SECONDS: i64 = 30;
/// After so many seconds a list is no longer believed.
const LIFETIME_SECONDS: i64 = 300;
/// A list that nothing changed is signed anew after this long.
const RENEW: Duration = Duration::from_secs(10);
/// A list is not made more often than this.
const PAUSE: Duration = Duration::from_secs(1);

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of the list within its tenant, from 0.
    pub list: i32,
    /// Position in it.
    pub position: i32,
}

/// Places and lists in memory.
#[derive(Default)]
pub struct StatusLists {
    places: HashMap<TokenId, Place>,
    made: Mutex<StdMap<(TenantId, i32), Made>>,
    /// Counts, per tenant, what changed its lists.
    news: HashMap<TenantId, u64>,
}

struct Made {
    text: Arc<str>,
    at: Steady,
    news: u64,
    /// The key that signed, or one before it.
    signer: Option<String>,
}

impl StatusLists {
    /// Something about the tokens of a tenant changed.
    pub fn changed(&self, tenant: TenantId) {
        self.news.pin().update_or_insert(tenant, |news| news.wrapping_add(1), 1);
    }

    fn news(&self, tenant: TenantId) -> u64 {
        self.news.pin().get(&tenant).copied().unwrap_or(0)
    }

    /// A list that is still good; one that another key signed may be believed by nobody any more.
    fn kept(&self, tenant: TenantId, list: i32, signer: Option<&str>) -> Option<Arc<str>> {
        let news = self.news(tenant);
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = made.get(&(tenant, list))?;
        let age = kept.at.elapsed();
        let good = age < PAUSE || (kept.news == news && age < RENEW);
        (good && kept.signer.as_deref() == signer).then(|| Arc::clone(&kept.text))
    }

    fn keep(&self, tenant: TenantId, list: i32, made: Made) {
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, old| old.at.elapsed() < RENEW);
        all.insert((tenant, list), made);
    }

    /// Forgets the places; they are read again when they are needed.
    pub fn forget_places(&self) {
        self.places.pin().clear();
    }
}

/// The place of a token, which gets one when it has none yet.
pub async fn place_of(app: &Arc<App>, scope: &TenantScope, token: TokenId) -> Outcome<Place> {
    if let Some(place) = app.status_lists.places.pin().get(&token) {
        return Ok(*place);
    }
    let own = scope.clone();
    let place = app
        .act(Reach::from(scope), move |tx| {
            match store::find_place(tx, &own, token)? {
                Some(place) => Ok(place),
                None => give_place(tx, &own, token),
            }
        })
        .await?;
    app.status_lists.places.pin().insert(token, place);
    Ok(place)
}

fn give_place(tx: &mut Tx<'_>, scope: &TenantScope, token: TokenId) -> Outcome<Place> {
    let (newest, taken) = store::lock_newest_list(tx, scope)?;
    // Somebody who held the lock may have given it one.
    if let Some(place) = store::find_place(tx, scope, token)? {
        return Ok(place);
    }
    let list = if taken >= FULL { newest + 1 } else { newest };
    loop {
        let [high, low] = random::bytes::<2>()?;
        let position = i32::from(high) << 8 | i32::from(low);
        let place = Place { list, position };
        if !store::is_taken(tx, scope, place)? {
            store::insert_place(tx, scope, token, place)?;
            return Ok(place);
        }
    }
}

/// One list of the tenant with this short name, signed.
pub async fn status_list(app: &Arc<App>, slug: &str, list: i32) -> Outcome<Arc<str>> {
    let tenant = find_issuer(app, slug)?;
    let signer = app.keyring.signer(tenant.id, app.clock.now());
    if let Some(kept) = app.status_lists.kept(tenant.id, list, signer.as_deref()) {
        return Ok(kept);
    }
    let (news, at) = (app.status_lists.news(tenant.id), Steady::now());
    let scope = TenantScope::for_job(SystemJob::SigningKeys, tenant.id);
    let places = app
        .db
        .read(Reach::from(&scope), move |conn| {
            let (newest, _taken) = store::newest_list(conn, &scope)?;
            if !(0..=newest).contains(&list) {
                return Err(Refusal::not_found());
            }
            Ok(store::list_places(conn, &scope, list)?)
        })
        .await?;
    let now = app.clock.now();
    let uri = names::status_list_uri(app, tenant.slug(), list);
    let claims = json!({
        "sub": uri,
        "iat": now.unix_seconds(),
        "exp": now.unix_seconds() + LIFETIME_SECONDS,
        "ttl": TTL_SECONDS,
        "status_list": {"bits": 2, "lst": BASE64.encode(packed(&places, now)?)},
    });
    let text = app.keyring.sign(&app.keys.issuer, tenant.id, now, TYPE, &claims)?;
    let text: Arc<str> = Arc::from(text);
    let made = Made {
        text: Arc::clone(&text),
        at,
        news,
        signer,
    };
    app.status_lists.keep(tenant.id, list, made);
    Ok(text)
}

/// The list of bits (Token Status List §4.1), compressed in the format of zlib (RFC 1950).
fn packed(places: &[(i32, TokenFacts)], now: Instant) -> Outcome<Vec<u8>> {
    let mut bytes = vec![0_u8; usize::try_from(PLACES / 4).unwrap_or(0)];
    for (position, facts) in places {
        let at = usize::try_from(*position).unwrap_or(usize::MAX);
        if let Some(byte) = bytes.get_mut(at / 4) {
            *byte |= status(*facts, now) << (2 * (at % 4));
        }
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes).map_err(Refusal::internal)?;
    encoder.finish().map_err(Refusal::internal)
}

/// Token Status List §7.1.
fn status(facts: TokenFacts, now: Instant) -> u8 {
    const VALID: u8 = 0;
    const INVALID: u8 = 1;
    const SUSPENDED: u8 = 2;
    match facts.state_at(now) {
        TokenState::Active | TokenState::Rotating => VALID,
        TokenState::Suspended | TokenState::Pending => SUSPENDED,
        TokenState::Revoked | TokenState::Expired => INVALID,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;

    use super::*;

    #[test]
    fn four_tokens_share_a_byte_from_its_low_end() {
        let facts = |state| TokenFacts {
            state,
            starts_at: Instant::from_millis(0),
            expires_at: Instant::from_millis(1_000),
        };
        let places = [
            (0, facts(TokenState::Revoked)),
            (1, facts(TokenState::Suspended)),
            (2, facts(TokenState::Active)),
            (3, facts(TokenState::Expired)),
            (PLACES - 1, facts(TokenState::Revoked)),
        ];
        let packed = packed(&places, Instant::from_millis(500)).unwrap();
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len(), 16_384);
        assert_eq!(bytes[0], 0b01_00_10_01);
        assert_eq!(bytes[16_383], 0b01_00_00_00);
        assert!(bytes[1..16_383].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn a_list_is_kept_until_something_changes_and_a_second_longer() {
        let lists = StatusLists::default();
        let tenant = TenantId::from_u128(1);
        let keep = |at: Steady, news| {
            let (text, signer) = (Arc::from("list"), Some("key".to_owned()));
            lists.keep(tenant, 0, Made { text, at, news, signer });
        };
        let ago = |seconds| Steady::now().checked_sub(Duration::from_secs(seconds)).unwrap();
        keep(ago(2), 0);
        assert!(lists.kept(tenant, 0, Some("key")).is_some());
        assert!(lists.kept(tenant, 1, Some("key")).is_none());
        assert!(lists.kept(tenant, 0, Some("next key")).is_none());
        lists.changed(tenant);
        assert!(lists.kept(tenant, 0, Some("key")).is_none());
        keep(Steady::now(), 0);
        assert!(lists.kept(tenant, 0, Some("key")).is_some());
        keep(ago(11), lists.news(tenant));
        assert!(lists.kept(tenant, 0, Some("key")).is_none());
    }
}
