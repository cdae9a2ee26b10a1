//! Gateway credentials in memory.

use std::collections::HashMap as StdMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use papaya::HashMap;
use tessera_shared::ids::{GatewayCredentialId, GatewayId, TenantId};
use tessera_shared::instant::Instant;
use tessera_shared::words::Environment;

use crate::auth::assertion::Verifier;
use crate::clock::SharedClock;
use crate::gateways::keyed::KeyedGateway;
use crate::gateways::last_use::LastUse;
use crate::keys::Keys;
use crate::tokens::secret::{Digester, TokenKind, is_well_formed};

/// One gateway with one of its credentials, as checks know it.
#[derive(Clone)]
pub struct GatewayEntry {
    /// The gateway.
    pub id: GatewayId,
    /// Whose.
    pub tenant: TenantId,
    /// Name, for audit and logs.
    pub name: String,
    /// Tokens of which environment it lets through.
    pub environment: Environment,
    /// Resource identifier a token must be good for.
    pub audience: Option<String>,
    /// Scopes a token must have.
    pub required_scopes: Vec<String>,
    /// The credential.
    pub credential: CredentialEntry,
    /// Counts changes.
    pub version: u32,
}

/// One credential, as checks know it.
#[derive(Clone)]
pub struct CredentialEntry {
    /// The credential.
    pub id: GatewayCredentialId,
    /// How it is shown.
    pub shows: Shows,
    /// Works until then.
    pub ends_at: Option<Instant>,
    /// Notes that it is used.
    pub used: LastUse,
}

/// How a gateway shows a credential.
#[derive(Clone)]
pub enum Shows {
    /// As it is; this is its keyed digest.
    Secret([u8; 32]),
    /// By what it signed.
    Key(Arc<Verifier>),
}

impl CredentialEntry {
    /// Whether it works; at its end it does not. Only one that has an end asks for the time.
    pub fn works(&self, now: impl FnOnce() -> Instant) -> bool {
        self.ends_at.is_none_or(|end| now() < end)
    }
}

/// What became of a gateway: all credentials that are left to it. Of a retired one there are none.
#[derive(Clone, Debug)]
pub struct GatewayNews {
    /// The gateway.
    pub id: GatewayId,
    /// Counts changes.
    pub version: u32,
    /// One for each credential.
    pub entries: Vec<GatewayEntry>,
}

impl fmt::Debug for GatewayEntry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "GatewayEntry({} v{} {})",
            self.id, self.version, self.credential.id
        )
    }
}

/// The version of a gateway, and the digests of its secrets.
type Applied = (u32, Vec<[u8; 32]>);

/// All gateway credentials that work.
pub struct GatewayIndex {
    by_digest: HashMap<[u8; 32], Arc<GatewayEntry>>,
    /// Those that have public keys.
    keyed: HashMap<GatewayId, KeyedGateway>,
    /// What was last applied for each gateway; guards against older news.
    applied: Mutex<StdMap<GatewayId, Applied>>,
    digester: Digester,
    clock: SharedClock,
}

impl GatewayIndex {
    /// An empty index.
    pub fn new(keys: &Keys, clock: &SharedClock) -> Self {
        Self {
            by_digest: HashMap::new(),
            keyed: HashMap::new(),
            applied: Mutex::new(StdMap::new()),
            digester: Digester::new(&keys.token_pepper),
            clock: Arc::clone(clock),
        }
    }

    /// The digest under which a credential is known.
    pub fn digest(&self, credential: &str) -> [u8; 32] {
        self.digester.digest(credential)
    }

    /// Takes news in, unless newer ones are known. A credential that stays is never missing in between.
    pub fn apply(&self, news: &GatewayNews) {
        let mut applied = self.applied.lock().unwrap_or_else(PoisonError::into_inner);
        let (version, before) = applied.get(&news.id).cloned().unwrap_or_default();
        if version >= news.version {
            return;
        }
        let map = self.by_digest.pin();
        let (mut digests, mut keys) = (Vec::with_capacity(news.entries.len()), Vec::new());
        let keyed = self.keyed.pin();
        let known_keys = keyed.get(&news.id);
        for entry in &news.entries {
            let mut entry = entry.clone();
            match entry.credential.shows {
                Shows::Secret(digest) => {
                    if let Some(known) = map.get(&digest) {
                        entry.credential.used = known.credential.used.clone();
                    }
                    map.insert(digest, Arc::new(entry));
                    digests.push(digest);
                }
                Shows::Key(_) => {
                    let known = known_keys.and_then(|known| known.entry(entry.credential.id));
                    if let Some(known) = known {
                        entry.credential.used = known.credential.used.clone();
                    }
                    keys.push(Arc::new(entry));
                }
            }
        }
        for digest in before.iter().filter(|digest| !digests.contains(digest)) {
            map.remove(digest);
        }
        if keys.is_empty() {
            keyed.remove(&news.id);
        } else {
            keyed.insert(news.id, KeyedGateway::new(keys, known_keys));
        }
        applied.insert(news.id, (news.version, digests));
    }

    /// Whether this is still what is known of the gateway: its credential works and nothing changed.
    pub fn is_current(&self, entry: &GatewayEntry) -> bool {
        let Shows::Secret(digest) = entry.credential.shows else {
            return false;
        };
        let map = self.by_digest.pin();
        map.get(&digest)
            .is_some_and(|known| known.version == entry.version && self.works(known))
    }

    /// The gateway this credential belongs to.
    pub fn find(&self, credential: &str) -> Option<Arc<GatewayEntry>> {
        if !is_well_formed(TokenKind::Gateway, credential) {
            return None;
        }
        let map = self.by_digest.pin();
        map.get(&self.digest(credential))
            .filter(|known| self.works(known))
            .map(Arc::clone)
    }

    /// Whether the credential has not ended; if so, notes that it is used.
    fn works(&self, known: &GatewayEntry) -> bool {
        let credential = &known.credential;
        let works = credential.works(|| self.clock.now());
        if works {
            credential.used.note(&*self.clock);
        }
        works
    }

    /// The gateway, if it has public keys.
    pub fn keyed(&self, id: GatewayId) -> Option<KeyedGateway> {
        self.keyed.pin().get(&id).cloned()
    }

    /// Which credentials were used since the last call, and when first.
    pub fn take_uses(&self) -> Vec<(GatewayCredentialId, LastUse, Instant)> {
        let take = |entry: &Arc<GatewayEntry>| {
            let CredentialEntry { id, used, .. } = &entry.credential;
            Some((*id, used.clone(), used.take()?))
        };
        let (secrets, keyed) = (self.by_digest.pin(), self.keyed.pin());
        let keys = keyed.values().flat_map(KeyedGateway::entries);
        secrets.values().chain(keys).filter_map(take).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap as Rows;

    use proptest::prelude::*;
    use tessera_shared::instant::Span;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::gateways::credentials::{GatewayCredentialRow, end_one, give_way};
    use crate::gateways::model::GatewayRow;
    use crate::keys::SecretKey;
    use crate::tokens::secret::PlainToken;

    const START: Instant = Instant::from_millis(1_795_507_200_000);

    fn index(clock: &Arc<ManualClock>) -> GatewayIndex {
        let key = |byte| SecretKey::new([byte; 32]);
        let keys = Keys {
            token_pepper: key(1),
            password_pepper: key(2),
            row_seal: key(3),
            cursor: key(4),
            outbox: key(5),
            device: key(5),
            factor_seal: key(6),
            recovery_pepper: key(7),
            challenge: key(8),
            provider: key(8),
            flow: key(9),
            issuer: key(10),
        };
        let clock: SharedClock = clock.clone();
        GatewayIndex::new(&keys, &clock)
    }

    /// A gateway as the service changes it, with the news of every change so far.
    struct Gateway {
        index: GatewayIndex,
        clock: Arc<ManualClock>,
        row: GatewayRow,
        credentials: Vec<GatewayCredentialRow>,
        secrets: Rows<String, PlainToken>,
        news: Vec<GatewayNews>,
    }

    impl Gateway {
        fn new() -> Self {
            let clock = ManualClock::at(START);
            let mut gateway = Self {
                index: index(&clock),
                clock,
                row: GatewayRow {
                    id: GatewayId::from_u128(1).to_string(),
                    tenant_id: TenantId::from_u128(2).to_string(),
                    name: "edge-oslo-1".to_owned(),
                    place: String::new(),
                    environment: "production".to_owned(),
                    mode: "forward_auth".to_owned(),
                    audience: None,
                    required_scopes: String::new(),
                    credential_since: 0,
                    retired_at: None,
                    version: 0,
                    created_at: 0,
                    last_seen_at: None,
                },
                credentials: Vec::new(),
                secrets: Rows::new(),
                news: Vec::new(),
            };
            gateway.rotate(Span::hours(0));
            gateway
        }

        fn settle(&mut self) {
            self.row.version += 1;
            let now = self.clock.now();
            let left: Vec<_> = self
                .credentials
                .iter()
                .filter(|row| row.works_at(now))
                .cloned()
                .collect();
            let news = self.row.news(&left).unwrap();
            self.index.apply(&news);
            self.news.push(news);
        }

        fn rotate(&mut self, overlap: Span) {
            if self.row.retired_at.is_some() {
                return;
            }
            give_way(&mut self.credentials, self.clock.now(), overlap);
            let secret = PlainToken::generate(TokenKind::Gateway).unwrap();
            let number = u128::try_from(self.credentials.len()).unwrap();
            let id = GatewayCredentialId::from_u128(number).to_string();
            self.credentials.push(GatewayCredentialRow {
                id: id.clone(),
                tenant_id: self.row.tenant_id.clone(),
                gateway_id: self.row.id.clone(),
                digest: Some(self.index.digest(secret.expose()).to_vec()),
                hint: secret.hint(),
                jwk: None,
                created_at: self.clock.now().millis(),
                ends_at: None,
                last_used_at: None,
            });
            self.secrets.insert(id, secret);
            self.settle();
        }

        fn end(&mut self, which: usize) {
            let Some(id) = self.credentials.get(which).map(|row| row.id.clone()) else {
                return;
            };
            if end_one(&mut self.credentials, &id, self.clock.now()).is_ok() {
                self.settle();
            }
        }

        fn retire(&mut self) {
            self.row.retired_at = Some(self.clock.now().millis());
            self.settle();
        }

        /// Which credentials the index takes now, by their number.
        fn taken(&self) -> Vec<usize> {
            let takes = |row: &GatewayCredentialRow| self.index.find(self.secrets[&row.id].expose()).is_some();
            let all = self.credentials.iter().enumerate();
            all.filter(|(_, row)| takes(row)).map(|(number, _)| number).collect()
        }
    }

    #[derive(Clone, Debug)]
    enum Act {
        Rotate(i64),
        End(usize),
        Wait(i64),
        Retire,
        /// News of an earlier change come once more.
        Again(usize),
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let act = prop_oneof![
            4 => (0_i64..=168).prop_map(Act::Rotate),
            2 => (0_usize..12).prop_map(Act::End),
            4 => (0_i64..=170).prop_map(Act::Wait),
            1 => Just(Act::Retire),
            3 => (0_usize..24).prop_map(Act::Again),
        ];
        proptest::collection::vec(act, 1..24)
    }

    proptest! {
        #[test]
        fn at_most_two_work_one_of_them_stays_and_none_comes_back(acts in acts()) {
            let mut gateway = Gateway::new();
            let mut worked = gateway.taken();
            prop_assert_eq!(&worked, &[0]);
            for act in acts {
                let known = gateway.credentials.len();
                match act {
                    Act::Rotate(hours) => gateway.rotate(Span::hours(hours)),
                    Act::End(which) => gateway.end(which),
                    Act::Wait(hours) => gateway.clock.advance(Span::hours(hours)),
                    Act::Retire => gateway.retire(),
                    Act::Again(which) => {
                        if let Some(news) = gateway.news.get(which).cloned() {
                            gateway.index.apply(&news);
                        }
                    }
                }
                let taken = gateway.taken();
                prop_assert!(taken.len() <= 2);
                let back = taken.iter().find(|number| **number < known && !worked.contains(number));
                prop_assert_eq!(back, None, "a credential that had ended works again");
                let newest = gateway.credentials.len() - 1;
                prop_assert_eq!(taken.contains(&newest), gateway.row.retired_at.is_none());
                let rows = gateway.credentials.iter().enumerate();
                let should = rows.filter(|(_, row)| row.works_at(gateway.clock.now()) && gateway.row.retired_at.is_none());
                prop_assert_eq!(&taken, &should.map(|(number, _)| number).collect::<Vec<_>>());
                worked = taken;
            }
        }
    }

    #[test]
    fn the_old_one_works_up_to_its_end_and_not_at_it() {
        let mut gateway = Gateway::new();
        gateway.rotate(Span::hours(24));
        assert_eq!(gateway.taken(), [0, 1]);
        gateway.clock.advance(Span::millis(24 * 3_600_000 - 1));
        assert_eq!(gateway.taken(), [0, 1]);
        gateway.clock.advance(Span::millis(1));
        assert_eq!(gateway.taken(), [1]);
    }

    #[test]
    fn what_is_known_of_its_use_outlives_a_change() {
        let mut gateway = Gateway::new();
        assert!(gateway.index.take_uses().is_empty());
        assert_eq!(gateway.taken(), [0]);
        gateway.clock.advance(Span::seconds(1));
        gateway.rotate(Span::hours(24));
        let uses = gateway.index.take_uses();
        let uses: Vec<_> = uses.iter().map(|(id, _, at)| (*id, *at)).collect();
        assert_eq!(uses, [(GatewayCredentialId::from_u128(0), START)]);
        assert!(gateway.index.take_uses().is_empty());
    }
}
