//! Signing keys in memory.

use std::fmt;
use std::sync::{Arc, OnceLock};

use papaya::HashMap;
use serde::Serialize;
use tessera_shared::dto::issuer::{KeyState, SigningAlgorithm};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::instant::Instant;

use crate::issuers::model::SigningKeyRow;
use crate::issuers::sign::{Signer, sign};
use crate::keys::SecretKey;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::parse_stored;

/// One key, as the broker signs with it and shows it.
pub struct KnownKey {
    row: SigningKeyRow,
    /// Opened when it signs for the first time.
    signer: OnceLock<Signer>,
}

impl KnownKey {
    /// Thumbprint, and `kid` of what it signs.
    pub fn id(&self) -> &str {
        &self.row.id
    }

    /// The public part as a JWK.
    pub fn public_key(&self) -> &str {
        &self.row.public_key
    }

    fn sign(&self, seal: &SecretKey, typ: &str, claims: &impl Serialize) -> Outcome<String> {
        let algorithm: SigningAlgorithm = parse_stored(&self.row.algorithm)?;
        if let Some(signer) = self.signer.get() {
            return sign(signer, algorithm, &self.row.id, typ, claims);
        }
        let identity = identity(&self.row.tenant_id, &self.row.id);
        let plain = seal.open(&identity, &self.row.private_key).map_err(Refusal::internal)?;
        let opened = Signer::parse(algorithm, &plain)?;
        sign(self.signer.get_or_init(|| opened), algorithm, &self.row.id, typ, claims)
    }
}

/// What a private part is bound to, so that it opens nowhere else.
pub fn identity(tenant: &str, id: &str) -> String {
    format!("{tenant}|signing_keys|private_key|{id}")
}

/// News about the keys of one tenant: all that are believed.
pub struct TenantKeys {
    /// Whose.
    pub tenant: TenantId,
    /// The newest first.
    pub rows: Vec<SigningKeyRow>,
}

impl fmt::Debug for TenantKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TenantKeys({}, {} keys)", self.tenant, self.rows.len())
    }
}

/// The keys of all tenants.
#[derive(Default)]
pub struct Keyring(HashMap<TenantId, Arc<[KnownKey]>>);

impl Keyring {
    /// Takes in what the keys of a tenant are now.
    pub fn apply(&self, news: &TenantKeys) {
        let known = |row: &SigningKeyRow| KnownKey {
            row: row.clone(),
            signer: OnceLock::new(),
        };
        self.0.pin().insert(news.tenant, news.rows.iter().map(known).collect());
    }

    /// Keys of the tenant whose signatures are believed at `now`, those yet to sign included.
    pub fn believed<T>(&self, tenant: TenantId, now: Instant, show: impl Fn(&KnownKey) -> T) -> Vec<T> {
        let keys = self.0.pin().get(&tenant).map(Arc::clone);
        let keys = keys.iter().flat_map(|keys| keys.iter());
        let believed = keys.filter(|key| key.row.state(now) != KeyState::Ended);
        believed.map(show).collect()
    }

    /// Whether a key of the tenant signs at `now`.
    pub fn has_signer(&self, tenant: TenantId, now: Instant) -> bool {
        self.signing(tenant, now).is_some()
    }

    /// The id of the key of the tenant that signs at `now`.
    pub fn signer(&self, tenant: TenantId, now: Instant) -> Option<String> {
        let (keys, at) = self.signing(tenant, now)?;
        keys.get(at).map(|key| key.id().to_owned())
    }

    /// Signs `claims` for the tenant; `typ` says what it is (RFC 8725 §3.11).
    pub fn sign(
        &self,
        seal: &SecretKey,
        tenant: TenantId,
        now: Instant,
        typ: &str,
        claims: &impl Serialize,
    ) -> Outcome<String> {
        let (keys, at) = self.signing(tenant, now).ok_or_else(|| {
            let detail = "The customer's signing key is being made; try again in a moment.";
            Refusal::new(ErrorCode::Unavailable, detail)
        })?;
        let key = keys.get(at).ok_or_else(|| Refusal::internal("no key"))?;
        key.sign(seal, typ, claims)
    }

    /// The key that signs: of several the one that began last.
    fn signing(&self, tenant: TenantId, now: Instant) -> Option<(Arc<[KnownKey]>, usize)> {
        let keys = self.0.pin().get(&tenant).map(Arc::clone)?;
        let signs = |(_, key): &(usize, &KnownKey)| key.row.state(now) == KeyState::Signing;
        let newest = keys
            .iter()
            .enumerate()
            .filter(signs)
            .max_by_key(|(_, key)| key.row.signs_from);
        let at = newest?.0;
        Some((keys, at))
    }
}
