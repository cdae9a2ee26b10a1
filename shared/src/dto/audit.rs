//! The audit trail.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::AuditEventId;
use crate::instant::Instant;
use crate::vocabulary;
use crate::words::ActorKind;

vocabulary! {
    /// What was done.
    AuditAction {
        /// A session began.
        SignedIn => "session.started",
        /// A password was right, and a second factor comes next.
        PasswordShown => "session.password_shown",
        /// Somebody proved once more who they are.
        SteppedUp => "session.stepped_up",
        /// A sign-in failed.
        SignInFailed => "session.refused",
        /// A session ended by its owner.
        SignedOut => "session.ended",
        /// A session ended by its owner from another one.
        SessionClosed => "session.closed",
        /// A user chose another password.
        PasswordChanged => "user.password_changed",
        /// Somebody asked for a link to choose another password.
        PasswordResetAsked => "user.password_reset_asked",
        /// A user chose another password by a link.
        PasswordReset => "user.password_reset",
        /// A user added a second factor.
        FactorAdded => "user.factor_added",
        /// A second factor that a user wanted to add was refused.
        FactorRefused => "user.factor_refused",
        /// A user calls a second factor something else.
        FactorRenamed => "user.factor_renamed",
        /// A second factor of a user was removed.
        FactorRemoved => "user.factor_removed",
        /// A user made new recovery codes.
        RecoveryCodesMade => "user.recovery_codes_made",
        /// A user signed in with a recovery code.
        RecoveryCodeUsed => "user.recovery_code_used",
        /// A user saved a view of a list.
        ViewSaved => "user.view_saved",
        /// A user gave a view of theirs another name.
        ViewRenamed => "user.view_renamed",
        /// A user took a view of theirs away.
        ViewRemoved => "user.view_removed",
        /// A tenant was created.
        TenantCreated => "tenant.created",
        /// A tenant was suspended.
        TenantSuspended => "tenant.suspended",
        /// A suspended tenant works again.
        TenantResumed => "tenant.resumed",
        /// A tenant got another name or colour.
        TenantBranded => "tenant.branded",
        /// A tenant allows something else.
        PolicyChanged => "tenant.policy_changed",
        /// A tenant got a logo.
        LogoChanged => "tenant.logo_changed",
        /// A tenant's logo was taken away.
        LogoRemoved => "tenant.logo_removed",
        /// A user was created.
        UserCreated => "user.created",
        /// A user can sign in as somebody an issuer knows.
        IdentityLinked => "user.identity_linked",
        /// A user has another role on the platform, or none.
        PlatformRoleChanged => "user.platform_role_changed",
        /// A provider of sign-in was added.
        ProviderAdded => "provider.added",
        /// A provider of sign-in was changed.
        ProviderChanged => "provider.changed",
        /// A user became a member.
        MemberAdded => "member.added",
        /// Somebody was invited to be a member.
        MemberInvited => "member.invited",
        /// An invitation was taken back.
        InviteWithdrawn => "member.invite_withdrawn",
        /// All sessions of a member were ended by somebody above them.
        MemberSignedOut => "member.signed_out",
        /// A member got another role.
        MemberRoleChanged => "member.role_changed",
        /// The owner of the platform gave a person many tenants at once.
        PersonPlaced => "user.placed",
        /// A user is no longer a member.
        MemberRemoved => "member.removed",
        /// A request was filed.
        RequestSubmitted => "request.submitted",
        /// The partner confirmed the address.
        RequestConfirmed => "request.confirmed",
        /// An admin approved.
        RequestApproved => "request.approved",
        /// An admin denied; the request is removed.
        RequestDenied => "request.denied",
        /// Taken back.
        RequestWithdrawn => "request.withdrawn",
        /// Nobody acted in time.
        RequestLapsed => "request.lapsed",
        /// A token was issued.
        TokenIssued => "token.issued",
        /// A token was stopped for a while.
        TokenSuspended => "token.suspended",
        /// A suspended token works again.
        TokenResumed => "token.resumed",
        /// A token was ended for good.
        TokenRevoked => "token.revoked",
        /// A token's time was over.
        TokenExpired => "token.expired",
        /// A link was sent to the partner.
        DeliverySent => "delivery.sent",
        /// The partner opened it.
        DeliveryOpened => "delivery.opened",
        /// Somebody tried to open it again or with a wrong key.
        DeliveryRefused => "delivery.refused",
        /// Nobody opened it in time.
        DeliveryExpired => "delivery.expired",
        /// A tenant's tokens in JWT form are signed by another key.
        SigningKeyRotated => "signing_key.rotated",
        /// A service account was made.
        ServiceAccountCreated => "service_account.created",
        /// A service account got another secret.
        ServiceAccountRotated => "service_account.rotated",
        /// A service account got another public key.
        ServiceAccountKeyAdded => "service_account.key_added",
        /// A service account was ended.
        ServiceAccountRetired => "service_account.retired",
        /// A partner was added.
        PartnerCreated => "partner.created",
        /// Somebody exported a list, with so many rows.
        ListExported => "list.exported",
        /// An API was added.
        ApiCreated => "api.created",
        /// A gateway was added.
        GatewayCreated => "gateway.created",
        /// A gateway got a new credential.
        GatewayRotated => "gateway.rotated",
        /// A gateway got another public key.
        GatewayKeyAdded => "gateway.key_added",
        /// One of a gateway's credentials was ended before its time.
        GatewayCredentialEnded => "gateway.credential_ended",
        /// A gateway and all its credentials were ended.
        GatewayRetired => "gateway.retired",
    }
}

/// Who did what to what, when and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    /// The event; newer events have greater ids.
    pub id: AuditEventId,
    /// When.
    pub at: Instant,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// Name of the actor at that time.
    pub actor: String,
    /// What was done.
    pub action: AuditAction,
    /// Id of the thing it was done to.
    pub object: String,
    /// Name of that thing at that time.
    pub label: String,
    /// The reason given, if any.
    pub reason: Option<String>,
    /// Further facts by name: before and after, scopes, addresses.
    pub facts: BTreeMap<String, String>,
    /// Address of the peer, if it came over the network.
    pub address: Option<String>,
}
