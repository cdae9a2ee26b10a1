//! The cases.

use serde_json::json;
use tessera_broker::gateways::verify::IDENTITY_HEADERS;
use tessera_shared::instant::Span;

use super::door::{Door, Way};
use super::tls::Authority;
use super::trial::{EVIL, Trial, because};
use super::wire::Call;
use crate::support::world::text;

const NO_TOKEN: &str = "401 Bearer";
const INVALID: &str = "401 Bearer error=\"invalid_token\"";
const INSUFFICIENT: &str = "403 Bearer error=\"insufficient_scope\", scope=\"seats:read\"";
const CLOSED: &str = "503";

/// What the API itself answers passes unchanged.
pub async fn answers(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    trial
        .case("a good token", &Call::get("/seats").bearer(&good), "passed")
        .await;
    for status in [401, 403, 404, 500, 503] {
        let call = Call::get(&format!("/answers/{status}")).bearer(&good);
        trial
            .case(
                &format!("the API answers {status}"),
                &call,
                &format!("passed with {status}"),
            )
            .await;
    }
}

/// Tokens that are not good.
pub async fn tokens(trial: &mut Trial) {
    let cast = &trial.cast;
    let (sandbox, foreign, narrow) = (
        cast.sandbox.secret.clone(),
        cast.foreign.secret.clone(),
        cast.narrow.secret.clone(),
    );
    let good = cast.good.secret.clone();
    trial.case("no token", &Call::get("/"), NO_TOKEN).await;
    trial
        .case(
            "another scheme",
            &Call::get("/").with("Authorization", "Basic YTpi"),
            NO_TOKEN,
        )
        .await;
    trial
        .case(
            "a lower-case scheme",
            &Call::get("/").with("Authorization", &format!("bearer {good}")),
            "passed",
        )
        .await;
    for (case, token) in [
        ("a token of another environment", sandbox),
        ("a token of another tenant", foreign),
        ("garbage", "garbage".to_owned()),
        ("garbage with quotes", "\"x\"; y='$(z)' <!--".to_owned()),
        ("a token cut short", good[..good.len() - 1].to_owned()),
        ("a long token", format!("{good}{}", "a".repeat(4000))),
    ] {
        trial.case(case, &Call::get("/").bearer(&token), INVALID).await;
    }
    trial
        .case(
            "a token without the scope",
            &Call::get("/").bearer(&narrow),
            INSUFFICIENT,
        )
        .await;
    trial
        .refuses("a very long token", &Call::get("/").bearer(&"a".repeat(100_000)))
        .await;
    let call = Call::get("/").bearer("garbage").bearer(&good);
    trial.refuses("a bad token and a good one", &call).await;
    let call = Call::get("/").bearer(&good).bearer("garbage");
    trial.refuses("a good token and a bad one", &call).await;
}

/// Tokens in places where none is looked for.
pub async fn elsewhere(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    let form = format!("access_token={good}").into_bytes();
    for (case, call) in [
        (
            "a token in the query",
            Call::get(&format!("/?access_token={good}&token={good}")),
        ),
        (
            "a token in a cookie",
            Call::get("/").with("Cookie", &format!("access_token={good}; token={good}")),
        ),
        (
            "a token in the body",
            Call::new("POST", "/")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body(form),
        ),
        (
            "a token in headers of others",
            Call::get("/")
                .with("X-Authorization", &good)
                .with("Proxy-Authorization", &good),
        ),
        (
            "an Authorization with an underscore",
            Call::get("/").with("X_Authorization", &format!("Bearer {good}")),
        ),
    ] {
        trial.case(case, &call, NO_TOKEN).await;
    }
    let steering = "/?tenant=northquay&environment=sandbox&scope=&token=x&gateway=x&authorization=Bearer%20x";
    trial
        .case("a query that steers", &Call::get(steering).bearer(&good), "passed")
        .await;
    let foreign = trial.cast.foreign.secret.clone();
    trial
        .case(
            "a query that steers for a foreign token",
            &Call::get(steering).bearer(&foreign),
            INVALID,
        )
        .await;
}

/// A client that says who it is.
pub async fn identity(trial: &mut Trial) {
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    let every = |call: Call, name: &dyn Fn(&str) -> String| {
        IDENTITY_HEADERS
            .iter()
            .fold(call, |call, header| call.with(&name(header), EVIL))
    };
    let plain = |header: &str| header.to_owned();
    let once = every(good.clone(), &plain);
    trial.case("identity headers of the client", &once, "passed").await;
    trial
        .case(
            "identity headers twice",
            &every(once.clone(), &|header| header.to_uppercase()),
            "passed",
        )
        .await;
    trial
        .case(
            "identity headers with underscores",
            &every(good.clone(), &|header| header.replace('-', "_")),
            "passed",
        )
        .await;
    trial
        .case(
            "identity headers with one underscore",
            &every(good.clone(), &|header| header.replacen('-', "_", 1)),
            "passed",
        )
        .await;
    let others = good
        .clone()
        .with("X-Tessera-Admin", EVIL)
        .with("X-Tessera-Tenant-Name", EVIL);
    trial
        .case("other names that begin like identity headers", &others, "passed")
        .await;
    // More names at once are no header for some.
    let (first, last) = IDENTITY_HEADERS.split_at(5);
    let named = format!("close, {}", first.join(", "));
    trial
        .case(
            "identity headers named for dropping",
            &good.clone().with("Connection", &named),
            "passed",
        )
        .await;
    let named = last.join(",");
    trial
        .case(
            "more identity headers named for dropping",
            &good.clone().with("Connection", &named),
            "passed",
        )
        .await;
    // Who names the token has none, or is not heard.
    let named = good.clone().with("Connection", "close, Authorization, X-Gateway-Key");
    let (reply, reached) = trial.send(&named).await;
    let outcome = match trial.outcome(&reply, &reached).as_str() {
        "passed" | NO_TOKEN => "passed or without a token".to_owned(),
        other => other.to_owned(),
    };
    trial.compare("the token named for dropping", &outcome, "passed or without a token");
    let key = good.clone().with("X-Gateway-Key", &trial.world.gateway);
    trial.case("a gateway key of the client", &key, "passed").await;
    let forged = good
        .with("X-Original-URI", "/free")
        .with("X-Original-Method", "OPTIONS")
        .with("X-Forwarded-Uri", "/free")
        .with("X-Forwarded-Method", "OPTIONS")
        .with("X-Forwarded-Host", "evil.example")
        .with("X-Forwarded-For", "127.0.0.1")
        .with("X-Rewrite-URL", "/free")
        .with("X-HTTP-Method-Override", "OPTIONS");
    trial.case("forged headers of a proxy", &forged, "passed").await;
    let forged = Call::get("/")
        .with("X-Original-URI", "/free")
        .with("X-Forwarded-Uri", "/free")
        .with("X-Original-Method", "OPTIONS");
    trial
        .case("forged headers of a proxy without a token", &forged, NO_TOKEN)
        .await;

    // What a broker does not say, no client says in its place.
    let silent = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let empty: String = IDENTITY_HEADERS.iter().map(|header| format!("{header}:\r\n")).collect();
    let empty = String::leak(format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{empty}\r\n"));
    for (case, says) in [("nothing said of identity", silent), ("identity that is empty", empty)] {
        trial.door.set(Way::Says(says));
        let (_, reached) = trial.send(&once).await;
        let told = reached
            .iter()
            .flat_map(|call| &call.headers.0)
            .any(|(_, value)| value == EVIL);
        trial.compare(
            case,
            if told { "the client's word" } else { "no client's word" },
            "no client's word",
        );
    }
    trial.door.set(Way::Open);
    trial.recovers("after answers without identity").await;
}

/// Every method and odd paths.
pub async fn calls(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    for method in ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"] {
        let call = Call::new(method, "/seats?x=1").bearer(&good);
        let (reply, reached) = trial.send(&call).await;
        let mut outcome = trial.outcome(&reply, &reached);
        for call in &reached {
            outcome.push_str(&format!(" as {} {}", call.method, call.target));
        }
        trial.compare(
            &format!("{method} with a token"),
            &outcome,
            &format!("passed as {method} /seats?x=1"),
        );
        let bad = Call::new(method, "/seats").bearer("garbage");
        trial.case(&format!("{method} with a bad token"), &bad, INVALID).await;
        trial
            .case(
                &format!("{method} without a token"),
                &Call::new(method, "/seats"),
                NO_TOKEN,
            )
            .await;
    }
    let large = Call::new("POST", "/seats")
        .with("Content-Type", "application/octet-stream")
        .body(vec![b'x'; 1 << 20]);
    let (reply, reached) = trial.send(&large.clone().bearer(&good)).await;
    let bodies: Vec<usize> = reached.iter().map(|call| call.body).collect();
    trial.compare(
        "a megabyte with a token",
        &format!("{} {bodies:?}", reply.status),
        "200 [1048576]",
    );
    trial.case("a megabyte without a token", &large, NO_TOKEN).await;

    for path in [
        "//",
        "//seats",
        "/%2e%2e/seats",
        "/../seats",
        "/a/..;/seats",
        "/a%2fb",
        "/a%5cb",
        "/;a=b",
        "/%00",
        "/seats/.",
        "/seats%20",
        "/%",
        "/_tessera",
        "/gateway/verify",
        "/gateway/verify/../../free",
        "/.well-known/x",
        "http://api.example/seats",
        "*",
    ] {
        let (reply, reached) = trial.send(&Call::get(path)).await;
        let outcome = if reached.is_empty() && (400..=404).contains(&reply.status) {
            "refused".to_owned()
        } else {
            format!("{} {reached:?}", reply.status)
        };
        trial.compare(&format!("{path} without a token"), &outcome, "refused");
        let (reply, reached) = trial.send(&Call::get(path).bearer(&good)).await;
        let outcome = match trial.outcome(&reply, &reached).as_str() {
            "passed" | "400" | "404" => "passed or malformed".to_owned(),
            other => other.to_owned(),
        };
        trial.compare(&format!("{path} with a token"), &outcome, "passed or malformed");
    }
}

/// What the broker gets to hear of a call.
pub async fn asked(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    trial.door.take_asked();
    let call = Call::new("POST", "/secret-path?secret-query=1")
        .bearer(&good)
        .with("Cookie", "secret-cookie=1")
        .with("X-Tessera-Tenant", "secret-header")
        .with("Referer", "https://secret-referer.example/")
        .body(b"secret-body".to_vec());
    trial.case("a call with secrets", &call, "passed").await;
    let asked = trial.door.take_asked();
    let told: Vec<&str> = [
        "secret-path",
        "secret-query",
        "secret-cookie",
        "secret-header",
        "secret-referer",
        "secret-body",
    ]
    .into_iter()
    .filter(|word| asked.contains(word))
    .collect();
    trial.compare("what the broker hears of the call", &told.join(" "), "");
    let checks = asked.matches("HTTP/1.1\r\n").count();
    trial.compare("checks for one call", &checks.to_string(), "1");
}

/// A broker in trouble: closed, soon, and open again by itself.
pub async fn trouble(trial: &mut Trial) {
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    let bad = Call::get("/").bearer("garbage");
    for (trouble, way) in [
        ("is down", Way::Down),
        ("is silent", Way::Silent),
        ("hangs up", Way::HangsUp),
        (
            "answers 500",
            Way::Says("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
        ),
        (
            "answers 503",
            Way::Says("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
        ),
        (
            "answers 404",
            Way::Says("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        ),
        (
            "answers 302",
            Way::Says("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
        ),
        ("is no broker", Way::Says("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
    ] {
        trial.door.set(way);
        trial
            .case(&format!("a good token while the broker {trouble}"), &good, CLOSED)
            .await;
        trial
            .case(&format!("a bad token while the broker {trouble}"), &bad, CLOSED)
            .await;
        trial.door.set(Way::Open);
        trial.recovers(&format!("after the broker {trouble}")).await;
    }
}

/// Suspended, resumed, revoked, expired: the very next call knows.
pub async fn lifetime(trial: &mut Trial) {
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    let id = trial.cast.good.id.clone();
    trial.world.try_change(&id, "suspend").await.expect(204);
    trial.case("a suspended token", &good, INVALID).await;
    trial.world.try_change(&id, "resume").await.expect(204);
    trial.case("a resumed token", &good, "passed").await;

    let tenant = format!("/api/v1/platform/tenants/{}", trial.world.halden);
    trial
        .owner
        .post(&format!("{tenant}/suspend"), &because())
        .await
        .expect(204);
    trial.case("a token of a suspended tenant", &good, INVALID).await;
    trial
        .owner
        .post(&format!("{tenant}/resume"), &because())
        .await
        .expect(204);
    trial.case("a token of a resumed tenant", &good, "passed").await;

    let doomed = Call::get("/").bearer(&trial.cast.doomed.secret);
    let (reply, _) = trial.send(&doomed).await;
    trial.compare("a token about to be revoked", &reply.status.to_string(), "200");
    let id = trial.cast.doomed.id.clone();
    trial.world.try_change(&id, "revoke").await.expect(204);
    trial.case("a token revoked just now", &doomed, INVALID).await;

    trial.app.clock.advance(Span::days(31));
    trial.case("an expired token", &good, INVALID).await;
    trial.app.clock.advance(Span::days(-31));
    trial.case("a token before its end", &good, "passed").await;
}

/// A broker behind https has to show a certificate for its name by somebody who is trusted.
pub async fn over_tls(trial: &mut Trial) {
    let (signs, other) = (Authority::new(), Authority::new());
    // Some ask nobody about a call without a token.
    let refusals: &[u16] = &[401, 503];
    for (case, name, trusted, ready, expected) in [
        ("a broker behind https", "localhost", &signs, &[401][..], "passed"),
        (
            "a broker whose certificate nobody trusted signed",
            "localhost",
            &other,
            refusals,
            CLOSED,
        ),
        (
            "a broker whose certificate is for another name",
            "tokens.example.com",
            &signs,
            refusals,
            CLOSED,
        ),
    ] {
        let door = Door::at("127.0.0.1:0", |_address| Some(signs.acceptor(name)));
        door.leads_to(&trial.app.base);
        let origin = door.address().replace("127.0.0.1", "https://localhost");
        trial.restart(&origin, trusted, ready).await;
        let good = Call::get("/").bearer(&trial.cast.good.secret);
        trial.case(case, &good, expected).await;
    }
}

/// The gateway's own credential is wrong: nothing that the client can mend.
pub async fn credential(trial: &mut Trial) {
    let rotate = format!("/api/v1/gateways/{}/rotate", trial.gateway);
    let rotated = trial.world.agent.post(&rotate, &json!(null)).await.expect(200);
    trial.credential = text(&rotated["credential"]);
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    trial
        .case("a good token at a gateway with a wrong credential", &good, CLOSED)
        .await;
    trial
        .case("no token at a gateway with a wrong credential", &Call::get("/"), CLOSED)
        .await;
}
