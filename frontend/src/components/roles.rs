//! What roles and permissions are called.

use crate::t;
use tessera_shared::permission::{Action, Grant, Role};

/// A role as a title: `Support agent`.
pub fn role_title(role: Role) -> &'static str {
    match role {
        Role::Partner => t!("Partner", "Parceiro"),
        Role::CustomerAdmin => t!("Customer admin", "Admin do cliente"),
        Role::CustomerAuditor => t!("Customer auditor", "Auditor do cliente"),
        Role::SupportAgent => t!("Support agent", "Agente de suporte"),
        Role::SupportLead => t!("Support lead", "Líder de suporte"),
        Role::PlatformOwner => t!("Platform owner", "Dono da plataforma"),
        Role::ServiceAccount => t!("Service account", "Conta de serviço"),
        Role::Gateway => t!("Gateway", "Gateway"),
    }
}

/// A role inside a sentence: `a support agent`.
pub fn role_phrase(role: Role) -> &'static str {
    match role {
        Role::Partner => t!("a partner", "parceiro"),
        Role::CustomerAdmin => t!("an admin", "administrador"),
        Role::CustomerAuditor => t!("an auditor", "auditor"),
        Role::SupportAgent => t!("a support agent", "agente de suporte"),
        Role::SupportLead => t!("a support lead", "líder de suporte"),
        Role::PlatformOwner => t!("a platform owner", "dono da plataforma"),
        Role::ServiceAccount => t!("a service account", "conta de serviço"),
        Role::Gateway => t!("a gateway", "gateway"),
    }
}

/// A permission as the first column of the matrix.
pub fn action_title(action: Action) -> &'static str {
    match action {
        Action::ViewTenant => t!("See the customer and its overview", "Ver o cliente e sua visão geral"),
        Action::BrandTenant => t!("Change name, colour and logo", "Alterar nome, cor e logotipo"),
        Action::ManagePolicy => t!("Change what the customer allows", "Alterar o que o cliente permite"),
        Action::ViewRequests => t!("See requests", "Ver pedidos"),
        Action::SubmitRequest => t!("File a request", "Enviar um pedido"),
        Action::WithdrawRequest => t!("Take a request back", "Retirar um pedido"),
        Action::DecideRequest => t!("Approve or deny a request", "Aprovar ou negar um pedido"),
        Action::IssueToken => t!("Issue a token", "Emitir um token"),
        Action::OpenDelivery => t!("Read a secret, once", "Ler um segredo, uma vez"),
        Action::ViewTokens => t!("See tokens, never their secret", "Ver tokens, nunca o segredo"),
        Action::SuspendToken => t!("Suspend a token", "Suspender um token"),
        Action::ResumeToken => t!("Resume a token", "Retomar um token"),
        Action::RevokeToken => t!("Revoke a token", "Revogar um token"),
        Action::ViewPartners => t!("See partners", "Ver parceiros"),
        Action::ManagePartners => t!("Add or change partners", "Adicionar ou alterar parceiros"),
        Action::ViewApis => t!("See APIs", "Ver APIs"),
        Action::ManageApis => t!("Add or change APIs", "Adicionar ou alterar APIs"),
        Action::ViewGateways => t!("See gateways", "Ver gateways"),
        Action::ManageGateways => t!(
            "Add, rotate or retire gateways",
            "Adicionar, rotacionar ou desativar gateways"
        ),
        Action::ViewMembers => t!("See members", "Ver membros"),
        Action::ManageMembers => t!(
            "Invite and remove members of lower roles",
            "Convidar e remover membros de papéis abaixo"
        ),
        Action::PlacePeople => t!(
            "Give people customers, and take them away",
            "Dar e tirar clientes das pessoas"
        ),
        Action::ManageServiceAccounts => t!(
            "Make, rotate and end service accounts",
            "Criar, rotacionar e encerrar contas de serviço"
        ),
        Action::ViewAudit => t!("Read the audit trail", "Ler a trilha de auditoria"),
        Action::ManageTenants => t!(
            "Create, suspend and list customers",
            "Criar, suspender e listar clientes"
        ),
        Action::ManageProviders => t!("Choose where people sign in", "Escolher onde as pessoas entram"),
        Action::CheckToken => t!("Check tokens", "Verificar tokens"),
    }
}

/// A cell of the matrix, in words.
pub fn grant_words(grant: Grant) -> &'static str {
    match grant {
        Grant::No => "–",
        Grant::Own => t!("own", "próprio"),
        Grant::Tenant => t!("yes", "sim"),
        Grant::Platform => t!("platform", "plataforma"),
        Grant::IfGranted => t!("if granted", "se concedido"),
    }
}
