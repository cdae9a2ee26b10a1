//! The hash of what a request asks for; a decision has to name it.

use aws_lc_rs::digest;
use tessera_shared::dto::requests::{ScopeRef, Wish};
use tessera_shared::ids::RequestId;

/// SHA-256 over everything a decider looks at, in lower-case hex. Parts carry their length, so
/// that no text can pose as two.
pub fn snapshot(id: RequestId, revision: i32, contact_email: &str, wish: &Wish) -> String {
    let mut scopes: Vec<&ScopeRef> = wish.scopes.iter().collect();
    scopes.sort();
    let mut parts = vec![
        id.to_string(),
        revision.to_string(),
        contact_email.to_owned(),
        wish.application.clone(),
        wish.environment.to_string(),
        wish.reason.clone(),
        wish.lifetime_days.to_string(),
    ];
    parts.extend(scopes.iter().map(|scope| format!("{} {}", scope.api, scope.scope)));
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part.as_bytes());
    }
    hex(context.finish().as_ref())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
