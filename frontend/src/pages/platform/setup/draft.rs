//! What is typed in the wizard. Whatever can be guessed from the name is guessed, until it is typed.

use tessera_shared::dto::catalogue::{ApiScope, CreateApi};
use tessera_shared::dto::gateways::CreateGateway;
use tessera_shared::dto::setup::SetUpTenant;
use tessera_shared::dto::tenants::CreateTenant;
use tessera_shared::error::FieldError;
use tessera_shared::words::{Environment, GatewayMode};

use crate::forms::checked::checked;
use crate::{t, tf};

/// The steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Name, short name, colour.
    Customer,
    /// The first admin.
    Admin,
    /// The first API, and the gateway in front of it.
    Api,
    /// The first call.
    Test,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Admin, Self::Api, Self::Test];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Customer => t!("Customer", "Cliente"),
            Self::Admin => t!("First admin", "Primeiro administrador"),
            Self::Api => t!("API and gateway", "API e gateway"),
            Self::Test => t!("Test call", "Chamada de teste"),
        }
    }

    /// The step after it, as long as something is typed there.
    pub const fn next_typed(self) -> Option<Self> {
        match self {
            Self::Customer => Some(Self::Admin),
            Self::Admin => Some(Self::Api),
            Self::Api | Self::Test => None,
        }
    }

    /// The step before it.
    pub const fn before(self) -> Option<Self> {
        match self {
            Self::Customer => None,
            Self::Admin => Some(Self::Customer),
            Self::Api | Self::Test => Some(Self::Admin),
        }
    }

    fn of(pointer: &str) -> Self {
        match pointer.split('/').nth(1) {
            Some("tenant") => Self::Customer,
            Some("admin_email") => Self::Admin,
            _ => Self::Api,
        }
    }
}

/// The first step that something is wrong with.
pub fn first_wrong(found: &[FieldError]) -> Option<Step> {
    found.iter().map(|error| Step::of(&error.pointer)).min()
}

/// A new customer, as typed. An empty text stands for the guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUpDraft {
    /// Full name.
    pub name: String,
    /// Short name.
    pub slug: String,
    /// Colour.
    pub accent: String,
    /// Where the first admin's invitation goes.
    pub admin: String,
    /// Name of the first API.
    pub api: String,
    /// What gateways and tokens call it.
    pub audience: String,
    /// Its first scope.
    pub scope: String,
    /// Name of the first gateway.
    pub gateway: String,
    /// Tokens of which environment it lets through.
    pub environment: Environment,
}

impl Default for SetUpDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            slug: String::new(),
            accent: "#0f766e".to_owned(),
            admin: String::new(),
            api: String::new(),
            audience: String::new(),
            scope: String::new(),
            gateway: "edge-1".to_owned(),
            environment: Environment::Production,
        }
    }
}

/// Lower-case words of a name with hyphens between, as far as a short name goes.
fn slug_of(name: &str) -> String {
    let plain = |letter: char| {
        let lower = letter.to_ascii_lowercase();
        if lower.is_ascii_alphanumeric() { lower } else { ' ' }
    };
    let words: String = name.chars().map(plain).collect();
    let joined = words.split_whitespace().collect::<Vec<_>>().join("-");
    let short = joined.get(..joined.len().min(40)).unwrap_or_default();
    short.trim_end_matches('-').to_owned()
}

fn or_guess(typed: &str, guess: String) -> String {
    let typed = typed.trim();
    if typed.is_empty() { guess } else { typed.to_owned() }
}

impl SetUpDraft {
    /// The short name.
    pub fn slug(&self) -> String {
        or_guess(&self.slug, slug_of(&self.name))
    }

    fn api_slug(&self) -> String {
        slug_of(&self.api)
    }

    /// What gateways and tokens call the API.
    pub fn audience(&self) -> String {
        or_guess(&self.audience, format!("{}/{}", self.slug(), self.api_slug()))
    }

    /// The first scope.
    pub fn scope(&self) -> String {
        or_guess(&self.scope, format!("{}:read", self.api_slug()))
    }

    fn body(&self) -> SetUpTenant {
        let (name, api) = (self.name.trim(), self.api.trim());
        SetUpTenant {
            tenant: CreateTenant {
                slug: self.slug(),
                name: name.to_owned(),
                accent: self.accent.trim().to_owned(),
            },
            admin_email: self.admin.trim().to_owned(),
            api: CreateApi {
                slug: self.api_slug(),
                name: api.to_owned(),
                version: "v1".to_owned(),
                audience: self.audience(),
                description: tf!("{api} of {name}.", "{api} de {name}."),
                scopes: vec![ApiScope {
                    name: self.scope(),
                    description: tf!("Read from {api}.", "Ler de {api}."),
                    writes: false,
                }],
            },
            gateway: CreateGateway {
                name: self.gateway.trim().to_owned(),
                place: tf!("In front of {api}", "Na frente de {api}"),
                environment: self.environment,
                mode: GatewayMode::ForwardAuth,
                audience: Some(self.audience()),
                required_scopes: Vec::new(),
            },
        }
    }

    /// What is wrong with one step.
    pub fn problems(&self, step: Step) -> Vec<FieldError> {
        let found = self.to_dto().err().unwrap_or_default();
        found
            .into_iter()
            .filter(|error| Step::of(&error.pointer) == step)
            .collect()
    }

    /// The body, or every rule it breaks.
    pub fn to_dto(&self) -> Result<SetUpTenant, Vec<FieldError>> {
        checked(self.body(), |_| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> SetUpDraft {
        SetUpDraft {
            name: "Osprey Lines".to_owned(),
            admin: "mira@osprey.example".to_owned(),
            api: "Departures".to_owned(),
            ..SetUpDraft::default()
        }
    }

    #[test]
    fn three_texts_are_enough() {
        let body = typed().to_dto().unwrap();
        assert_eq!(body.tenant.slug, "osprey-lines");
        assert_eq!(body.api.audience, "osprey-lines/departures");
        assert_eq!(body.gateway.audience, Some(body.api.audience));
        assert_eq!(body.api.scopes.first().unwrap().name, "departures:read");
    }

    #[test]
    fn what_is_typed_beats_the_guess() {
        let mut draft = typed();
        draft.slug = "osprey".to_owned();
        draft.audience = "https://api.osprey.example".to_owned();
        let body = draft.to_dto().unwrap();
        assert_eq!(body.tenant.slug, "osprey");
        assert_eq!(body.api.audience, "https://api.osprey.example");
    }

    #[test]
    fn a_step_is_asked_about_its_own_fields_only() {
        let empty = SetUpDraft::default();
        assert!(
            empty
                .problems(Step::Customer)
                .iter()
                .all(|error| error.pointer.starts_with("/tenant/"))
        );
        assert_eq!(empty.problems(Step::Admin).len(), 1);
        assert!(typed().problems(Step::Api).is_empty());
        let both = [empty.problems(Step::Api), empty.problems(Step::Admin)].concat();
        assert_eq!(first_wrong(&both), Some(Step::Admin));
    }

    #[test]
    fn names_become_short_names() {
        for (name, slug) in [
            ("Osprey Lines", "osprey-lines"),
            (" A&B  Cargo! ", "a-b-cargo"),
            ("Ærø", "r"),
        ] {
            assert_eq!(slug_of(name), slug);
        }
        assert!(slug_of(&"long ".repeat(20)).len() <= 40);
    }
}
