//! JWTs: forged, signed for something else, at their end; keys that come and go.

use serde_json::json;
use tessera_shared::instant::Span;
use tessera_shared::words::GatewayProduct;

use super::{CLOSED, INSUFFICIENT, INVALID, NO_TOKEN};
use crate::gateways::door::{Door, Way};
use crate::gateways::jwt::truth;
use crate::gateways::tls::Authority;
use crate::gateways::trial::Trial;
use crate::gateways::wire::Call;
use crate::issuers::lies::forgeries;
use crate::issuers::reader::Reader;
use crate::issuers::{AUDIENCE, jwt};

/// JWTs that nobody signed, and such that were signed for something else.
pub async fn lies(trial: &mut Trial) {
    let reader = Reader::of(&trial.app).await;
    let key = Reader::key_of(&trial.cast.good.secret);
    let mut public = vec![serde_json::to_string(reader.key(&key).unwrap()).unwrap()];
    public.extend(trial.edge.read("tessera-0.pem"));
    for (case, lie) in forgeries(&trial.cast.good.secret, &trial.cast.foreign.secret, &public) {
        trial
            .case(&format!("forged: {case}"), &Call::get("/").bearer(&lie), INVALID)
            .await;
    }
    let now = trial.set_clock();
    for (case, changes, expected) in [
        ("that has ended", json!({"exp": now - 5}), INVALID),
        ("that ended long ago", json!({"exp": 1}), INVALID),
        ("without an end", json!({"exp": null}), INVALID),
        ("that begins later", json!({"nbf": now + 100}), INVALID),
        ("that has begun", json!({"nbf": now - 5}), "passed"),
        (
            "of another issuer",
            json!({"iss": "https://tokens.example.com/halden-rail"}),
            INVALID,
        ),
        ("of no issuer", json!({"iss": null}), INVALID),
        (
            "for another API",
            json!({"aud": "https://api.halden.example/bookings"}),
            INVALID,
        ),
        (
            "for an API with a longer name",
            json!({"aud": format!("{AUDIENCE}2")}),
            INVALID,
        ),
        (
            "for other APIs",
            json!({"aud": ["https://a.example", "https://b.example"]}),
            INVALID,
        ),
        ("for no API", json!({"aud": null}), INVALID),
        (
            "for several APIs",
            json!({"aud": ["https://a.example", AUDIENCE]}),
            "passed, x-tessera-audience: [\"https://a.example https://api.halden.example/seats\"]",
        ),
        ("for another environment", json!({"environment": "sandbox"}), INVALID),
        (
            "for some networks only",
            json!({"allowed_networks": ["127.0.0.0/8"]}),
            INVALID,
        ),
        ("for no environment", json!({"environment": null}), INVALID),
        (
            "with a scope of a longer name",
            json!({"scope": "seats:reader xseats:read"}),
            INSUFFICIENT,
        ),
        ("without scopes", json!({"scope": null}), INSUFFICIENT),
        (
            "with several scopes",
            json!({"scope": "seats:book seats:read"}),
            "passed, x-tessera-scopes: [\"seats:book seats:read\"]",
        ),
    ] {
        let signed = trial.signed("at+jwt", &changes);
        trial
            .case(&format!("a JWT {case}"), &Call::get("/").bearer(&signed), expected)
            .await;
    }
    for typ in ["JWT", "statuslist+jwt", "gateway-event+jwt", "token-introspection+jwt"] {
        let signed = trial.signed(typ, &json!({}));
        trial
            .case(
                &format!("a JWT of the type {typ}"),
                &Call::get("/").bearer(&signed),
                INVALID,
            )
            .await;
    }
    for (case, secret) in [
        ("a partner's token in place of a JWT", trial.cast.good.opaque.clone()),
        ("a gateway's credential in place of a JWT", trial.credential.clone()),
    ] {
        trial.case(case, &Call::get("/").bearer(&secret), INVALID).await;
    }
}

/// A JWT ends by its own time, and by nothing else: nobody is asked.
pub async fn lifetime(trial: &mut Trial) {
    let now = trial.set_clock();
    let brief = Call::get("/").bearer(&trial.signed("at+jwt", &json!({"exp": now + 3})));
    let (reply, _) = trial.send(&brief).await;
    trial.compare("a JWT before its end", &reply.status.to_string(), "200");
    trial.comes_to("a JWT at its end", &brief, INVALID).await;
    let id = trial.cast.doomed.id.clone();
    trial.world.try_change(&id, "revoke").await.expect(204);
    let (reply, _) = trial.send(&Call::get("/").bearer(&trial.cast.doomed.secret)).await;
    trial.compare("a JWT whose token was revoked", &reply.status.to_string(), "200");
}

/// Without the broker everything goes on as it was, as long as the JWTs live.
pub async fn trouble(trial: &mut Trial) {
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    let stranger = trial.signed("at+jwt", &json!({}));
    let unknown = crate::issuers::lies::by_unknown_key(&stranger);
    for (trouble, way) in [
        ("is down", Way::Down),
        ("is silent", Way::Silent),
        ("hangs up", Way::HangsUp),
        (
            "answers 500",
            Way::Says("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
        ),
    ] {
        trial.door.set(way);
        let asks = trial.edge.fetches_by_itself();
        if asks && way != Way::Down {
            trial.door.take_asked();
            while !trial.door.take_asked().contains("/oauth2/jwks/") {
                tokio::task::yield_now().await;
            }
        }
        if trial.product == GatewayProduct::Haproxy {
            let fetched = trial.edge.fetch_keys();
            trial.compare(
                &format!("fetching keys while the broker {trouble}"),
                &fetched.to_string(),
                "false",
            );
        }
        trial
            .case(&format!("a JWT while the broker {trouble}"), &good, "passed")
            .await;
        trial
            .case(
                &format!("a JWT by an unknown key while the broker {trouble}"),
                &Call::get("/").bearer(&unknown),
                INVALID,
            )
            .await;
        trial
            .case(&format!("a JWT still, while the broker {trouble}"), &good, "passed")
            .await;
        trial
            .case(&format!("no JWT while the broker {trouble}"), &Call::get("/"), NO_TOKEN)
            .await;
    }
    trial.door.set(Way::Open);
    trial.recovers("after the broker was away").await;
}

/// Another key, as planned and in an emergency. No gateway starts anew.
pub async fn rotation(trial: &mut Trial) {
    for (rotation, ago, old) in [
        // It has been published for as long as gateways may keep the set before.
        ("planned", Span::minutes(11), "200"),
        ("emergency", Span::minutes(0), "401"),
    ] {
        let before = Call::get("/").bearer(&jwt(&trial.app, &trial.cast.good.opaque).await);
        trial.set_clock();
        trial.app.clock.advance(Span::seconds(-ago.as_millis() / 1_000));
        let body = json!({"rotation": rotation, "algorithm": "ES256", "reason": "A test says so."});
        let path = "/api/v1/signing-keys/rotate";
        trial.world.agent.post(path, &body).await.expect(204);
        trial.set_clock();
        let used = Reader::key_of(&trial.cast.good.secret);
        trial.cast.good.secret = jwt(&trial.app, &trial.cast.good.opaque).await;
        assert_ne!(Reader::key_of(&trial.cast.good.secret), used);
        trial.truth = truth(&trial.app, &trial.cast.good.secret);
        if trial.product == GatewayProduct::Haproxy {
            assert!(trial.edge.fetch_keys(), "the keys could not be fetched");
        }
        trial
            .recovers(&format!("a JWT by the new key of a {rotation} rotation"))
            .await;
        let (reply, _) = trial.send(&before).await;
        trial.compare(
            &format!("a JWT by the old key of a {rotation} rotation"),
            &reply.status.to_string(),
            old,
        );
    }
}

/// Keys come only from a broker that shows a certificate for its name by somebody who is trusted.
pub async fn over_tls(trial: &mut Trial) {
    let (signs, other) = (Authority::new(), Authority::new());
    for (case, name, trusted, expected) in [
        ("keys of a broker behind https", "localhost", &signs, "passed"),
        (
            "keys of a broker whose certificate nobody trusted signed",
            "localhost",
            &other,
            CLOSED,
        ),
        (
            "keys of a broker whose certificate is for another name",
            "tokens.example.com",
            &signs,
            CLOSED,
        ),
    ] {
        let door = Door::at("127.0.0.1:0", |_address| Some(signs.acceptor(name)));
        door.leads_to(&trial.app.base);
        let origin = door.address().replace("127.0.0.1", "https://localhost");
        if trial.product == GatewayProduct::Haproxy {
            let fetched = trial.edge.fetch_keys_at(&origin, trusted);
            trial.compare(case, if fetched { "passed" } else { CLOSED }, expected);
            continue;
        }
        trial.restart(&origin, trusted, &[401, 503]).await;
        let good = Call::get("/").bearer(&trial.cast.good.secret);
        trial.case(case, &good, expected).await;
    }
}
