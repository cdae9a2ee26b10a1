//! The audit trail in words.

use tessera_shared::dto::audit::{AuditAction, AuditEvent};
use tessera_shared::words::ActorKind;

use crate::ui::{Glyph, Tone};
use crate::{t, tf};

/// How an action looks and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Its icon.
    pub icon: Glyph,
    /// Good, bad or neither.
    pub tone: Tone,
    /// What happened.
    pub title: &'static str,
}

/// Icon, tone and title of an action.
pub fn words(action: AuditAction) -> Words {
    let (icon, tone) = look(action);
    Words {
        icon,
        tone,
        title: title(action),
    }
}

const fn look(action: AuditAction) -> (Glyph, Tone) {
    use AuditAction as A;
    match action {
        A::SignedIn | A::PasswordShown => (Glyph::LockOpen, Tone::Plain),
        A::SteppedUp | A::FactorRenamed | A::PlatformRoleChanged | A::GatewayCreated => {
            (Glyph::ShieldCheck, Tone::Plain)
        }
        A::SignInFailed | A::MemberSignedOut => (Glyph::Lock, Tone::Bad),
        A::SignedOut | A::SessionClosed => (Glyph::Lock, Tone::Plain),
        A::PasswordChanged
        | A::PasswordReset
        | A::RecoveryCodesMade
        | A::TokenIssued
        | A::ServiceAccountKeyAdded
        | A::GatewayKeyAdded => (Glyph::KeyRound, Tone::Plain),
        A::PasswordResetAsked | A::MemberInvited | A::DeliverySent => (Glyph::Mail, Tone::Plain),
        A::FactorAdded => (Glyph::ShieldCheck, Tone::Ok),
        A::FactorRefused | A::FactorRemoved => (Glyph::ShieldCheck, Tone::Bad),
        A::RecoveryCodeUsed => (Glyph::KeyRound, Tone::Bad),
        A::TenantCreated => (Glyph::Building2, Tone::Plain),
        A::TenantSuspended => (Glyph::CirclePause, Tone::Bad),
        A::TenantResumed | A::TokenResumed => (Glyph::CircleCheck, Tone::Ok),
        A::TenantBranded | A::PolicyChanged | A::LogoChanged | A::ViewRenamed => (Glyph::Pencil, Tone::Plain),
        A::ViewSaved => (Glyph::ListFilter, Tone::Plain),
        A::ViewRemoved
        | A::LogoRemoved
        | A::InviteWithdrawn
        | A::MemberRemoved
        | A::RequestWithdrawn
        | A::ServiceAccountRetired => (Glyph::X, Tone::Plain),
        A::UserCreated | A::IdentityLinked | A::MemberAdded | A::PersonPlaced => (Glyph::UserPlus, Tone::Plain),
        A::ProviderAdded | A::ServiceAccountCreated => (Glyph::Plus, Tone::Plain),
        A::ProviderChanged | A::SigningKeyRotated | A::ServiceAccountRotated | A::GatewayRotated => {
            (Glyph::RotateCw, Tone::Plain)
        }
        A::MemberRoleChanged => (Glyph::ArrowRightLeft, Tone::Plain),
        A::RequestSubmitted => (Glyph::FileText, Tone::Plain),
        A::RequestConfirmed => (Glyph::BadgeCheck, Tone::Ok),
        A::RequestApproved => (Glyph::Check, Tone::Ok),
        A::RequestDenied => (Glyph::X, Tone::Bad),
        A::RequestLapsed | A::TokenExpired => (Glyph::CalendarX, Tone::Plain),
        A::TokenSuspended => (Glyph::CirclePause, Tone::Spin),
        A::TokenRevoked => (Glyph::Ban, Tone::Bad),
        A::DeliveryOpened => (Glyph::MailOpen, Tone::Ok),
        A::DeliveryRefused => (Glyph::CircleAlert, Tone::Bad),
        A::DeliveryExpired => (Glyph::Clock, Tone::Plain),
        A::PartnerCreated => (Glyph::Handshake, Tone::Plain),
        A::ListExported => (Glyph::Download, Tone::Plain),
        A::ApiCreated => (Glyph::Blocks, Tone::Plain),
        A::GatewayCredentialEnded | A::GatewayRetired => (Glyph::Ban, Tone::Plain),
    }
}

/// What an action is called.
fn title(action: AuditAction) -> &'static str {
    use AuditAction as A;
    match action {
        A::SignedIn => t!("Signed in", "Entrou"),
        A::PasswordShown => t!("Password shown", "Senha mostrada"),
        A::SteppedUp => t!("Identity proven again", "Identidade comprovada de novo"),
        A::SignInFailed => t!("Sign-in refused", "Entrada recusada"),
        A::SignedOut => t!("Signed out", "Saiu"),
        A::SessionClosed => t!("Signed out elsewhere", "Saída em outro lugar"),
        A::PasswordChanged => t!("Password changed", "Senha alterada"),
        A::PasswordResetAsked => t!("New password asked for", "Nova senha pedida"),
        A::PasswordReset => t!("Password set by a link", "Senha definida por um link"),
        A::FactorAdded => t!("Second factor added", "Segundo fator adicionado"),
        A::FactorRefused => t!("Second factor refused", "Segundo fator recusado"),
        A::FactorRenamed => t!("Second factor renamed", "Segundo fator renomeado"),
        A::FactorRemoved => t!("Second factor removed", "Segundo fator removido"),
        A::RecoveryCodesMade => t!("Recovery codes made", "Códigos de recuperação criados"),
        A::RecoveryCodeUsed => t!("Recovery code used", "Código de recuperação usado"),
        A::ViewSaved => t!("View saved", "Visão salva"),
        A::ViewRenamed => t!("View renamed", "Visão renomeada"),
        A::ViewRemoved => t!("View removed", "Visão removida"),
        A::TenantCreated => t!("Customer created", "Cliente criado"),
        A::TenantSuspended => t!("Customer suspended", "Cliente suspenso"),
        A::TenantResumed => t!("Customer resumed", "Cliente retomado"),
        A::TenantBranded => t!("Name or colour changed", "Nome ou cor alterados"),
        A::PolicyChanged => t!("Policy changed", "Política alterada"),
        A::LogoChanged => t!("Logo changed", "Logo alterado"),
        A::LogoRemoved => t!("Logo removed", "Logo removido"),
        A::UserCreated => t!("User created", "Usuário criado"),
        A::IdentityLinked => t!("Sign-in with a provider set up", "Entrada por provedor configurada"),
        A::PlatformRoleChanged => t!("Role on the platform changed", "Papel na plataforma alterado"),
        A::ProviderAdded => t!("Provider of sign-in added", "Provedor de entrada adicionado"),
        A::ProviderChanged => t!("Provider of sign-in changed", "Provedor de entrada alterado"),
        A::MemberAdded => t!("Member added", "Membro adicionado"),
        A::MemberInvited => t!("Member invited", "Membro convidado"),
        A::InviteWithdrawn => t!("Invitation withdrawn", "Convite retirado"),
        A::MemberSignedOut => t!("Member signed out", "Membro desconectado"),
        A::MemberRoleChanged => t!("Role changed", "Papel alterado"),
        A::PersonPlaced => t!("Given customers", "Clientes atribuídos"),
        A::MemberRemoved => t!("Member removed", "Membro removido"),
        A::RequestSubmitted => t!("Request filed", "Pedido registrado"),
        A::RequestConfirmed => t!("E-mail confirmed", "E-mail confirmado"),
        A::RequestApproved => t!("Request approved", "Pedido aprovado"),
        A::RequestDenied => t!("Request denied", "Pedido negado"),
        A::RequestWithdrawn => t!("Request withdrawn", "Pedido retirado"),
        A::RequestLapsed => t!("Request lapsed", "Pedido vencido"),
        A::TokenIssued => t!("Token issued", "Token emitido"),
        A::TokenSuspended => t!("Token suspended", "Token suspenso"),
        A::TokenResumed => t!("Token resumed", "Token retomado"),
        A::TokenRevoked => t!("Token revoked", "Token revogado"),
        A::TokenExpired => t!("Token expired", "Token expirado"),
        A::DeliverySent => t!("Link sent", "Link enviado"),
        A::DeliveryOpened => t!("Link opened", "Link aberto"),
        A::DeliveryRefused => t!("Opening refused", "Abertura recusada"),
        A::DeliveryExpired => t!("Link ran out", "Link vencido"),
        A::SigningKeyRotated => t!("Signing key changed", "Chave de assinatura trocada"),
        A::ServiceAccountCreated => t!("Service account made", "Conta de serviço criada"),
        A::ServiceAccountRotated => t!("Service account has a new secret", "Conta de serviço com segredo novo"),
        A::ServiceAccountKeyAdded => t!("Service account has a new key", "Conta de serviço com chave nova"),
        A::ServiceAccountRetired => t!("Service account ended", "Conta de serviço encerrada"),
        A::PartnerCreated => t!("Partner added", "Parceiro adicionado"),
        A::ListExported => t!("List exported", "Lista exportada"),
        A::ApiCreated => t!("API added", "API adicionada"),
        A::GatewayCreated => t!("Gateway added", "Gateway adicionado"),
        A::GatewayRotated => t!("Gateway credential changed", "Credencial do gateway trocada"),
        A::GatewayKeyAdded => t!("Gateway key added", "Chave do gateway adicionada"),
        A::GatewayCredentialEnded => t!("Gateway credential ended", "Credencial do gateway encerrada"),
        A::GatewayRetired => t!("Gateway retired", "Gateway desativado"),
    }
}

/// What the thing is called it happened to; none where it has only an id.
pub fn object_name(event: &AuditEvent) -> Option<String> {
    if event.action == AuditAction::SigningKeyRotated
        && let Some(algorithm) = event.facts.get("algorithm")
    {
        return Some(tf!("Signing key {algorithm}", "Chave de assinatura {algorithm}"));
    }
    let label = &event.label;
    (!label.is_empty() && *label != event.object).then(|| label.clone())
}

/// Who did it, after the verb: `by Iris`, `at edge-oslo-1`.
pub fn who(event: &AuditEvent) -> String {
    let actor = &event.actor;
    match event.actor_kind {
        ActorKind::System => t!("by Tessera", "por Tessera").to_owned(),
        ActorKind::Gateway => tf!("at {actor}", "em {actor}"),
        ActorKind::User | ActorKind::Partner => tf!("by {actor}", "por {actor}"),
        ActorKind::ServiceAccount => tf!("by {actor}, a service account", "por {actor}, uma conta de serviço"),
    }
}
