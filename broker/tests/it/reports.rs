//! Reports of browsers: taken from anybody, counted, and good for nothing else.

use reqwest::Method;
use serde_json::json;
use tessera_broker::config::{Config, Limits};

use crate::on_both;
use crate::support::client::{Answer, Client};

const PATH: &str = "/csp-report";

async fn report(client: &Client, kind: &str, body: String) -> Answer {
    client.send(Method::POST, PATH, Some(body), kind).await
}

on_both! {
    async fn browsers_report_and_nothing_changes(app) {
        // A browser says of a report that it comes from nowhere, or from elsewhere.
        let browser = Client::anonymous(&app.base).on_page_of(Some("null")).with("sec-fetch-site", "cross-site");
        let before = app.contents().await;
        let one = json!({"csp-report": {"effective-directive": "script-src", "blocked-uri": "inline", "document-uri": "http://x/\n\u{1b}[31m"}});
        let list = json!([{"type": "csp-violation", "body": {"effectiveDirective": "require-trusted-types-for"}}, {"type": "x"}]);
        let answer = report(&browser, "application/csp-report", one.to_string()).await;
        assert!(!answer.headers.contains_key("set-cookie"));
        answer.expect(204);
        report(&browser, "application/reports+json", list.to_string()).await.expect(204);
        assert_eq!(app.app.policy_reports.count(), 3);

        for (kind, body, status) in [
            ("text/plain", one.to_string(), 415),
            ("", one.to_string(), 415),
            ("application/csp-report", "{".to_owned(), 400),
            ("application/csp-report", "7".to_owned(), 400),
            ("application/csp-report", "[".repeat(4_000), 400),
            ("application/csp-report", json!({"csp-report": "x".repeat(5_000)}).to_string(), 413),
        ] {
            report(&browser, kind, body).await.expect(status);
        }
        assert_eq!(app.app.policy_reports.count(), 3);
        assert_eq!(app.contents().await, before);
    }
}

on_both! { |config: &mut Config| config.limits = Limits { public_per_minute: 2, ..Limits::NONE };
    async fn a_page_that_reports_much_leaves_its_people_their_calls(app) {
        let browser = Client::anonymous(&app.base);
        for status in [204, 204, 429] {
            report(&browser, "application/csp-report", "{}".to_owned()).await.expect(status);
        }
        let body = json!({"email": "nobody@support.example"});
        assert!(browser.post("/api/v1/public/password-resets", &body).await.status.is_success());
    }
}
