//! What browsers refused to do on the broker's pages: written to the log and counted, nothing else.
//!
//! Anybody can send such a report, so it is short, rate-limited, read without cookies, and every word
//! of it is escaped and cut before it is logged. Addresses lose their query, which may be somebody's
//! search.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, web};
use serde_json::Value;
use tessera_shared::error::ErrorCode;
use tessera_shared::paths;

use crate::app::App;
use crate::http::error::CallIdExt;
use crate::http::extract::{NoContent, OperationDoc, Takes, read_at_most};
use crate::http::gate::{Access, Gate};
use crate::http::peer::peer;
use crate::http::route::{Route, post};
use crate::outcome::{Outcome, Refusal};

/// Largest body of reports.
const MAX_REPORTS: usize = 4 * 1024;
/// Most characters of a word of a report that are logged.
const MAX_WORD: usize = 200;

/// The types browsers send: one report, a list of them, and what scripts call either.
const TYPES: [&str; 3] = ["application/csp-report", "application/reports+json", "application/json"];

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![post(paths::CSP_REPORT).gate::<Reporter>().to(
        "report_policy",
        "For browsers: what the content security policy made them refuse",
        report_policy,
    )]
}

/// How many reports this node has taken.
#[derive(Debug, Default)]
pub struct PolicyReports(AtomicU64);

impl PolicyReports {
    /// How many.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Whoever reports. Reports come without a page of their own, so the rule about whose page sent them
/// would be none.
#[derive(Debug)]
pub struct Reporter {
    call_id: String,
}

impl Gate for Reporter {
    fn access() -> Access {
        Access::Public
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        app.limits.report(peer(&app.config.trusted_proxies, req))?;
        Ok(Self { call_id: req.call_id() })
    }
}

/// The reports of one call.
#[derive(Debug)]
pub struct Reports(Vec<Value>);

impl Takes for Reports {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let kind = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        if !TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind.trim())) {
            let detail = "Send the report as application/csp-report or application/reports+json.";
            return Err(Refusal::new(ErrorCode::UnsupportedMediaType, detail));
        }
        let body = read_at_most(payload, MAX_REPORTS, "Reports hold at most 4 KiB.").await?;
        match serde_json::from_slice(&body) {
            Ok(Value::Array(reports)) => Ok(Self(reports)),
            Ok(report @ Value::Object(_)) => Ok(Self(vec![report])),
            _ => Err(Refusal::new(ErrorCode::Malformed, "This is no report.")),
        }
    }

    fn describe(_doc: &mut OperationDoc) {}
}

async fn report_policy(app: Arc<App>, reporter: Reporter, Reports(reports): Reports) -> Outcome<NoContent> {
    for report in &reports {
        let number = app.policy_reports.0.fetch_add(1, Ordering::Relaxed) + 1;
        let body = report
            .get("csp-report")
            .or_else(|| report.get("body"))
            .unwrap_or(report);
        tracing::warn!(
            call = %reporter.call_id,
            number,
            directive = ?word(body, ["effective-directive", "effectiveDirective"]),
            blocked = ?word(body, ["blocked-uri", "blockedURL"]),
            page = ?word(body, ["document-uri", "documentURL"]),
            source = ?word(body, ["source-file", "sourceFile"]),
            "a browser refused what a page wanted to do"
        );
    }
    Ok(NoContent)
}

/// A word of a report under either of its names, without query and fragment, and cut.
fn word(body: &Value, names: [&str; 2]) -> String {
    let found = names.iter().find_map(|name| body.get(*name)).and_then(Value::as_str);
    let plain = found.and_then(|text| text.split(['?', '#']).next()).unwrap_or_default();
    plain.chars().take(MAX_WORD).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_word_of_a_report_is_cut_and_has_no_query() {
        let long = "x".repeat(1_000);
        let report =
            json!({"document-uri": "https://t.example/queue?q=acme#key", "blockedURL": long, "source-file": 7});
        assert_eq!(
            word(&report, ["document-uri", "documentURL"]),
            "https://t.example/queue"
        );
        assert_eq!(word(&report, ["blocked-uri", "blockedURL"]).len(), MAX_WORD);
        assert_eq!(word(&report, ["source-file", "sourceFile"]), "");
    }
}
