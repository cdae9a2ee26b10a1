//! Who may do what: one table, permission × role, that the broker enforces and the SPA uses to
//! show or disable.

use crate::vocabulary;

vocabulary! {
    /// The built-in roles.
    Role {
        /// Someone of the organisation that consumes the APIs, known by their link.
        Partner => "partner",
        /// Decides for the tenant.
        CustomerAdmin => "customer_admin",
        /// Reads everything of the tenant, changes nothing.
        CustomerAuditor => "customer_auditor",
        /// Serves the tenants they are a member of.
        SupportAgent => "support_agent",
        /// A support agent who also assigns agents.
        SupportLead => "support_lead",
        /// Runs the platform; has no place inside a tenant.
        PlatformOwner => "platform_owner",
        /// A machine caller of the REST API with chosen permissions.
        ServiceAccount => "service_account",
        /// An enforcement point of one tenant.
        Gateway => "gateway",
    }
}

vocabulary! {
    /// Everything a route can ask permission for.
    Action {
        /// See the tenant's card, policy and overview.
        ViewTenant => "view_tenant",
        /// Change the tenant's name, colour and logo.
        BrandTenant => "brand_tenant",
        /// Change what the tenant allows.
        ManagePolicy => "manage_policy",
        /// See access requests.
        ViewRequests => "view_requests",
        /// File an access request.
        SubmitRequest => "submit_request",
        /// Take an access request back.
        WithdrawRequest => "withdraw_request",
        /// Approve or deny an access request.
        DecideRequest => "decide_request",
        /// Issue an approved token, or issue it again.
        IssueToken => "issue_token",
        /// Read the plaintext of a delivery.
        OpenDelivery => "open_delivery",
        /// See tokens, never their secret.
        ViewTokens => "view_tokens",
        /// Stop a token for a while.
        SuspendToken => "suspend_token",
        /// Let a suspended token work again.
        ResumeToken => "resume_token",
        /// End a token for good.
        RevokeToken => "revoke_token",
        /// See partners.
        ViewPartners => "view_partners",
        /// Add or change partners.
        ManagePartners => "manage_partners",
        /// See the catalogue of APIs.
        ViewApis => "view_apis",
        /// Add or change APIs.
        ManageApis => "manage_apis",
        /// See gateways.
        ViewGateways => "view_gateways",
        /// Add, rotate or retire gateways.
        ManageGateways => "manage_gateways",
        /// See the people of the tenant.
        ViewMembers => "view_members",
        /// Invite people to the tenant and remove them.
        ManageMembers => "manage_members",
        /// Look at people across tenants, give them tenants and take them away.
        PlacePeople => "place_people",
        /// Make, rotate and end service accounts.
        ManageServiceAccounts => "manage_service_accounts",
        /// Read the audit trail.
        ViewAudit => "view_audit",
        /// Create, suspend and list tenants.
        ManageTenants => "manage_tenants",
        /// Add, change and list providers of sign-in.
        ManageProviders => "manage_providers",
        /// Ask whether a token is good.
        CheckToken => "check_token",
    }
}

/// How far a role's permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Never.
    No,
    /// Only on what belongs to the caller: a partner's own request and tokens.
    Own,
    /// On everything of the tenant the caller is a member of.
    Tenant,
    /// On the platform, outside any tenant.
    Platform,
    /// Only when the machine account was given it.
    IfGranted,
}

use Grant::{IfGranted as G, No as N, Own as O, Platform as P, Tenant as T};

/// One row per action; the columns follow [`Role::ALL`].
#[rustfmt::skip]
pub const MATRIX: &[(Action, [Grant; 8])] = &[
    //                         partner admin auditor agent lead owner account gateway
    (Action::ViewTenant,      [O,      T,    T,      T,    T,   N,    G,      N]),
    (Action::BrandTenant,     [N,      T,    N,      N,    N,   P,    N,      N]),
    (Action::ManagePolicy,    [N,      N,    N,      T,    T,   N,    G,      N]),
    (Action::ViewRequests,    [O,      T,    T,      T,    T,   N,    G,      N]),
    (Action::SubmitRequest,   [O,      N,    N,      T,    T,   N,    G,      N]),
    (Action::WithdrawRequest, [O,      N,    N,      T,    T,   N,    G,      N]),
    (Action::DecideRequest,   [N,      T,    N,      N,    N,   N,    N,      N]),
    (Action::IssueToken,      [N,      N,    N,      T,    T,   N,    G,      N]),
    (Action::OpenDelivery,    [O,      N,    N,      N,    N,   N,    N,      N]),
    (Action::ViewTokens,      [O,      T,    T,      T,    T,   N,    G,      N]),
    (Action::SuspendToken,    [N,      T,    N,      T,    T,   N,    G,      N]),
    (Action::ResumeToken,     [N,      T,    N,      T,    T,   N,    G,      N]),
    (Action::RevokeToken,     [O,      T,    N,      T,    T,   N,    G,      N]),
    (Action::ViewPartners,    [N,      T,    T,      T,    T,   N,    G,      N]),
    (Action::ManagePartners,  [N,      N,    N,      T,    T,   N,    G,      N]),
    (Action::ViewApis,        [N,      T,    T,      T,    T,   N,    G,      N]),
    (Action::ManageApis,      [N,      N,    N,      T,    T,   N,    G,      N]),
    (Action::ViewGateways,    [N,      T,    T,      T,    T,   N,    G,      N]),
    (Action::ManageGateways,  [N,      N,    N,      T,    T,   N,    G,      N]),
    (Action::ViewMembers,     [N,      T,    T,      T,    T,   N,    N,      N]),
    (Action::ManageMembers,   [N,      T,    N,      N,    T,   N,    N,      N]),
    (Action::PlacePeople,     [N,      N,    N,      N,    T,   P,    N,      N]),
    (Action::ManageServiceAccounts, [N, N,    N,      N,    T,   N,    N,      N]),
    (Action::ViewAudit,       [O,      T,    T,      T,    T,   N,    G,      N]),
    (Action::ManageTenants,   [N,      N,    N,      N,    N,   P,    N,      N]),
    (Action::ManageProviders, [N,      N,    N,      N,    N,   P,    N,      N]),
    (Action::CheckToken,      [N,      N,    N,      N,    N,   N,    N,      T]),
];

/// What a service account can be given.
pub const GRANTABLE: &[Action] = &[
    Action::ViewTenant,
    Action::ManagePolicy,
    Action::ViewRequests,
    Action::SubmitRequest,
    Action::WithdrawRequest,
    Action::IssueToken,
    Action::ViewTokens,
    Action::SuspendToken,
    Action::ResumeToken,
    Action::RevokeToken,
    Action::ViewPartners,
    Action::ManagePartners,
    Action::ViewApis,
    Action::ManageApis,
    Action::ViewGateways,
    Action::ManageGateways,
    Action::ViewAudit,
];

/// What `role` may do with `action`.
pub fn grant(role: Role, action: Action) -> Grant {
    let column = Role::ALL.iter().position(|known| *known == role);
    MATRIX
        .iter()
        .find(|(row, _)| *row == action)
        .zip(column)
        .and_then(|((_, grants), column)| grants.get(column).copied())
        .unwrap_or(Grant::No)
}

/// Roles that somebody with `role` may give to others and take from them: those below their own.
pub const fn assignable(role: Role) -> &'static [Role] {
    match role {
        Role::CustomerAdmin => &[Role::CustomerAuditor],
        Role::SupportLead => &[Role::SupportAgent],
        Role::PlatformOwner => &[Role::CustomerAdmin, Role::SupportLead],
        Role::Partner | Role::CustomerAuditor | Role::SupportAgent | Role::ServiceAccount | Role::Gateway => &[],
    }
}

/// Roles that somebody with `role` may give to people with an account, in many tenants at once. Roles of
/// a customer are given by invitation only.
pub const fn placeable(role: Role) -> &'static [Role] {
    match role {
        Role::SupportLead => &[Role::SupportAgent],
        Role::PlatformOwner => &[Role::SupportAgent, Role::SupportLead],
        _ => &[],
    }
}

/// Roles that somebody with `role` may take away across tenants.
pub const fn removable(role: Role) -> &'static [Role] {
    match role {
        Role::SupportLead => &[Role::SupportAgent],
        Role::PlatformOwner => &[Role::SupportAgent, Role::SupportLead, Role::CustomerAdmin],
        _ => &[],
    }
}

/// Whether a role belongs to those who serve customers.
pub const fn is_support(role: Role) -> bool {
    matches!(role, Role::SupportAgent | Role::SupportLead)
}

/// Whether a member with `role` may do `action` inside the tenant of the membership.
pub fn allows(role: Role, action: Action) -> bool {
    grant(role, action) == Grant::Tenant
}

/// The roles whose members may do `action` inside the tenant of the membership, as they are stored.
pub fn roles_that_may(action: Action) -> Vec<&'static str> {
    let able = |role: &&Role| allows(**role, action);
    Role::ALL.iter().filter(able).map(|role| role.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_exactly_one_row() {
        for action in Action::ALL {
            let rows = MATRIX.iter().filter(|(row, _)| row == action).count();
            assert_eq!(rows, 1, "{action}");
        }
        assert_eq!(MATRIX.len(), Action::ALL.len());
    }

    #[test]
    fn what_can_be_given_to_service_accounts_is_what_the_table_says() {
        for action in Action::ALL {
            let given = grant(Role::ServiceAccount, *action) == Grant::IfGranted;
            assert_eq!(GRANTABLE.contains(action), given, "{action}");
        }
    }

    #[test]
    fn a_brand_is_changed_by_those_it_belongs_to_and_by_the_platform() {
        for role in Role::ALL {
            let expected = match role {
                Role::CustomerAdmin => Grant::Tenant,
                Role::PlatformOwner => Grant::Platform,
                _ => Grant::No,
            };
            assert_eq!(grant(*role, Action::BrandTenant), expected, "{role}");
        }
    }

    #[test]
    fn nobody_decides_and_issues() {
        for role in Role::ALL {
            assert!(
                !(allows(*role, Action::DecideRequest) && allows(*role, Action::IssueToken)),
                "{role}"
            );
        }
    }

    #[test]
    fn nobody_gives_their_own_role_or_one_that_gives_it() {
        for role in Role::ALL {
            for below in assignable(*role) {
                assert!(!assignable(*below).contains(role), "{role}");
                assert_ne!(below, role);
            }
        }
    }

    #[test]
    fn who_manages_members_of_a_tenant_has_a_role_to_give() {
        for role in Role::ALL.iter().filter(|role| allows(**role, Action::ManageMembers)) {
            assert!(!assignable(*role).is_empty(), "{role}");
        }
    }

    #[test]
    fn who_places_people_gives_roles_of_support_below_the_own() {
        for role in Role::ALL {
            let may = !matches!(grant(*role, Action::PlacePeople), Grant::No);
            assert_eq!(may, !placeable(*role).is_empty(), "{role}");
            for given in placeable(*role) {
                assert!(is_support(*given) && given != role, "{role}");
                assert!(removable(*role).contains(given), "what is given can be taken: {role}");
                assert!(!placeable(*given).contains(role), "{role}");
            }
        }
    }

    #[test]
    fn only_a_partner_opens_a_delivery() {
        for role in Role::ALL {
            let expected = if *role == Role::Partner { Grant::Own } else { Grant::No };
            assert_eq!(grant(*role, Action::OpenDelivery), expected, "{role}");
        }
    }
}
