//! What is typed into the form of a provider, and the body it becomes.

use crate::forms::checked::wrong_here;
use crate::tf;
use tessera_shared::dto::sso::{Provider, ProviderSettings, RoleMapping};
use tessera_shared::error::FieldError;
use tessera_shared::ids::TenantId;
use tessera_shared::permission::Role;

/// The fields as they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub scopes: String,
    pub groups_claim: String,
    pub domains: String,
    /// One a line: `group = role`, and for a provider of the platform `group = role in ten_…`.
    pub mappings: String,
    pub enabled: bool,
}

/// What nearly every provider knows.
const SCOPES: &str = "openid email profile";

impl Default for Draft {
    fn default() -> Self {
        Self {
            name: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            client_secret: String::new(),
            scopes: SCOPES.to_owned(),
            groups_claim: "groups".to_owned(),
            domains: String::new(),
            mappings: String::new(),
            enabled: true,
        }
    }
}

impl Draft {
    /// A provider as it is now.
    pub fn of(provider: &Provider) -> Self {
        let settings = provider.settings.clone();
        let line = |mapping: &RoleMapping| match mapping.tenant.filter(|_| provider.tenant.is_none()) {
            Some(tenant) => format!("{} = {} in {tenant}", mapping.group, mapping.role),
            None => format!("{} = {}", mapping.group, mapping.role),
        };
        Self {
            mappings: settings.mappings.iter().map(line).collect::<Vec<_>>().join("\n"),
            domains: settings.domains.join(" "),
            name: settings.name,
            issuer: settings.issuer,
            client_id: settings.client_id,
            client_secret: String::new(),
            scopes: settings.scopes,
            groups_claim: settings.groups_claim,
            enabled: settings.enabled,
        }
    }

    /// The secret, if one was typed.
    pub fn secret(&self) -> Option<String> {
        let secret = self.client_secret.trim();
        (!secret.is_empty()).then(|| secret.to_owned())
    }

    /// The settings of a provider of `tenant`, or of the platform.
    pub fn settings(&self, tenant: Option<TenantId>) -> Result<ProviderSettings, Vec<FieldError>> {
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| c.is_whitespace() || c == ',');
            words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
        };
        let lines = self.mappings.lines().filter(|line| !line.trim().is_empty());
        let mappings = lines.map(|line| mapping(line, tenant).ok_or_else(|| unreadable(line)));
        Ok(ProviderSettings {
            name: self.name.trim().to_owned(),
            issuer: self.issuer.trim().to_owned(),
            client_id: self.client_id.trim().to_owned(),
            scopes: self.scopes.split_whitespace().collect::<Vec<_>>().join(" "),
            groups_claim: self.groups_claim.trim().to_owned(),
            domains: words(&self.domains),
            mappings: mappings.collect::<Result<_, _>>().map_err(|error| vec![error])?,
            enabled: self.enabled,
        })
    }
}

fn mapping(line: &str, own: Option<TenantId>) -> Option<RoleMapping> {
    let (group, role) = line.rsplit_once('=')?;
    let (role, tenant) = match role.split_once(" in ") {
        Some((role, tenant)) => (role, Some(tenant.trim().parse().ok()?)),
        None => (role, None),
    };
    let role: Role = role.trim().parse().ok()?;
    Some(RoleMapping {
        group: group.trim().to_owned(),
        tenant: tenant.or(own),
        role,
    })
}

fn unreadable(line: &str) -> FieldError {
    let line = line.trim();
    let detail = tf!(
        "Write a line as group = customer_admin, not {line:?}.",
        "Escreva uma linha como grupo = customer_admin, não {line:?}."
    );
    wrong_here("/settings/mappings", &detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(mappings: &str) -> Draft {
        Draft {
            mappings: mappings.to_owned(),
            domains: "Halden.example, halden.no".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn lines_become_mappings() {
        let (own, other) = (TenantId::from_u128(1), TenantId::from_u128(2));
        let settings = draft("a = b = customer_admin\n\n auditors=customer_auditor ")
            .settings(Some(own))
            .unwrap();
        assert_eq!(settings.domains, ["halden.example", "halden.no"]);
        let groups: Vec<_> = settings
            .mappings
            .iter()
            .map(|mapping| (mapping.group.as_str(), mapping.tenant))
            .collect();
        assert_eq!(groups, [("a = b", Some(own)), ("auditors", Some(own))]);

        let text = format!("agents = support_agent in {other}\nowners = platform_owner");
        let settings = draft(&text).settings(None).unwrap();
        let tenants: Vec<_> = settings.mappings.iter().map(|mapping| mapping.tenant).collect();
        assert_eq!(tenants, [Some(other), None]);
    }

    #[test]
    fn a_line_that_is_no_mapping_is_told() {
        for bad in ["admins", "admins = king", "admins = customer_admin in halden"] {
            let errors = draft(bad).settings(None).unwrap_err();
            assert_eq!(errors[0].pointer, "/settings/mappings", "{bad}");
        }
    }
}
