//! Drafts of what is typed, and how they become bodies; no browser, no signals.

use std::collections::BTreeSet;

use crate::forms::checked::checked;
use crate::{t, tf};
use serde::{Deserialize, Serialize};
use tessera_shared::dto::requests::{
    ApproveRequest, DenyRequest, FileRequest, RequestDetail, ScopeRef, SubmitRequest, Wish,
};
use tessera_shared::error::FieldError;
use tessera_shared::ids::PartnerId;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::validate::Errors;
use tessera_shared::words::Environment;

/// What is asked for, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishDraft {
    /// Name of the application.
    pub application: String,
    /// Ticked scopes.
    pub scopes: BTreeSet<ScopeRef>,
    /// Where.
    pub environment: Environment,
    /// Why.
    pub reason: String,
    /// Days, as typed.
    pub lifetime_days: String,
}

impl Default for WishDraft {
    fn default() -> Self {
        Self {
            application: String::new(),
            scopes: BTreeSet::new(),
            environment: Environment::Production,
            reason: String::new(),
            lifetime_days: "180".to_owned(),
        }
    }
}

impl WishDraft {
    /// Ticks or clears one scope.
    pub fn set_scope(&mut self, scope: ScopeRef, on: bool) {
        if on {
            self.scopes.insert(scope);
        } else {
            self.scopes.remove(&scope);
        }
    }

    fn to_dto(&self) -> Wish {
        Wish {
            application: self.application.trim().to_owned(),
            scopes: self.scopes.iter().cloned().collect(),
            environment: self.environment,
            reason: self.reason.trim().to_owned(),
            // What is no number breaks the same rule as zero days.
            lifetime_days: self.lifetime_days.trim().parse().unwrap_or(0),
        }
    }
}

/// The partner's form on the public page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDraft {
    /// Company name.
    pub company: String,
    /// Contact person.
    pub contact_name: String,
    /// Where links go.
    pub contact_email: String,
    /// What is asked for.
    pub wish: WishDraft,
}

impl FileDraft {
    /// The body, or every rule it breaks; `max_days` is the customer's policy.
    pub fn to_dto(&self, max_days: u32) -> Result<FileRequest, Vec<FieldError>> {
        let body = FileRequest {
            company: self.company.trim().to_owned(),
            contact_name: self.contact_name.trim().to_owned(),
            contact_email: self.contact_email.trim().to_owned(),
            wish: self.wish.to_dto(),
        };
        checked(body, |body| within_policy(body.wish.lifetime_days, max_days))
    }
}

/// The agent's form for a known partner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubmitDraft {
    /// For whom.
    pub partner: Option<PartnerId>,
    /// What is asked for.
    pub wish: WishDraft,
}

impl SubmitDraft {
    /// The body, or every rule it breaks; `max_days` is the customer's policy.
    pub fn to_dto(&self, max_days: u32) -> Result<SubmitRequest, Vec<FieldError>> {
        let body = SubmitRequest {
            partner: self.partner.unwrap_or(PartnerId::from_u128(0)),
            wish: self.wish.to_dto(),
        };
        let chosen = self.partner.is_some();
        checked(body, |body| {
            let mut errors = within_policy(body.wish.lifetime_days, max_days);
            if !chosen {
                errors.push(problem(
                    "/partner",
                    "required",
                    t!("Choose a partner.", "Escolha um parceiro."),
                ));
            }
            errors
        })
    }
}

/// A decision being prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDraft {
    /// The scopes asked for, in their order.
    asked: Vec<ScopeRef>,
    /// The scopes left in.
    granted: BTreeSet<ScopeRef>,
    /// Works from here; nothing means from issue on.
    pub starts_at: Option<Instant>,
    /// Ends here.
    pub ends_at: Option<Instant>,
    /// The chosen length in days, unless the end was typed.
    pub days: Option<u32>,
    /// Networks the token may be used from, as typed: one a line.
    pub networks: String,
    /// A word to the partner.
    pub note: String,
    revision: u32,
    snapshot: String,
}

impl DecisionDraft {
    /// Everything asked for, for as long as was asked and policy allows.
    pub fn of(detail: &RequestDetail, now: Instant) -> Self {
        let asked: Vec<ScopeRef> = detail
            .scopes
            .iter()
            .map(|row| ScopeRef {
                api: row.api.id,
                scope: row.scope.clone(),
            })
            .collect();
        let days = detail.lifetime_days.min(detail.max_lifetime_days);
        Self {
            granted: asked.iter().cloned().collect(),
            asked,
            starts_at: None,
            ends_at: Some(now + Span::days(i64::from(days))),
            days: Some(days),
            networks: String::new(),
            note: String::new(),
            revision: detail.summary.revision,
            snapshot: detail.snapshot.clone(),
        }
    }

    /// Whether a scope is left in.
    pub fn grants(&self, scope: &ScopeRef) -> bool {
        self.granted.contains(scope)
    }

    /// Leaves one scope in or takes it out.
    pub fn set_scope(&mut self, scope: ScopeRef, on: bool) {
        if on && self.asked.contains(&scope) {
            self.granted.insert(scope);
        } else if !on {
            self.granted.remove(&scope);
        }
    }

    /// How many scopes are left in.
    pub fn granted_count(&self) -> usize {
        self.granted.len()
    }

    /// How many were asked for.
    pub fn asked_count(&self) -> usize {
        self.asked.len()
    }

    /// Chooses a length, counted from the start or from now.
    pub fn set_days(&mut self, days: u32, now: Instant) {
        self.days = Some(days);
        self.ends_at = Some(self.starts_at.unwrap_or(now) + Span::days(i64::from(days)));
    }

    /// Moves the start, and the end with it while a length is chosen.
    pub fn set_start(&mut self, starts_at: Option<Instant>, now: Instant) {
        self.starts_at = starts_at;
        if let Some(days) = self.days {
            self.set_days(days, now);
        }
    }

    /// Sets the end by hand.
    pub fn set_end(&mut self, ends_at: Option<Instant>) {
        self.days = None;
        self.ends_at = ends_at;
    }

    /// The networks that were typed, with lines or commas between.
    fn allowed_networks(&self) -> Vec<String> {
        let typed = self.networks.split([',', '\n']).map(str::trim);
        typed.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    /// What is wrong with the networks, at their field.
    pub fn network_errors(&self) -> Vec<FieldError> {
        let networks = self.allowed_networks();
        let mut errors = Errors::default();
        errors.networks("", &networks);
        let first = errors.into_result().err().and_then(|all| all.into_iter().next());
        let told = first.map(|error| {
            let index = error.pointer.trim_start_matches('/').parse::<usize>().ok();
            match index.and_then(|index| networks.get(index)) {
                Some(text) => format!("{text}: {}", error.detail),
                None => error.detail,
            }
        });
        told.map(|told| problem("/allowed_networks", "not_a_network", &told))
            .into_iter()
            .collect()
    }

    /// Yes, or every rule it breaks.
    pub fn to_approve(&self) -> Result<ApproveRequest, Vec<FieldError>> {
        let note = self.note.trim();
        let body = ApproveRequest {
            revision: self.revision,
            snapshot: self.snapshot.clone(),
            scopes: self.asked.iter().filter(|scope| self.grants(scope)).cloned().collect(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            allowed_networks: self.allowed_networks(),
            reason: (!note.is_empty()).then(|| note.to_owned()),
        };
        let no_end = self.ends_at.is_none();
        checked(body, |_| {
            if no_end {
                vec![problem("/ends_at", "required", t!("Choose an end.", "Escolha um fim."))]
            } else {
                Vec::new()
            }
        })
    }

    /// No, or every rule it breaks.
    pub fn to_deny(&self) -> Result<DenyRequest, Vec<FieldError>> {
        let body = DenyRequest {
            revision: self.revision,
            snapshot: self.snapshot.clone(),
            reason: self.note.trim().to_owned(),
        };
        checked(body, |_| Vec::new())
    }
}

fn problem(pointer: &str, code: &str, detail: &str) -> FieldError {
    FieldError {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        detail: detail.to_owned(),
    }
}

fn within_policy(days: u32, max_days: u32) -> Vec<FieldError> {
    if days > max_days {
        let detail = tf!(
            "At most {max_days} days are allowed here.",
            "Aqui são permitidos no máximo {max_days} dias."
        );
        vec![problem("/wish/lifetime_days", "out_of_range", &detail)]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
#[path = "form_state_tests.rs"]
mod tests;
