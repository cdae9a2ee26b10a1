//! Methods, bodies and paths.

use super::{INVALID, NO_TOKEN};
use crate::gateways::trial::Trial;
use crate::gateways::wire::Call;

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
