//! The audit trail in words.

use tessera_shared::dto::audit::{AuditAction, AuditEvent};
use tessera_shared::words::ActorKind;

use crate::ui::{Glyph, Tone};

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
    use AuditAction as A;
    let (icon, tone, title) = match action {
        A::SignedIn => (Glyph::LockOpen, Tone::Plain, "Signed in"),
        A::PasswordShown => (Glyph::LockOpen, Tone::Plain, "Password shown"),
        A::SteppedUp => (Glyph::ShieldCheck, Tone::Plain, "Identity proven again"),
        A::SignInFailed => (Glyph::Lock, Tone::Bad, "Sign-in refused"),
        A::SignedOut => (Glyph::Lock, Tone::Plain, "Signed out"),
        A::SessionClosed => (Glyph::Lock, Tone::Plain, "Signed out elsewhere"),
        A::PasswordChanged => (Glyph::KeyRound, Tone::Plain, "Password changed"),
        A::PasswordResetAsked => (Glyph::Mail, Tone::Plain, "New password asked for"),
        A::PasswordReset => (Glyph::KeyRound, Tone::Plain, "Password set by a link"),
        A::FactorAdded => (Glyph::ShieldCheck, Tone::Ok, "Second factor added"),
        A::FactorRefused => (Glyph::ShieldCheck, Tone::Bad, "Second factor refused"),
        A::FactorRenamed => (Glyph::ShieldCheck, Tone::Plain, "Second factor renamed"),
        A::FactorRemoved => (Glyph::ShieldCheck, Tone::Bad, "Second factor removed"),
        A::RecoveryCodesMade => (Glyph::KeyRound, Tone::Plain, "Recovery codes made"),
        A::RecoveryCodeUsed => (Glyph::KeyRound, Tone::Bad, "Recovery code used"),
        A::TenantCreated => (Glyph::Building2, Tone::Plain, "Customer created"),
        A::TenantSuspended => (Glyph::CirclePause, Tone::Bad, "Customer suspended"),
        A::TenantResumed => (Glyph::CircleCheck, Tone::Ok, "Customer resumed"),
        A::TenantBranded => (Glyph::Pencil, Tone::Plain, "Name or colour changed"),
        A::LogoChanged => (Glyph::Pencil, Tone::Plain, "Logo changed"),
        A::LogoRemoved => (Glyph::X, Tone::Plain, "Logo removed"),
        A::UserCreated => (Glyph::UserPlus, Tone::Plain, "User created"),
        A::IdentityLinked => (Glyph::UserPlus, Tone::Plain, "Sign-in with a provider set up"),
        A::PlatformRoleChanged => (Glyph::ShieldCheck, Tone::Plain, "Role on the platform changed"),
        A::ProviderAdded => (Glyph::Plus, Tone::Plain, "Provider of sign-in added"),
        A::ProviderChanged => (Glyph::RotateCw, Tone::Plain, "Provider of sign-in changed"),
        A::MemberAdded => (Glyph::UserPlus, Tone::Plain, "Member added"),
        A::MemberInvited => (Glyph::Mail, Tone::Plain, "Member invited"),
        A::InviteWithdrawn => (Glyph::X, Tone::Plain, "Invitation withdrawn"),
        A::MemberSignedOut => (Glyph::Lock, Tone::Bad, "Member signed out"),
        A::MemberRoleChanged => (Glyph::ArrowRightLeft, Tone::Plain, "Role changed"),
        A::PersonPlaced => (Glyph::UserPlus, Tone::Plain, "Given customers"),
        A::MemberRemoved => (Glyph::X, Tone::Plain, "Member removed"),
        A::RequestSubmitted => (Glyph::FileText, Tone::Plain, "Request filed"),
        A::RequestConfirmed => (Glyph::BadgeCheck, Tone::Ok, "E-mail confirmed"),
        A::RequestApproved => (Glyph::Check, Tone::Ok, "Request approved"),
        A::RequestDenied => (Glyph::X, Tone::Bad, "Request denied"),
        A::RequestWithdrawn => (Glyph::X, Tone::Plain, "Request withdrawn"),
        A::RequestLapsed => (Glyph::CalendarX, Tone::Plain, "Request lapsed"),
        A::TokenIssued => (Glyph::KeyRound, Tone::Plain, "Token issued"),
        A::TokenSuspended => (Glyph::CirclePause, Tone::Spin, "Token suspended"),
        A::TokenResumed => (Glyph::CircleCheck, Tone::Ok, "Token resumed"),
        A::TokenRevoked => (Glyph::Ban, Tone::Bad, "Token revoked"),
        A::TokenExpired => (Glyph::CalendarX, Tone::Plain, "Token expired"),
        A::DeliverySent => (Glyph::Mail, Tone::Plain, "Link sent"),
        A::DeliveryOpened => (Glyph::MailOpen, Tone::Ok, "Link opened"),
        A::DeliveryRefused => (Glyph::CircleAlert, Tone::Bad, "Opening refused"),
        A::DeliveryExpired => (Glyph::Clock, Tone::Plain, "Link ran out"),
        A::SigningKeyRotated => (Glyph::RotateCw, Tone::Plain, "Signing key changed"),
        A::ServiceAccountCreated => (Glyph::Plus, Tone::Plain, "Service account made"),
        A::ServiceAccountRotated => (Glyph::RotateCw, Tone::Plain, "Service account has a new secret"),
        A::ServiceAccountKeyAdded => (Glyph::KeyRound, Tone::Plain, "Service account has a new key"),
        A::ServiceAccountRetired => (Glyph::X, Tone::Plain, "Service account ended"),
        A::PartnerCreated => (Glyph::Handshake, Tone::Plain, "Partner added"),
        A::ApiCreated => (Glyph::Blocks, Tone::Plain, "API added"),
        A::GatewayCreated => (Glyph::ShieldCheck, Tone::Plain, "Gateway added"),
        A::GatewayRotated => (Glyph::RotateCw, Tone::Plain, "Gateway credential changed"),
        A::GatewayKeyAdded => (Glyph::KeyRound, Tone::Plain, "Gateway key added"),
        A::GatewayCredentialEnded => (Glyph::Ban, Tone::Plain, "Gateway credential ended"),
        A::GatewayRetired => (Glyph::Ban, Tone::Plain, "Gateway retired"),
    };
    Words { icon, tone, title }
}

/// Who did it, after the verb: `by Iris`, `at edge-oslo-1`.
pub fn who(event: &AuditEvent) -> String {
    match event.actor_kind {
        ActorKind::System => "by Tessera".to_owned(),
        ActorKind::Gateway => format!("at {}", event.actor),
        ActorKind::User | ActorKind::Partner => format!("by {}", event.actor),
        ActorKind::ServiceAccount => format!("by {}, a service account", event.actor),
    }
}

/// Facts worth a line of their own, in the order of their names.
pub fn facts(event: &AuditEvent) -> Vec<(String, String)> {
    let told = event.facts.iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| (name.replace('_', " "), value.clone()))
        .collect()
}
