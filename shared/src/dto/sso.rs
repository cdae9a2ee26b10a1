//! Sign-in with a provider (OpenID Connect), and the providers themselves.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::error::FieldError;
use crate::ids::{ProviderId, TenantId};
use crate::instant::Instant;
use crate::permission::Role;
use crate::validate::{Errors, MAX_NAME, Validate, is_domain, is_issuer};
use crate::vocabulary;

/// Most domains of one provider.
pub const MAX_DOMAINS: usize = 50;
/// Most mappings of one provider.
pub const MAX_MAPPINGS: usize = 200;
/// Longest client id, secret, list of scopes and name of a group.
pub const MAX_SETTING: usize = 500;

/// A provider as the sign-in page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInProvider {
    /// The provider.
    pub id: ProviderId,
    /// What the button says.
    pub name: String,
}

/// Asks which provider an address signs in with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindProvider {
    /// Only what stands behind the @ counts.
    pub email: String,
}

impl Validate for FindProvider {
    fn check(&self, errors: &mut Errors) {
        errors.email("/email", &self.email);
    }
}

/// The provider of a domain; the answer says nothing about accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundProvider {
    /// None: this domain signs in with passwords.
    pub provider: Option<SignInProvider>,
}

/// Begins to sign in with a provider.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartSignIn {
    /// The provider; absent when the address chooses it.
    pub provider: Option<ProviderId>,
    /// The person's address, for the provider's own form.
    pub email: Option<String>,
    /// Where to go afterwards: a path of this app.
    pub next: String,
}

impl Validate for StartSignIn {
    fn check(&self, errors: &mut Errors) {
        if let Some(email) = &self.email {
            errors.email("/email", email);
        } else if self.provider.is_none() {
            errors.add("/email", "required", "Enter your e-mail address.");
        }
        if !is_local_path(&self.next) {
            errors.add("/next", "not_local", "Name a path of this app, such as /queue.");
        }
    }
}

/// Whether a text is a path of this app that no browser takes for another site's address.
pub fn is_local_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    text.len() <= MAX_SETTING && text.starts_with('/') && !text.starts_with("//") && text.bytes().all(plain)
}

/// Where the browser goes to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartedSignIn {
    /// Address at the provider.
    pub url: String,
}

/// What ending a session leaves to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where the browser goes to sign out at the provider as well, for a session that came from one.
    pub url: Option<String>,
}

vocabulary! {
    /// Why a sign-in with a provider did not happen, as far as the sign-in page says it.
    SignInProblem {
        /// It took too long, was answered before, or was begun in another browser.
        Over => "over",
        /// The person stopped at the provider.
        Cancelled => "cancelled",
        /// The provider does not answer.
        Away => "away",
        /// The provider did not verify the person's address.
        UnverifiedEmail => "unverified_email",
        /// The provider does not speak for the address, or somebody else has an account with it.
        AddressTaken => "address_taken",
        /// The account has roles beyond the customer whose provider it is.
        ReachesFurther => "reaches_further",
        /// The person has no role anywhere.
        NoRole => "no_role",
        /// Too many sign-ins from one address.
        TooMany => "too_many",
        /// The broker cannot do it right now.
        Unavailable => "unavailable",
        /// What the provider said does not hold.
        Refused => "refused",
    }
}

/// What members of a group are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleMapping {
    /// The group, as the provider spells it.
    pub group: String,
    /// Where they have the role; absent for a role on the platform.
    pub tenant: Option<TenantId>,
    /// The role.
    pub role: Role,
}

/// What is the same when a provider is added and when it is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderSettings {
    /// What the button says.
    pub name: String,
    /// `iss` of its tokens and start of its metadata's address. https, except on this very host.
    pub issuer: String,
    /// This broker's id at the provider.
    pub client_id: String,
    /// Scopes asked for, separated by spaces; `openid` has to be among them.
    pub scopes: String,
    /// The claim of the ID token with the person's groups.
    pub groups_claim: String,
    /// Domains of e-mail addresses this provider is the authority for.
    pub domains: Vec<String>,
    /// What members of its groups are.
    pub mappings: Vec<RoleMapping>,
    /// Whether people can sign in with it.
    pub enabled: bool,
}

impl ProviderSettings {
    fn check(&self, errors: &mut Errors, tenant: Option<TenantId>) {
        errors.line("/settings/name", &self.name, MAX_NAME);
        if !is_issuer(&self.issuer) {
            let detail = "Enter the issuer as its metadata spells it: https, without query and fragment.";
            errors.add("/settings/issuer", "issuer", detail);
        }
        visible(errors, "/settings/client_id", &self.client_id);
        if !self.scopes.split(' ').any(|scope| scope == "openid") || !fits(&self.scopes, |byte| byte == b' ') {
            let detail = "Separate scopes by spaces; openid has to be among them.";
            errors.add("/settings/scopes", "scopes", detail);
        }
        visible(errors, "/settings/groups_claim", &self.groups_claim);
        self.check_domains(errors, tenant);
        self.check_mappings(errors, tenant);
    }

    fn check_domains(&self, errors: &mut Errors, tenant: Option<TenantId>) {
        if self.domains.len() > MAX_DOMAINS || (tenant.is_some() && self.domains.is_empty()) {
            let detail = format!("Name 1 to {MAX_DOMAINS} domains; only a provider of the platform goes without.");
            errors.add("/settings/domains", "required", detail);
        }
        let mut seen = HashSet::new();
        for (index, domain) in self.domains.iter().enumerate() {
            if !is_domain(domain) {
                let detail = "Write a domain in lower case, such as example.com.";
                errors.add(&format!("/settings/domains/{index}"), "domain", detail);
            } else if !seen.insert(domain) {
                errors.add(
                    &format!("/settings/domains/{index}"),
                    "twice",
                    "This one is there already.",
                );
            }
        }
    }

    fn check_mappings(&self, errors: &mut Errors, tenant: Option<TenantId>) {
        if self.mappings.len() > MAX_MAPPINGS {
            errors.add(
                "/settings/mappings",
                "too_many",
                format!("Use at most {MAX_MAPPINGS} mappings."),
            );
        }
        let mut seen = HashSet::new();
        for (index, mapping) in self.mappings.iter().enumerate() {
            let at = |field: &str| format!("/settings/mappings/{index}/{field}");
            errors.line(&at("group"), &mapping.group, MAX_SETTING);
            if !seen.insert(mapping) {
                errors.add(&at("group"), "twice", "This mapping is there already.");
            }
            if tenant.is_some() && mapping.tenant != tenant {
                let detail = "A customer's provider gives roles in this customer only.";
                errors.add(&at("tenant"), "foreign", detail);
            }
            let roles = mappable(mapping.tenant.is_some(), tenant.is_some());
            if !roles.contains(&mapping.role) {
                errors.add(&at("role"), "role", "This role cannot be given here.");
            }
        }
    }
}

/// Roles a mapping can give: on the platform or in a tenant, from a provider of the platform or from
/// one of a tenant. A tenant's own provider gives no role of support: who decides must not be able
/// to make somebody who issues.
pub const fn mappable(in_tenant: bool, tenants_own: bool) -> &'static [Role] {
    match (in_tenant, tenants_own) {
        (true, true) => &[Role::CustomerAdmin, Role::CustomerAuditor],
        (true, false) => &[
            Role::CustomerAdmin,
            Role::CustomerAuditor,
            Role::SupportAgent,
            Role::SupportLead,
        ],
        (false, false) => &[Role::PlatformOwner],
        (false, true) => &[],
    }
}

fn fits(text: &str, also: impl Fn(u8) -> bool) -> bool {
    (1..=MAX_SETTING).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() || also(byte))
}

fn visible(errors: &mut Errors, pointer: &str, text: &str) {
    if !fits(text, |_byte| false) {
        let detail = format!("Use 1 to {MAX_SETTING} visible characters.");
        errors.add(pointer, "bad_characters", detail);
    }
}

/// Adds a provider.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddProvider {
    /// Whose it is; absent for the whole platform.
    pub tenant: Option<TenantId>,
    /// What the provider gave with the client id; absent for a public client.
    pub client_secret: Option<String>,
    /// All the rest.
    pub settings: ProviderSettings,
}

impl Validate for AddProvider {
    fn check(&self, errors: &mut Errors) {
        if let Some(secret) = &self.client_secret {
            visible(errors, "/client_secret", secret);
        }
        self.settings.check(errors, self.tenant);
    }
}

/// Changes a provider.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeProvider {
    /// The version that was read.
    pub version: i32,
    /// Another secret; absent to keep the one there is.
    pub client_secret: Option<String>,
    /// All the rest, whole.
    pub settings: ProviderSettings,
}

impl Validate for ChangeProvider {
    fn check(&self, errors: &mut Errors) {
        if let Some(secret) = &self.client_secret {
            visible(errors, "/client_secret", secret);
        }
        // Whose provider it is knows the broker only; it checks the rest.
        self.settings.check(errors, None);
    }
}

impl ChangeProvider {
    /// The rules that count for a provider of `tenant`.
    pub fn validate_for(&self, tenant: Option<TenantId>) -> Result<(), Vec<FieldError>> {
        let mut errors = Errors::default();
        self.settings.check(&mut errors, tenant);
        errors.into_result()
    }
}

/// A provider, as the owner of the platform sees it: all but its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    /// The provider.
    pub id: ProviderId,
    /// Whose it is; absent for the whole platform.
    pub tenant: Option<TenantId>,
    /// What that tenant is called.
    pub tenant_name: Option<String>,
    /// All that can be changed.
    pub settings: ProviderSettings,
    /// Whether there is a client secret.
    pub has_secret: bool,
    /// The redirect address to enter at the provider.
    pub callback: String,
    /// Where the provider may send people after they signed out there.
    pub after_sign_out: String,
    /// Counts changes.
    pub version: i32,
    /// Added.
    pub created_at: Instant,
    /// Last changed.
    pub updated_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> AddProvider {
        AddProvider {
            tenant: Some(TenantId::from_u128(1)),
            client_secret: Some("secret".to_owned()),
            settings: ProviderSettings {
                name: "Halden".to_owned(),
                issuer: "https://login.halden.example/realms/halden".to_owned(),
                client_id: "tessera".to_owned(),
                scopes: "openid email profile".to_owned(),
                groups_claim: "groups".to_owned(),
                domains: vec!["halden.example".to_owned()],
                mappings: vec![RoleMapping {
                    group: "Token admins".to_owned(),
                    tenant: Some(TenantId::from_u128(1)),
                    role: Role::CustomerAdmin,
                }],
                enabled: true,
            },
        }
    }

    fn pointers(provider: &AddProvider) -> Vec<String> {
        let errors = provider.validate().err().unwrap_or_default();
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn a_tenants_provider_gives_roles_of_its_own_people_only() {
        let mut provider = provider();
        assert_eq!(pointers(&provider), [""; 0]);
        provider.settings.mappings[0].tenant = Some(TenantId::from_u128(2));
        assert_eq!(pointers(&provider), ["/settings/mappings/0/tenant"]);
        provider.settings.mappings[0].tenant = Some(TenantId::from_u128(1));
        provider.settings.mappings[0].role = Role::SupportAgent;
        assert_eq!(pointers(&provider), ["/settings/mappings/0/role"]);
        provider.tenant = None;
        assert_eq!(pointers(&provider), [""; 0]);
        provider.settings.mappings[0].tenant = None;
        assert_eq!(pointers(&provider), ["/settings/mappings/0/role"]);
        provider.settings.mappings[0].role = Role::PlatformOwner;
        assert_eq!(pointers(&provider), [""; 0]);
    }

    #[test]
    fn the_settings_of_a_provider_keep_their_rules() {
        let mut provider = provider();
        let settings = &mut provider.settings;
        settings.issuer = "http://login.halden.example".to_owned();
        settings.scopes = "email".to_owned();
        settings.client_id = "te ssera".to_owned();
        settings.domains = vec![
            "Halden.example".to_owned(),
            "a.example".to_owned(),
            "a.example".to_owned(),
        ];
        assert_eq!(
            pointers(&provider),
            [
                "/settings/issuer",
                "/settings/client_id",
                "/settings/scopes",
                "/settings/domains/0",
                "/settings/domains/2"
            ]
        );
    }

    #[test]
    fn only_paths_of_this_app_are_local() {
        for good in ["/", "/queue", "/requests/req_1?tenant=ten_1#x"] {
            assert!(is_local_path(good), "{good}");
        }
        for bad in [
            "",
            "queue",
            "//evil.example",
            "/\\evil.example",
            "/a b",
            "https://evil.example",
            "/\u{e4}",
        ] {
            assert!(!is_local_path(bad), "{bad}");
        }
    }
}
