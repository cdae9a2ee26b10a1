//! JWTs: signed by exchanging a token, verified by introspection, beside bare signatures.

use std::time::{Duration, Instant};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use tessera_shared::paths;

use crate::Arguments;
use crate::client::{self, form};
use crate::contender::{Contender, in_turns};
use crate::process::Server;
use crate::report::{Report, grouped};
use crate::world::{SMALL, World};

const IN_USE: usize = 500;
const BARE: Duration = Duration::from_secs(1);
/// About as long as the signed part of an access token.
const MESSAGE: [u8; 700] = [b'j'; 700];

/// Exchanges and introspections over HTTP, and what the signatures alone cost one core.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let (sign, verify) = bare();
    report.floor("bare ES256 signatures, one core", format!("{}/s", grouped(sign)));
    report.floor("bare ES256 verifications, one core", format!("{}/s", grouped(verify)));
    let world = World::on_sqlite(arguments, SMALL);
    let server = world.serve(arguments);
    let samples = world.samples(IN_USE);
    let exchanges = samples.iter().map(|(_, token)| exchange(token)).collect();
    let mut signing = Contender::new("token exchanged for a JWT (signed)", server.seat(), exchanges);
    let verifications = samples
        .iter()
        .filter_map(|(credential, token)| introspect_jwt(&server, credential, token))
        .collect();
    let mut verifying = Contender::new("JWT introspected (verified)", server.seat(), verifications);
    in_turns(report, vec![&mut signing, &mut verifying]);
    for (what, contender, bare) in [("exchange", &signing, sign), ("JWT introspection", &verifying, verify)] {
        let over = contender.median(|round| round.cpu) * bare / 1e6;
        report.floor(format!("{what} / bare signature: cpu"), format!("{over:.2}×"));
    }
}

fn exchange(token: &str) -> Vec<u8> {
    let form_text = format!(
        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token={token}\
         &subject_token_type=urn:ietf:params:oauth:token-type:access_token"
    );
    form(paths::OAUTH_TOKEN, &[], &form_text)
}

fn introspect_jwt(server: &Server, credential: &str, token: &str) -> Option<Vec<u8>> {
    let answer = client::send(server.address, &exchange(token)).unwrap();
    let jwt = answer.json()["access_token"].as_str()?.to_owned();
    let headers = [(paths::GATEWAY_HEADER, credential)];
    Some(form(paths::INTROSPECT, &headers, &format!("token={jwt}")))
}

/// Signatures and verifications a second.
fn bare() -> (f64, f64) {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let signature = key.sign(&random, &MESSAGE).unwrap();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.public_key().as_ref());
    let sign = per_second(|| _ = key.sign(&random, &MESSAGE).unwrap());
    (
        sign,
        per_second(|| public.verify(&MESSAGE, signature.as_ref()).unwrap()),
    )
}

fn per_second(act: impl Fn()) -> f64 {
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < BARE {
        act();
        count += 1;
    }
    f64::from(count) / began.elapsed().as_secs_f64()
}
