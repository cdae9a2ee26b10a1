//! A client that says who it is.

use tessera_broker::gateways::verify::IDENTITY_HEADERS;

use super::NO_TOKEN;
use crate::gateways::door::Way;
use crate::gateways::trial::{EVIL, Trial};
use crate::gateways::wire::Call;

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
