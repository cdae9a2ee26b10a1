//! What an event tells beside its title: facts, and what a change made of what.

use leptos::prelude::*;
use tessera_shared::dto::audit::{AuditAction, AuditEvent};

use super::audit_fact_words::{fact_title, fact_value};
use crate::t;

/// One fact of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// What it was before, where it changed.
    pub before: Option<String>,
    /// What it is.
    pub value: String,
}

/// Ends the name of a fact that tells what another one was before.
const BEFORE: &str = "_before";

/// Facts of an event in the order of their names, with what each was before.
pub fn facts(event: &AuditEvent) -> Vec<Fact> {
    let told = |name: &str| {
        event
            .facts
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    };
    let narrowed = (event.action == AuditAction::RequestApproved)
        .then(|| told("removed"))
        .flatten();
    let befores = event.facts.keys().filter_map(|name| name.strip_suffix(BEFORE));
    let mut names: Vec<&str> = befores
        .chain(event.facts.keys().map(String::as_str))
        .filter(|name| !name.ends_with(BEFORE))
        .filter(|name| narrowed.is_none() || *name != "removed")
        .collect();
    names.sort_unstable();
    names.dedup();
    let fact = |name: &str| {
        let before = match (name, narrowed) {
            ("scopes", Some(removed)) => Some(
                [told("scopes").unwrap_or_default(), removed]
                    .join(" ")
                    .trim()
                    .to_owned(),
            ),
            // Without a word about networks a token works from anywhere.
            ("allowed_networks", _) if event.action == AuditAction::RequestApproved => {
                Some(t!("anywhere", "qualquer lugar").to_owned())
            }
            _ => event
                .facts
                .get(&[name, BEFORE].concat())
                .map(|value| fact_value(name, value)),
        };
        let value = match event.facts.get(name) {
            Some(value) => fact_value(name, value),
            // The thing bears its new name.
            None if name == "name" => event.label.clone(),
            None => String::new(),
        };
        let before = before.filter(|before| *before != value);
        (before.is_some() || !value.is_empty()).then(|| Fact {
            name: fact_title(name),
            before,
            value,
        })
    };
    names.into_iter().filter_map(fact).collect()
}

/// The facts of an event in one line, changes as before and after.
#[component]
pub fn Facts(
    /// The event.
    event: AuditEvent,
) -> impl IntoView {
    let facts = facts(&event);
    let fact = |fact: Fact| {
        let none = || t!("none", "nada").to_owned();
        let Fact { name, before, value } = fact;
        let after = if value.is_empty() { none() } else { value };
        let change = match before {
            None => view! { {after} }.into_any(),
            Some(before) => {
                let before = if before.is_empty() { none() } else { before };
                view! {
                    <del><span class="sr-only">{t!("was ", "era ")}</span>{before}</del>
                    <span aria-hidden="true">" → "</span>
                    <ins class="no-underline text-muted font-medium"><span class="sr-only">{t!(", now ", ", agora ")}</span>{after}</ins>
                }
                .into_any()
            }
        };
        view! { <span class="break-words min-w-0">{name} ": " {change}</span> }
    };
    (!facts.is_empty()).then(|| {
        view! { <p class="text-xs text-faint mt-0.5 flex flex-wrap gap-x-3">{facts.into_iter().map(fact).collect_view()}</p> }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tessera_shared::ids::AuditEventId;
    use tessera_shared::instant::Instant;
    use tessera_shared::words::ActorKind;

    use super::*;

    fn told(action: AuditAction, facts: &[(&str, &str)]) -> Vec<(String, Option<String>, String)> {
        let facts: BTreeMap<String, String> = facts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let event = AuditEvent {
            id: AuditEventId::from_u128(1),
            at: Instant::from_millis(0),
            actor_kind: ActorKind::User,
            actor: "Hanna".to_owned(),
            action,
            object: String::new(),
            label: "Halden Rail".to_owned(),
            reason: None,
            facts,
            address: None,
        };
        let told = super::facts(&event).into_iter();
        told.map(|fact| (fact.name, fact.before, fact.value)).collect()
    }

    fn line(name: &str, before: Option<&str>, value: &str) -> (String, Option<String>, String) {
        (name.to_owned(), before.map(str::to_owned), value.to_owned())
    }

    #[test]
    fn a_narrowed_wish_says_what_was_asked_for() {
        let facts = [
            ("scopes", "seats:read"),
            ("removed", "seats:book"),
            ("allowed_networks", "10.0.0.0/8"),
        ];
        assert_eq!(
            told(AuditAction::RequestApproved, &facts),
            [
                line("allowed networks", Some("anywhere"), "10.0.0.0/8"),
                line("scopes", Some("seats:read seats:book"), "seats:read"),
            ]
        );
    }

    #[test]
    fn what_stayed_the_same_is_no_change() {
        let facts = [
            ("colour_before", "#111111"),
            ("colour", "#111111"),
            ("name_before", "Halden"),
        ];
        assert_eq!(
            told(AuditAction::TenantBranded, &facts),
            [
                line("colour", None, "#111111"),
                line("name", Some("Halden"), "Halden Rail")
            ]
        );
    }

    #[test]
    fn other_facts_stand_alone() {
        let facts = [
            ("sent_to", "a@b.example"),
            ("empty", ""),
            ("enabled_before", "false"),
            ("enabled", "true"),
        ];
        assert_eq!(
            told(AuditAction::ProviderChanged, &facts),
            [line("enabled", Some("no"), "yes"), line("sent to", None, "a@b.example")]
        );
    }
}
