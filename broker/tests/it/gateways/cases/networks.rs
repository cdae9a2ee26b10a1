//! Tokens that may be used from some networks only: the gateway tells what it sees, not what a client says.

use super::INVALID;
use crate::gateways::trial::Trial;
use crate::gateways::wire::Call;

/// What a client may say about where it calls from.
const CLAIMS: [(&str, &[(&str, &str)]); 8] = [
    ("nothing", &[]),
    ("an address", &[("X-Gateway-Client-Address", "192.0.2.7")]),
    (
        "two addresses",
        &[
            ("X-Gateway-Client-Address", "192.0.2.7"),
            ("x-gateway-client-address", "192.0.2.7"),
        ],
    ),
    (
        "an address with underscores",
        &[("X_Gateway_Client_Address", "192.0.2.7")],
    ),
    (
        "the name of a header",
        &[("X-Gateway-Client-Address", "X-Real-Ip"), ("X-Real-Ip", "192.0.2.7")],
    ),
    (
        "what proxies say",
        &[
            ("X-Real-Ip", "192.0.2.7"),
            ("X-Forwarded-For", "192.0.2.7"),
            ("Forwarded", "for=192.0.2.7"),
            ("X-Envoy-External-Address", "192.0.2.7"),
            ("True-Client-Ip", "192.0.2.7"),
        ],
    ),
    (
        "that the header be dropped",
        &[("Connection", "close, X-Gateway-Client-Address, X-Real-Ip")],
    ),
    ("it in the query", &[("Referer", "/?client_address=192.0.2.7")]),
];

/// Inside and outside, whatever the client says.
pub async fn networks(trial: &mut Trial) {
    let (near, far) = (trial.cast.near.secret.clone(), trial.cast.far.secret.clone());
    for (claim, headers) in CLAIMS {
        let from = |token: &str| {
            let path = "/?client_address=192.0.2.7&X-Gateway-Client-Address=192.0.2.7";
            let call = Call::get(path).bearer(token);
            headers.iter().fold(call, |call, (name, value)| call.with(name, value))
        };
        let (reply, reached) = trial.send(&from(&near)).await;
        let outcome = match (reply.status, reached.len()) {
            (200, 1) => "200".to_owned(),
            _ => trial.outcome(&reply, &reached),
        };
        trial.compare(
            &format!("a client within its networks that says {claim}"),
            &outcome,
            "200",
        );
        let case = format!("a client outside its networks that says {claim}");
        trial.case(&case, &from(&far), INVALID).await;
    }
}
