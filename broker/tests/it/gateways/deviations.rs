//! What a product cannot do, and what it does instead. The documentation tells each, with the reason.

use tessera_shared::words::GatewayProduct::{Apache, Envoy, Nginx, Traefik};
use tessera_shared::words::{GatewayMode, GatewayProduct};

/// A product and how it learns about tokens.
pub type Kind = (GatewayProduct, GatewayMode);

const ENVOY: Kind = (Envoy, GatewayMode::ForwardAuth);
const NGINX: Kind = (Nginx, GatewayMode::ForwardAuth);
const TRAEFIK: Kind = (Traefik, GatewayMode::ForwardAuth);
const APACHE: Kind = (Apache, GatewayMode::Introspection);
const APACHE_JWT: Kind = (Apache, GatewayMode::LocalJwt);
const ENVOY_JWT: Kind = (Envoy, GatewayMode::LocalJwt);

const INVALID: &str = "401 Bearer error=\"invalid_token\"";
const TROUBLE: &str = "a broker in trouble, a certificate that is wrong, a wrong credential of the gateway";

struct Deviation {
    kind: Kind,
    /// A star in front or at the end stands for anything.
    case: &'static str,
    outcome: &'static str,
    /// How the documentation calls the case.
    told: &'static str,
}

const fn deviation(kind: Kind, case: &'static str, outcome: &'static str, told: &'static str) -> Deviation {
    Deviation {
        kind,
        case,
        outcome,
        told,
    }
}

const OTHERS: &str = "other names that begin like identity headers";

const MORE: &str = "a letter behind the signature";
const CERTIFICATE: &str = "no keys yet, such as of a broker with a wrong certificate";

const DEVIATIONS: &[Deviation] = &[
    // It removes headers by name only.
    deviation(
        NGINX,
        OTHERS,
        "passed, x-tessera-admin: \"evil\", x-tessera-tenant-name: \"evil\"",
        OTHERS,
    ),
    // It always sends them.
    deviation(
        ENVOY,
        "what the broker hears of the call",
        "api.example PATCH",
        "what the broker hears of the call",
    ),
    // It cannot tell one 403 from another.
    deviation(
        TRAEFIK,
        "* at a gateway with a wrong credential",
        "403",
        "a wrong credential of the gateway",
    ),
    // Introspection says no more than that a token is not good, and no answer is the same to the module.
    deviation(
        APACHE,
        "a token without the scope",
        INVALID,
        "a token without the scope",
    ),
    // The module cannot tell from where a client calls.
    deviation(
        APACHE,
        "a client within its networks that says *",
        INVALID,
        "a token with allowed networks",
    ),
    deviation(APACHE, "a good token while the broker *", INVALID, TROUBLE),
    deviation(APACHE, "a bad token while the broker *", INVALID, TROUBLE),
    deviation(
        APACHE,
        "a good token at a gateway with a wrong credential",
        INVALID,
        TROUBLE,
    ),
    deviation(APACHE, "a broker whose certificate *", INVALID, TROUBLE),
    // Without a token it asks nobody.
    deviation(
        APACHE,
        "no token at a gateway with a wrong credential",
        "401 Bearer",
        TROUBLE,
    ),
    // It is a signature still; deny-lists go by `jti`.
    deviation(ENVOY_JWT, "forged: more after it", "passed", MORE),
    deviation(APACHE_JWT, "forged: more after it", "passed", MORE),
    // Without keys no JWT is good.
    deviation(APACHE_JWT, "keys of a broker whose certificate *", INVALID, CERTIFICATE),
];

/// A product's own words for a refusal, and what the broker would say.
const WORDS: &[(Kind, &str, &str)] = &[
    (
        APACHE,
        "401 Bearer error=\"invalid_request\", error_description=\"No bearer token found in the request\"",
        "401 Bearer",
    ),
    (
        APACHE,
        "401 Bearer error=\"invalid_token\", error_description=\"Reference token could not be introspected\"",
        INVALID,
    ),
    (
        APACHE_JWT,
        "401 Bearer error=\"invalid_request\", error_description=\"No bearer token found in the request\"",
        "401 Bearer",
    ),
    (
        APACHE_JWT,
        "401 Bearer error=\"invalid_token\", error_description=\"JWT token could not be validated\"",
        INVALID,
    ),
];

fn matches(pattern: &str, case: &str) -> bool {
    if let Some(end) = pattern.strip_prefix('*') {
        return case.ends_with(end);
    }
    match pattern.strip_suffix('*') {
        Some(start) => case.starts_with(start),
        None => case == pattern,
    }
}

fn of(kind: Kind) -> impl Iterator<Item = &'static Deviation> {
    DEVIATIONS.iter().filter(move |own| own.kind == kind)
}

/// What is known to come of a case at this product.
pub fn instead(kind: Kind, case: &str) -> Option<&'static str> {
    let known = of(kind).find(|known| matches(known.case, case));
    known.map(|known| known.outcome)
}

/// Deviations of this product that none of the cases has shown.
pub fn untried(kind: Kind, cases: &[String]) -> Vec<&'static str> {
    of(kind)
        .map(|known| known.case)
        .filter(|pattern| !cases.iter().any(|case| matches(pattern, case)))
        .collect()
}

/// A refusal in the broker's words.
pub fn in_our_words(kind: Kind, refusal: String) -> String {
    let own = WORDS.iter().find(|(own, words, _)| *own == kind && *words == refusal);
    own.map_or(refusal, |(.., ours)| (*ours).to_owned())
}

#[test]
fn every_deviation_is_told() {
    for known in DEVIATIONS {
        let page = if known.kind.1 == GatewayMode::LocalJwt {
            include_str!("../../../../docs/local-verification.md")
        } else {
            include_str!("../../../../docs/gateways.md")
        };
        let row = format!("| {} | {} |", known.kind.0.name(), known.told);
        assert!(page.contains(&row), "{row}");
    }
}
