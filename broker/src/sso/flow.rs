//! A sign-in on its way: what this browser asked, in a cookie that only the broker can read.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tessera_shared::ids::ProviderId;
use tessera_shared::instant::{Instant, Span};

use crate::auth::bearer;
use crate::keys::{KeyError, SecretKey};
use crate::random::RandomError;

/// The cookie's name over https.
pub const SECURE_COOKIE: &str = "__Host-tessera-flow";
/// The cookie's name on plain http.
pub const PLAIN_COOKIE: &str = "tessera-flow";
/// How long somebody may take at the provider.
pub const GOOD_FOR: Span = Span::minutes(10);

/// Bound into the seal, so that nothing else under the key is taken for a flow.
const IDENTITY: &str = "sign-in flow";

/// What was asked. Has no `Debug`, `Display` or `Serialize`.
pub struct Flow {
    /// Whom.
    pub provider: ProviderId,
    /// Comes back beside the code.
    pub state: String,
    /// Comes back inside the ID token.
    pub nonce: String,
    /// Proves to the provider that who asked is who redeems (RFC 7636).
    pub verifier: String,
    /// Where the person wanted to go.
    pub next: String,
    ends_at: Instant,
}

impl Flow {
    /// Begins one.
    pub fn begin(provider: ProviderId, next: String, now: Instant) -> Result<Self, RandomError> {
        Ok(Self {
            provider,
            state: bearer::generate()?,
            nonce: bearer::generate()?,
            verifier: bearer::generate()?,
            next,
            ends_at: now + GOOD_FOR,
        })
    }

    /// The cookie's value.
    pub fn seal(&self, key: &SecretKey) -> Result<String, KeyError> {
        let plain = format!(
            "{}\n{}\n{}\n{}\n{}\n{}",
            self.provider,
            self.state,
            self.nonce,
            self.verifier,
            self.ends_at.millis(),
            self.next
        );
        Ok(URL_SAFE_NO_PAD.encode(key.seal(IDENTITY, plain.as_bytes())?))
    }

    /// The flow in a cookie of this broker, while it is good.
    pub fn open(key: &SecretKey, cookie: &str, now: Instant) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let plain = key.open(IDENTITY, &sealed).ok()?;
        let mut parts = std::str::from_utf8(&plain).ok()?.splitn(6, '\n').map(str::to_owned);
        let flow = Self {
            provider: parts.next()?.parse().ok()?,
            state: parts.next()?,
            nonce: parts.next()?,
            verifier: parts.next()?,
            ends_at: Instant::from_millis(parts.next()?.parse().ok()?),
            next: parts.next()?,
        };
        (flow.ends_at > now).then_some(flow)
    }

    /// Whether the answer with `state` belongs to it.
    pub fn is_answered_by(&self, state: Option<&str>) -> bool {
        state.is_some_and(|state| verify_slices_are_equal(state.as_bytes(), self.state.as_bytes()).is_ok())
    }

    /// What is kept so that it is answered once, and until when.
    pub fn receipt(&self) -> (Vec<u8>, Instant) {
        (bearer::hash(&self.state), self.ends_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_comes_back_from_its_own_cookie_for_ten_minutes() {
        let (key, now) = (SecretKey::new([5; 32]), Instant::from_millis(1_000_000));
        let flow = Flow::begin(ProviderId::from_u128(1), "/queue?kind=issue".to_owned(), now).unwrap();
        let cookie = flow.seal(&key).unwrap();
        let open = |cookie: &str, now| Flow::open(&key, cookie, now);
        let back = open(&cookie, now).unwrap();
        assert_eq!((back.next.as_str(), &back.nonce), ("/queue?kind=issue", &flow.nonce));
        assert!(back.is_answered_by(Some(&flow.state)));
        assert!(!back.is_answered_by(Some("x")) && !back.is_answered_by(None) && !back.is_answered_by(Some("")));
        assert!(open(&cookie, now + GOOD_FOR).is_none());
        assert!(open(&cookie[1..], now).is_none() && open("", now).is_none());
        assert!(Flow::open(&SecretKey::new([6; 32]), &cookie, now).is_none());
    }
}
