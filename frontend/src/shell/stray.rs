//! A page of one thing belongs to one customer: when the customer changes, the list of the new one
//! takes its place.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::state::tenant;

/// Follows the customer on the screen.
pub fn follow() {
    let owner = tenant::page_owner();
    let (location, query, navigate) = (use_location(), use_query_map(), use_navigate());
    Effect::new(move |before: Option<Option<_>>| {
        let before = before.flatten();
        let now = owner.get();
        if now.is_none() && tenant::is_entering() {
            return before;
        }
        if let (Some(before), Some(now)) = (before, now)
            && before != now
        {
            let linked = query.with_untracked(|query| query.get("tenant")) == Some(now.to_string());
            let list = location.pathname.with_untracked(|path| list_of(path));
            if let Some(list) = list.filter(|_| !linked) {
                navigate(&list, NavigateOptions::default());
            }
        }
        now
    });
}

/// The list that the page of one thing belongs to.
fn list_of(path: &str) -> Option<String> {
    let (list, thing) = path.strip_prefix('/')?.split_once('/')?;
    let one = matches!(list, "requests" | "tokens" | "partners" | "gateways") && thing != "new" && !thing.is_empty();
    one.then(|| format!("/{list}"))
}

#[cfg(test)]
mod tests {
    use super::list_of;

    #[test]
    fn only_pages_of_one_thing_stray() {
        assert_eq!(list_of("/requests/req_1").as_deref(), Some("/requests"));
        for stays in ["/requests", "/requests/new", "/platform/tenants", "/", "/queue"] {
            assert_eq!(list_of(stays), None, "{stays}");
        }
    }
}
