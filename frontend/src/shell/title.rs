//! The tab's title: page, customer, product.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::state::tenant;

/// First part of the address, name of its page, name of the page of one thing.
const NAMES: &[(&str, &str, &str)] = &[
    ("queue", "Queue", "Queue"),
    ("overview", "Overview", "Overview"),
    ("requests", "Requests", "Request"),
    ("tokens", "Tokens", "Token"),
    ("partners", "Partners", "Partner"),
    ("apis", "APIs", "API"),
    ("gateways", "Gateways", "Gateway"),
    ("audit", "Audit", "Audit"),
    ("members", "Members", "Members"),
    ("settings", "Settings", "Settings"),
    ("platform", "All customers", "All customers"),
];

/// Keeps the title; answers it.
pub fn follow() -> Memo<String> {
    let path = use_location().pathname;
    let title = Memo::new(move |_| {
        let page = path.with(|path| page_name(path));
        title(page, tenant::active().map(|card| card.name).as_deref())
    });
    Effect::new(move || title.with(|title| document().set_title(title)));
    on_cleanup(|| document().set_title("Tessera"));
    title
}

fn title(page: Option<&str>, customer: Option<&str>) -> String {
    let parts: Vec<&str> = page.into_iter().chain(customer).chain(["Tessera"]).collect();
    parts.join(" · ")
}

fn page_name(path: &str) -> Option<&'static str> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next());
    let (_, many, one) = NAMES.iter().find(|(known, _, _)| *known == first)?;
    Some(match (first, second) {
        ("requests", Some("new")) => "File a request",
        ("gateways", Some("new")) => "Add gateway",
        (_, Some(_)) => one,
        (_, None) => many,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_name() {
        for (path, name) in [
            ("/queue", Some("Queue")),
            ("/requests", Some("Requests")),
            ("/requests/new", Some("File a request")),
            ("/requests/req_1", Some("Request")),
            ("/platform/tenants", Some("All customers")),
            ("/", None),
        ] {
            assert_eq!(page_name(path), name, "{path}");
        }
    }

    #[test]
    fn the_customer_stands_in_between() {
        assert_eq!(
            title(Some("Queue"), Some("Halden Rail")),
            "Queue · Halden Rail · Tessera"
        );
        assert_eq!(title(None, None), "Tessera");
    }
}
