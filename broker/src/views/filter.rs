//! The filter of a view: what its list takes, in one spelling.

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::views::OBJECT_PARTS;
use tessera_shared::ids::is_id;
use tessera_shared::validate::{Errors, MAX_NAME};
use url::form_urlencoded::{Serializer, parse};

use crate::outcome::{Outcome, Refusal};

/// Where a page of the list is, which is no part of a filter.
const OF_PAGES: [&str; 2] = ["cursor", "limit"];

/// The filter of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Vec<(&'static str, String)>);

impl Filter {
    /// Reads a query whose parts are called `names`, which it puts in their order; parts without a value are left out.
    pub fn read(query: &str, names: &'static [&'static str]) -> Outcome<Self> {
        let mut parts: Vec<(usize, &'static str, String)> = Vec::new();
        for (name, value) in parse(query.as_bytes()) {
            let known = names.iter().enumerate().find(|(_, known)| **known == name);
            let Some((place, known)) = known.filter(|(_, known)| !OF_PAGES.contains(known)) else {
                return Err(bad("The list has no such filter."));
            };
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            check(known, value)?;
            parts.push((place, known, value.to_owned()));
        }
        parts.sort_by_key(|(place, ..)| *place);
        if parts.is_empty() {
            return Err(Refusal::field("/query", "required", "Choose a filter first."));
        }
        Ok(Self(parts.into_iter().map(|(_, name, value)| (name, value)).collect()))
    }

    /// Whether it names a thing of one tenant.
    pub fn names_object(&self) -> bool {
        self.0.iter().any(|(name, _)| OBJECT_PARTS.contains(name))
    }

    /// It as a query.
    pub fn query(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// What a list takes as it comes is kept only if it can find something.
fn check(name: &str, value: &str) -> Outcome<()> {
    match name {
        "q" => {
            let mut errors = Errors::default();
            errors.line("/query", value, MAX_NAME);
            errors.into_result().map_err(Refusal::Invalid)
        }
        "action" if !AuditAction::ALL.iter().any(|action| action.as_str().starts_with(value)) => {
            Err(bad("There is no such action."))
        }
        "object" if !is_id(value) => Err(bad("An object is named by its id.")),
        _ => Ok(()),
    }
}

/// The query is none of the list.
pub fn bad(detail: impl Into<String>) -> Refusal {
    Refusal::field("/query", "bad_filter", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &["cursor", "limit", "state", "partner", "action", "object", "q"];

    fn query(text: &str) -> Option<String> {
        Filter::read(text, NAMES).ok().map(|filter| filter.query())
    }

    #[test]
    fn a_filter_has_one_spelling() {
        let one = Some("state=active&q=caf%C3%A9+%26+co".to_owned());
        for text in [
            "state=active&q=café %26 co",
            "q=+caf%c3%a9%20%26+co+&state=active&partner=",
            "q=caf%C3%A9+%26+co&action=&state=active",
        ] {
            assert_eq!(query(text), one, "{text}");
        }
    }

    #[test]
    fn what_finds_nothing_is_no_filter() {
        let long = format!("q={}", "x".repeat(81));
        for text in [
            "",
            "q=",
            "state=&q=+",
            "cursor=x",
            "limit=5",
            "colour=red",
            "action=nobody.sang",
            "object=Halden",
            "q=a%00b",
            "q=a%0ab",
            "q=a%E2%80%AEb",
            &long,
        ] {
            assert_eq!(query(text), None, "{text}");
        }
        for text in [
            "action=token.",
            "action=token.issued",
            "object=tok_01kar8zv4we008007jggzcc86j",
        ] {
            assert_eq!(query(text).as_deref(), Some(text));
        }
    }
}
