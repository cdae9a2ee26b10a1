//! The one error body of the REST API: RFC 9457 problem details with a stable code.

use serde::{Deserialize, Serialize};

use crate::vocabulary;

vocabulary! {
    /// A stable name for every way a call can fail; screens translate it, machines match on it.
    ErrorCode {
        /// The body, path or query does not fit its schema.
        Malformed => "malformed",
        /// Fields break a rule; see `errors`.
        Invalid => "invalid",
        /// An id of the wrong kind or shape.
        BadId => "bad_id",
        /// A cursor that this broker did not make.
        BadCursor => "bad_cursor",
        /// The body is larger than the route takes.
        TooLarge => "too_large",
        /// The headers are larger than the broker takes.
        HeadersTooLarge => "headers_too_large",
        /// The body is not JSON.
        UnsupportedMediaType => "unsupported_media_type",
        /// Nobody is signed in, or the session ended.
        Unauthenticated => "unauthenticated",
        /// The person's role needs a second factor and they have none yet.
        EnrolFirst => "enrol_first",
        /// The person has to prove once more who they are.
        StepUpRequired => "step_up_required",
        /// E-mail or password is wrong.
        WrongCredentials => "wrong_credentials",
        /// The caller may see this, but not do it.
        Forbidden => "forbidden",
        /// The call came from another site.
        CrossSite => "cross_site",
        /// The `X-Tenant-Id` header is missing.
        TenantRequired => "tenant_required",
        /// Header and object name two tenants the caller may both see.
        TenantMismatch => "tenant_mismatch",
        /// No such thing, or not for this caller.
        NotFound => "not_found",
        /// The route does not know this method.
        MethodNotAllowed => "method_not_allowed",
        /// Somebody else was faster; reload and look again.
        Stale => "stale",
        /// The thing is in a state that does not allow this.
        NotPossible => "not_possible",
        /// A thing with this name exists already.
        AlreadyExists => "already_exists",
        /// The same person may not do both (separation of duties).
        SamePerson => "same_person",
        /// The tenant is suspended.
        TenantSuspended => "tenant_suspended",
        /// The link was opened before.
        AlreadyOpened => "already_opened",
        /// The link is no longer good.
        LinkExpired => "link_expired",
        /// The key was used with another body.
        IdempotencyMismatch => "idempotency_mismatch",
        /// Too many calls; see `Retry-After`.
        TooManyRequests => "too_many_requests",
        /// A part the broker needs is away; see `Retry-After`.
        Unavailable => "unavailable",
        /// The disk is full; reads and checks go on.
        StorageFull => "storage_full",
        /// A defect of the broker; the request id finds it in the log.
        Internal => "internal",
        /// The gateway's own credential is wrong.
        BadGatewayCredential => "bad_gateway_credential",
        /// The token lacks a scope the gateway requires (RFC 6750 §3.1).
        InsufficientScope => "insufficient_scope",
        /// The token is not good, whatever the reason (RFC 6750 §3.1).
        InvalidToken => "invalid_token",
    }
}

/// One field that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the field.
    pub pointer: String,
    /// Stable name of the rule.
    pub code: String,
    /// What to do about it, in English.
    pub detail: String,
}

/// RFC 9457 problem details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference naming the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short English summary of the kind.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened this time, in English.
    pub detail: String,
    /// Stable name of the kind.
    pub code: ErrorCode,
    /// Finds the call in the broker's log.
    pub request_id: String,
    /// Fields that break rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}
