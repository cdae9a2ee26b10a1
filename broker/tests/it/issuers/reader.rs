//! A gateway that fetched a tenant's public keys and verifies by itself.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use flate2::read::ZlibDecoder;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;
use tessera_broker::clock::Clock;

use super::{AUDIENCE, jwt, nobody};
use crate::support::TestApp;
use crate::support::world::text;

/// Public keys as they were at some time.
pub struct Reader(JwkSet);

impl Reader {
    /// Fetches the keys of Halden Rail.
    pub async fn of(app: &TestApp) -> Self {
        let origin = app.app.config.public_origin();
        Self::fetch(app, &format!("{origin}/oauth2/jwks/halden-rail")).await
    }

    /// The same, once there are some.
    pub async fn of_when(app: &TestApp, token: &str) -> Self {
        jwt(app, token).await;
        Self::of(app).await
    }

    pub async fn fetch(app: &TestApp, address: &str) -> Self {
        let answer = nobody(app).get(path_of(address)).await;
        assert_eq!(answer.headers["cache-control"], "public, max-age=300");
        assert_eq!(answer.headers["content-type"], "application/jwk-set+json");
        let set = answer.expect(200);
        for key in set["keys"].as_array().unwrap() {
            assert_eq!(key["use"], "sig");
            assert!(key["alg"].is_string() && key["kid"].is_string());
            assert!(key.get("d").is_none(), "a private key");
        }
        Self(serde_json::from_value(set).unwrap())
    }

    /// Ids of the keys.
    pub fn ids(&self) -> Vec<String> {
        self.0
            .keys
            .iter()
            .map(|key| key.common.key_id.clone().unwrap())
            .collect()
    }

    pub fn key(&self, id: &str) -> Option<&Jwk> {
        self.0.find(id)
    }

    /// The claims of something of this type that one of the keys signed.
    pub fn claims(&self, signed: &str, typ: &str) -> Option<Value> {
        let header = decode_header(signed).ok()?;
        let key = self.key(header.kid.as_deref()?)?;
        let algorithm = Algorithm::try_from(key.common.key_algorithm?).ok()?;
        let mut rules = Validation::new(algorithm);
        (rules.validate_exp, rules.validate_aud) = (false, false);
        rules.required_spec_claims.clear();
        let claims = decode::<Value>(signed, &DecodingKey::from_jwk(key).unwrap(), &rules)
            .ok()?
            .claims;
        (header.typ.as_deref() == Some(typ)).then_some(claims)
    }

    /// The claims of an access token that is good now for the seats.
    pub fn read(&self, jwt: &str, app: &TestApp) -> Option<Value> {
        let claims = self.claims(jwt, "at+jwt")?;
        let now = app.clock.now().unix_seconds();
        let good = claims["exp"].as_i64()? > now && claims["iat"].as_i64()? <= now && claims["aud"] == AUDIENCE;
        good.then_some(claims)
    }

    /// When a JWT ends, in seconds; nothing is verified.
    pub fn end_of(jwt: &str) -> i64 {
        part(jwt, 1)["exp"].as_i64().unwrap()
    }

    /// Which key signed it.
    pub fn key_of(jwt: &str) -> String {
        text(&part(jwt, 0)["kid"])
    }

    /// What the status list says of an access token.
    pub async fn status(&self, app: &TestApp, claims: &Value) -> u8 {
        let place = &claims["status"]["status_list"];
        let uri = text(&place["uri"]);
        let answer = nobody(app).get(path_of(&uri)).await;
        assert_eq!(answer.headers["content-type"], "application/statuslist+jwt");
        let said = self.claims(&answer.text, "statuslist+jwt").unwrap();
        assert_eq!((text(&said["sub"]), said["ttl"].as_i64()), (uri, Some(30)));
        assert_eq!(said["status_list"]["bits"], 2);
        let packed = BASE64.decode(text(&said["status_list"]["lst"])).unwrap();
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        let at = usize::try_from(place["idx"].as_u64().unwrap()).unwrap();
        (bytes[at / 4] >> (2 * (at % 4))) & 3
    }
}

/// The path of an address of the broker.
fn path_of(address: &str) -> &str {
    let host = address.strip_prefix("http://").unwrap();
    &host[host.find('/').unwrap()..]
}

fn part(jwt: &str, number: usize) -> Value {
    let part = jwt.split('.').nth(number).unwrap();
    serde_json::from_slice(&BASE64.decode(part).unwrap()).unwrap()
}
