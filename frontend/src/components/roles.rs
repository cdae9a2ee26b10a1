//! What roles and permissions are called.

use tessera_shared::permission::{Action, Grant, Role};

/// A role as a title: `Support agent`.
pub const fn role_title(role: Role) -> &'static str {
    match role {
        Role::Partner => "Partner",
        Role::CustomerAdmin => "Customer admin",
        Role::CustomerAuditor => "Customer auditor",
        Role::SupportAgent => "Support agent",
        Role::SupportLead => "Support lead",
        Role::PlatformOwner => "Platform owner",
        Role::ServiceAccount => "Service account",
        Role::Gateway => "Gateway",
    }
}

/// A role inside a sentence: `a support agent`.
pub const fn role_phrase(role: Role) -> &'static str {
    match role {
        Role::Partner => "a partner",
        Role::CustomerAdmin => "an admin",
        Role::CustomerAuditor => "an auditor",
        Role::SupportAgent => "a support agent",
        Role::SupportLead => "a support lead",
        Role::PlatformOwner => "a platform owner",
        Role::ServiceAccount => "a service account",
        Role::Gateway => "a gateway",
    }
}

/// A permission as the first column of the matrix.
pub const fn action_title(action: Action) -> &'static str {
    match action {
        Action::ViewTenant => "See the customer and its overview",
        Action::BrandTenant => "Change name, colour and logo",
        Action::ViewRequests => "See requests",
        Action::SubmitRequest => "File a request",
        Action::WithdrawRequest => "Take a request back",
        Action::DecideRequest => "Approve or deny a request",
        Action::IssueToken => "Issue a token",
        Action::OpenDelivery => "Read a secret, once",
        Action::ViewTokens => "See tokens, never their secret",
        Action::SuspendToken => "Suspend a token",
        Action::ResumeToken => "Resume a token",
        Action::RevokeToken => "Revoke a token",
        Action::ViewPartners => "See partners",
        Action::ManagePartners => "Add or change partners",
        Action::ViewApis => "See APIs",
        Action::ManageApis => "Add or change APIs",
        Action::ViewGateways => "See gateways",
        Action::ManageGateways => "Add, rotate or retire gateways",
        Action::ViewMembers => "See members",
        Action::ManageMembers => "Invite and remove members of lower roles",
        Action::PlacePeople => "Give people customers, and take them away",
        Action::ManageServiceAccounts => "Make, rotate and end service accounts",
        Action::ViewAudit => "Read the audit trail",
        Action::ManageTenants => "Create, suspend and list customers",
        Action::ManageProviders => "Choose where people sign in",
        Action::CheckToken => "Check tokens",
    }
}

/// A cell of the matrix, in words.
pub const fn grant_words(grant: Grant) -> &'static str {
    match grant {
        Grant::No => "–",
        Grant::Own => "own",
        Grant::Tenant => "yes",
        Grant::Platform => "platform",
        Grant::IfGranted => "if granted",
    }
}
