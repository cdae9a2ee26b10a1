//! The functions of the stores, as their source names them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::walls::WALLED;

/// A function with its signature and all that follows up to the next one.
struct Function {
    name: String,
    signature: String,
    text: String,
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_store = path.to_str().unwrap().ends_with("store.rs");
        if path.is_dir() {
            files(&path, found);
        } else if is_store {
            found.push(path);
        }
    }
}

fn functions() -> Vec<Function> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let mut all = Vec::new();
    for path in paths {
        let source = std::fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        let module = path.strip_prefix(&root).unwrap().with_extension("");
        for text in source.split("\npub fn ").skip(1) {
            let name = text.split(['(', '<']).next().unwrap();
            all.push(Function {
                name: format!("{}::{name}", module.display()),
                signature: text.split('{').next().unwrap().to_owned(),
                text: text.to_owned(),
            });
        }
    }
    assert!(all.len() > 100, "only {} functions", all.len());
    all
}

fn takes_scope(function: &Function) -> bool {
    ["&TenantScope", "&UserScope", "&QueueScope", "&OverviewScope"]
        .iter()
        .any(|scope| function.signature.contains(scope))
}

/// Functions that take the scope of a tenant or of a person.
pub fn scoped() -> BTreeSet<String> {
    let scoped = functions().into_iter().filter(takes_scope);
    scoped.map(|function| function.name).collect()
}

/// Functions that take none though they touch a table with rows of tenants, and do not say in their
/// name that they cross tenants.
pub fn unscoped() -> BTreeSet<String> {
    let touches = |function: &Function| {
        let tables = WALLED.iter().map(|(table, _)| format!("{table}::table"));
        let raw = function.text.contains("tenant_id");
        raw || tables.into_iter().any(|table| function.text.contains(&table))
    };
    let unscoped = functions()
        .into_iter()
        .filter(|function| !takes_scope(function) && touches(function));
    let unscoped = unscoped.filter(|function| !function.name.ends_with("_across_tenants"));
    unscoped.map(|function| function.name).collect()
}

/// The functions that find the tenant, or belong to the broker as a whole.
pub fn across_tenants() -> BTreeSet<String> {
    let known = [
        // By a secret that its bearer shows.
        "deliveries/store::find_by_link",
        "machines/store::find_client",
        "people/invite_store::find_by_code",
        "requests/store::find_by_partner_key",
        // By the short name on its public page; and for the owner of the platform.
        "tenants/store::find_by_slug",
        "tenants/store::insert_tenant",
        "tenants/store::list_platform",
        // People across tenants, over those the caller was found to be over.
        "people/place_store::count_for",
        "people/place_store::list_people",
        "people/place_store::list_places",
        // Providers of sign-in belong to the owner of the platform, also those of one tenant; and a
        // person on the way to one is not yet anywhere.
        "sso/store::find_by_domain",
        "sso/store::find_provider",
        "sso/store::find_tenant_name",
        "sso/store::insert_provider",
        "sso/store::list_offered",
        "sso/store::update_provider",
        // Jobs, the indexes of the checks, and the feed between nodes.
        "notifications/store::claim_due",
        "notifications/store::insert",
        "notifications/store::settle",
        "tokens/load/store::list_tenants",
        "tokens/load/store::newest_change",
        "tokens/sync/store::delete_changes",
        "tokens/sync/store::list_changes",
        "tokens/usage/store::add_counts",
        "tokens/usage/store::set_last_seen",
        // The tenants come from the memberships of the person.
        "queue/store::count_waiting",
        // Whether a person works for support anywhere.
        "factors/store::has_role_anywhere",
    ];
    known.into_iter().map(str::to_owned).collect()
}
