//! Access tokens in JWT form (RFC 9068): what they say, and reading one back.

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::{Deserialize, Serialize};
use tessera_shared::ids::{PartnerId, TenantId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::words::Environment;

use crate::app::App;
use crate::issuers::names;
use crate::issuers::status::Place;
use crate::outcome::Outcome;
use crate::random;
use crate::tokens::index::Tenant;

/// What the header says it is (RFC 9068 §2.1).
pub const TYPE: &str = "at+jwt";

/// One audience or several (RFC 7519 §4.1.3).
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// Most have one.
    One(String),
    /// All of them.
    Many(Vec<String>),
}

impl Audience {
    fn of(mut all: Vec<String>) -> Self {
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Self::One(only),
            (Some(last), false) => {
                all.push(last);
                Self::Many(all)
            }
            (None, _) => Self::Many(all),
        }
    }

    /// Whether `wanted` is one of them.
    pub fn has(&self, wanted: &str) -> bool {
        match self {
            Self::One(one) => one == wanted,
            Self::Many(many) => many.iter().any(|one| one == wanted),
        }
    }
}

/// The claims (RFC 9068 §2.2), and four of our own.
#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The tenant as an issuer.
    pub iss: String,
    /// The partner.
    pub sub: PartnerId,
    /// The same: partners act for themselves.
    pub client_id: PartnerId,
    /// APIs it is for.
    pub aud: Audience,
    /// Space-separated scopes.
    pub scope: String,
    /// Names this JWT.
    pub jti: String,
    /// Made, in seconds.
    pub iat: i64,
    /// Ends, in seconds.
    pub exp: i64,
    /// Where it works. A gateway of another environment must refuse it.
    pub environment: Environment,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The token it was got for.
    pub token_id: TokenId,
    /// Networks it may be used from, in CIDR notation. A gateway must refuse it from elsewhere, or refuse
    /// every JWT that has this claim. Absent means anywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_networks: Vec<String>,
    /// Where its status stands.
    pub status: Status,
}

/// The `status` claim (Token Status List §6.1).
#[derive(Debug, Serialize, Deserialize)]
pub struct Status {
    /// The list and the place in it.
    pub status_list: StatusRef,
}

/// A place in a status list.
#[derive(Debug, Serialize, Deserialize)]
pub struct StatusRef {
    /// Position.
    pub idx: i32,
    /// The list.
    pub uri: String,
}

/// What a JWT is to say.
pub struct Grant<'a> {
    /// Whose APIs.
    pub tenant: &'a Tenant,
    /// Who gets it.
    pub partner: PartnerId,
    /// For which token.
    pub token: TokenId,
    /// Where it works.
    pub environment: Environment,
    /// Networks it may be used from; none means anywhere.
    pub networks: Vec<String>,
    /// What for.
    pub audiences: Vec<String>,
    /// What it may do.
    pub scope: String,
    /// Where its status stands.
    pub place: Place,
    /// Ends.
    pub ends_at: Instant,
}

/// Signs a JWT for a grant.
pub fn sign_access_token(app: &App, grant: Grant<'_>, now: Instant) -> Outcome<String> {
    let slug = grant.tenant.slug();
    let claims = Claims {
        iss: names::issuer(app, slug),
        sub: grant.partner,
        client_id: grant.partner,
        aud: Audience::of(grant.audiences),
        scope: grant.scope,
        jti: random::base62(22)?,
        iat: now.unix_seconds(),
        exp: grant.ends_at.unix_seconds(),
        environment: grant.environment,
        tenant_id: grant.tenant.id,
        token_id: grant.token,
        allowed_networks: grant.networks,
        status: Status {
            status_list: StatusRef {
                idx: grant.place.position,
                uri: names::status_list_uri(app, slug, grant.place.list),
            },
        },
    };
    app.keyring.sign(&app.keys.issuer, grant.tenant.id, now, TYPE, &claims)
}

/// Whether `text` has the three parts of a signed JWT (RFC 7515 §7.1). No secret of ours has.
pub fn has_form(text: &str) -> bool {
    text.split('.').count() == 3
}

/// What an access token of the tenant says, if it is one and lives at `now`. Whether the token behind
/// it still works is not asked here.
pub fn read_access_token(app: &App, tenant: TenantId, text: &str, now: Instant) -> Option<Claims> {
    let kid = key_of(text)?;
    let known = |key: &crate::issuers::keyring::KnownKey| (key.id() == kid).then(|| key.public_key().to_owned());
    let key = app.keyring.believed(tenant, now, known).into_iter().flatten().next()?;
    read_signed(&key, tenant, text, now)
}

/// The key that an access token says it was signed with.
pub(crate) fn key_of(text: &str) -> Option<String> {
    let header = decode_header(text).ok()?;
    header
        .kid
        .filter(|_| header.typ.is_some_and(|typ| is_access_token(&typ)))
}

/// What an access token says that was signed with this key, given as a JWK.
pub(crate) fn read_signed(key: &str, tenant: TenantId, text: &str, now: Instant) -> Option<Claims> {
    let jwk: Jwk = serde_json::from_str(key).ok()?;
    // The key says how it signs; the header has no say.
    let algorithm = Algorithm::try_from(jwk.common.key_algorithm?).ok()?;
    let mut rules = Validation::new(algorithm);
    // The broker has its own clock.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_required_spec_claims(&["exp", "iss", "sub", "aud"]);
    let claims = decode::<Claims>(text, &DecodingKey::from_jwk(&jwk).ok()?, &rules)
        .ok()?
        .claims;
    let lives = claims.iat <= now.unix_seconds() && claims.exp > now.unix_seconds();
    (lives && claims.tenant_id == tenant).then_some(claims)
}

/// RFC 9068 §4 allows both spellings.
fn is_access_token(typ: &str) -> bool {
    [TYPE, "application/at+jwt"]
        .iter()
        .any(|known| typ.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_audience_is_a_text_and_several_are_a_list() {
        let text = |all: &[&str]| {
            let all = all.iter().map(|one| (*one).to_owned()).collect();
            serde_json::to_string(&Audience::of(all)).unwrap()
        };
        assert_eq!(text(&["a"]), "\"a\"");
        assert_eq!(text(&["a", "b"]), "[\"a\",\"b\"]");
        assert_eq!(text(&[]), "[]");
        assert!(Audience::of(vec!["a".to_owned(), "b".to_owned()]).has("b"));
    }
}
