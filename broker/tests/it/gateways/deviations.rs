//! What a product cannot do, and what it does instead. `docs/gateways.md` tells each, with the reason.

use tessera_shared::words::GatewayProduct;
use tessera_shared::words::GatewayProduct::{Apache, Envoy, Nginx, Traefik};

const INVALID: &str = "401 Bearer error=\"invalid_token\"";
const TROUBLE: &str = "a broker in trouble, a certificate that is wrong, a wrong credential of the gateway";

struct Deviation {
    product: GatewayProduct,
    /// A star in front or at the end stands for anything.
    case: &'static str,
    outcome: &'static str,
    /// How the documentation calls the case.
    told: &'static str,
}

const fn deviation(
    product: GatewayProduct,
    case: &'static str,
    outcome: &'static str,
    told: &'static str,
) -> Deviation {
    Deviation {
        product,
        case,
        outcome,
        told,
    }
}

const OTHERS: &str = "other names that begin like identity headers";

const DEVIATIONS: &[Deviation] = &[
    // It removes headers by name only.
    deviation(
        Nginx,
        OTHERS,
        "passed, x-tessera-admin: \"evil\", x-tessera-tenant-name: \"evil\"",
        OTHERS,
    ),
    // It always sends them.
    deviation(
        Envoy,
        "what the broker hears of the call",
        "api.example PATCH",
        "what the broker hears of the call",
    ),
    // It cannot tell one 403 from another.
    deviation(
        Traefik,
        "* at a gateway with a wrong credential",
        "403",
        "a wrong credential of the gateway",
    ),
    // Introspection says no more than that a token is not good, and no answer is the same to the module.
    deviation(
        Apache,
        "a token without the scope",
        INVALID,
        "a token without the scope",
    ),
    deviation(Apache, "a good token while the broker *", INVALID, TROUBLE),
    deviation(Apache, "a bad token while the broker *", INVALID, TROUBLE),
    deviation(
        Apache,
        "a good token at a gateway with a wrong credential",
        INVALID,
        TROUBLE,
    ),
    deviation(Apache, "a broker whose certificate *", INVALID, TROUBLE),
    // Without a token it asks nobody.
    deviation(
        Apache,
        "no token at a gateway with a wrong credential",
        "401 Bearer",
        TROUBLE,
    ),
];

/// A product's own words for a refusal, and what the broker would say.
const WORDS: &[(GatewayProduct, &str, &str)] = &[
    (
        Apache,
        "401 Bearer error=\"invalid_request\", error_description=\"No bearer token found in the request\"",
        "401 Bearer",
    ),
    (
        Apache,
        "401 Bearer error=\"invalid_token\", error_description=\"Reference token could not be introspected\"",
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

fn of(product: GatewayProduct) -> impl Iterator<Item = &'static Deviation> {
    DEVIATIONS.iter().filter(move |own| own.product == product)
}

/// What is known to come of a case at this product.
pub fn instead(product: GatewayProduct, case: &str) -> Option<&'static str> {
    let known = of(product).find(|known| matches(known.case, case));
    known.map(|known| known.outcome)
}

/// Deviations of this product that none of the cases has shown.
pub fn untried(product: GatewayProduct, cases: &[String]) -> Vec<&'static str> {
    of(product)
        .map(|known| known.case)
        .filter(|pattern| !cases.iter().any(|case| matches(pattern, case)))
        .collect()
}

/// A refusal in the broker's words.
pub fn in_our_words(product: GatewayProduct, refusal: String) -> String {
    let own = WORDS
        .iter()
        .find(|(own, words, _)| *own == product && *words == refusal);
    own.map_or(refusal, |(.., ours)| (*ours).to_owned())
}

#[test]
fn every_deviation_is_told() {
    let page = include_str!("../../../../docs/gateways.md");
    for known in DEVIATIONS {
        let row = format!("| {} | {} |", known.product.name(), known.told);
        assert!(page.contains(&row), "{row}");
    }
}
