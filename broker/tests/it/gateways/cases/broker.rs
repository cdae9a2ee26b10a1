//! The broker: what it hears, and what becomes of a call when it is in trouble or not who it should be.

use serde_json::json;

use super::CLOSED;
use crate::gateways::door::{Door, Way};
use crate::gateways::tls::Authority;
use crate::gateways::trial::Trial;
use crate::gateways::wire::Call;
use crate::support::world::text;

/// What the broker gets to hear of a call.
pub async fn asked(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    trial.door.take_asked();
    let call = Call::new("PATCH", "/secret-path?secret-query=1")
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
        "api.example",
        "PATCH",
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
            "answers 429",
            Way::Says("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
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

/// A broker behind https has to show a certificate for its name by somebody who is trusted.
pub async fn over_tls(trial: &mut Trial) {
    let (signs, other) = (Authority::new(), Authority::new());
    // Some ask nobody about a call without a token. Whether it passes is for the case to say.
    let any: &[u16] = &[200, 401, 503];
    for (case, name, trusted, ready, expected) in [
        ("a broker behind https", "localhost", &signs, &[401][..], "passed"),
        (
            "a broker whose certificate nobody trusted signed",
            "localhost",
            &other,
            any,
            CLOSED,
        ),
        (
            "a broker whose certificate is for another name",
            "tokens.example.com",
            &signs,
            any,
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
    let rotate = format!("/api/v1/gateways/{}/rotate", trial.gateway.id);
    let rotated = trial
        .world
        .agent
        .post(&rotate, &json!({"overlap_hours": 0}))
        .await
        .expect(200);
    trial.credential = text(&rotated["credential"]);
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    trial
        .case("a good token at a gateway with a wrong credential", &good, CLOSED)
        .await;
    trial
        .case("no token at a gateway with a wrong credential", &Call::get("/"), CLOSED)
        .await;
}
