//! JWTs that look like ours and are not: none is active anywhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::reader::Reader;
use super::{inactive, introspect, jwt, nobody, working_token};
use crate::on_both;
use crate::support::world::World;

fn part(value: &Value) -> String {
    BASE64.encode(value.to_string())
}

fn parts(jwt: &str) -> (Value, Value, String) {
    let parts: Vec<&str> = jwt.split('.').collect();
    let read = |text: &str| serde_json::from_slice(&BASE64.decode(text).unwrap()).unwrap();
    (read(parts[0]), read(parts[1]), parts[2].to_owned())
}

fn with(value: &Value, name: &str, new: Value) -> Value {
    let mut value = value.clone();
    value[name] = new;
    value
}

/// Signed with a key of somebody else on the same curve.
fn forged(header: &Value, claims: &Value) -> String {
    let pair = aws_lc_rs::signature::EcdsaKeyPair::generate_pkcs8(
        &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        &aws_lc_rs::rand::SystemRandom::new(),
    );
    let mut made = Header::new(Algorithm::ES256);
    made.kid = header["kid"].as_str().map(str::to_owned);
    made.typ = header["typ"].as_str().map(str::to_owned);
    encode(&made, claims, &EncodingKey::from_ec_der(pair.unwrap().as_ref())).unwrap()
}

/// Signed by HMAC with the text of the public key, as a reader would that lets the header choose.
fn by_public_key(header: &Value, claims: &Value, public: &str) -> String {
    let mut made = Header::new(Algorithm::HS256);
    made.kid = header["kid"].as_str().map(str::to_owned);
    made.typ = Some("at+jwt".to_owned());
    encode(&made, claims, &EncodingKey::from_secret(public.as_bytes())).unwrap()
}

/// The same JWT by a key that nobody has published.
pub fn by_unknown_key(good: &str) -> String {
    let (header, claims, _) = parts(good);
    forged(&with(&header, "kid", json!("never-published")), &claims)
}

/// What looks like `good` and is not: each with a name. `foreign` is another tenant's, and `public` are texts of the
/// public key that somebody may take for a secret.
pub fn forgeries(good: &str, foreign: &str, public: &[String]) -> Vec<(String, String)> {
    let (header, claims, signature) = parts(good);
    let unsigned = |header: &Value, claims: &Value| format!("{}.{}.", part(header), part(claims));
    let resigned = |header: &Value, claims: &Value| format!("{}.{}.{signature}", part(header), part(claims));
    let year = json!(claims["exp"].as_i64().unwrap() + 31_536_000);
    let jwk: Value = serde_json::from_str(&public[0]).unwrap();
    let tenant = parts(foreign).1["tenant_id"].clone();
    let lies = [
        ("alg none", unsigned(&with(&header, "alg", json!("none")), &claims)),
        ("alg None", unsigned(&with(&header, "alg", json!("None")), &claims)),
        ("no signature", unsigned(&header, &claims)),
        ("another key of that name", forged(&header, &claims)),
        (
            "another key without a name",
            forged(&with(&header, "kid", Value::Null), &claims),
        ),
        ("unknown key", resigned(&with(&header, "kid", json!("x")), &claims)),
        ("never published key", by_unknown_key(good)),
        ("brings its key", resigned(&with(&header, "jwk", jwk), &claims)),
        ("longer life", resigned(&header, &with(&claims, "exp", year.clone()))),
        (
            "exp as text",
            forged(&header, &with(&claims, "exp", json!(year.to_string()))),
        ),
        (
            "more scopes",
            resigned(&header, &with(&claims, "scope", json!("seats:read seats:book"))),
        ),
        ("other tenant", resigned(&header, &with(&claims, "tenant_id", tenant))),
        ("other type", resigned(&with(&header, "typ", json!("JWT")), &claims)),
        ("of another tenant", foreign.to_owned()),
        (
            "signature of another",
            format!("{}.{}.{}", part(&header), part(&claims), parts(foreign).2),
        ),
        ("cut", good[..good.len() - 2].to_owned()),
        ("more after it", format!("{good}A")),
        ("four parts", format!("{good}.x")),
        ("two parts", good.rsplit_once('.').unwrap().0.to_owned()),
        ("nothing", "..".to_owned()),
        ("junk", "eyJ.eyJ.x".to_owned()),
    ];
    let by_public = public.iter().enumerate().map(|(number, public)| {
        (
            format!("HS256 by the public key, text {number}"),
            by_public_key(&header, &claims, public),
        )
    });
    lies.into_iter()
        .map(|(what, lie)| (what.to_owned(), lie))
        .chain(by_public)
        .collect()
}

on_both! {
    async fn no_forged_jwt_is_active(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let good = jwt(&app, &token).await;
        let quay = world.seen_from_quay().await;
        let (_, foreign) = working_token(&app, &quay).await;
        let foreign = jwt(&app, &foreign).await;
        let reader = Reader::of(&app).await;
        let public = serde_json::to_string(reader.key(&Reader::key_of(&good)).unwrap()).unwrap();
        assert_eq!(introspect(&app, &world.gateway, &good).await["active"], true);
        for (what, lie) in forgeries(&good, &foreign, &[public]) {
            assert_eq!(introspect(&app, &world.gateway, &lie).await, inactive(), "{what}");
        }
        // What is signed for another use is no access token.
        let list = nobody(&app).get("/oauth2/status-lists/halden-rail/0").await.text;
        assert_eq!(introspect(&app, &world.gateway, &list).await, inactive());
    }
}
