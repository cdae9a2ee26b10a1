//! The one mapping from a refusal to an answer: RFC 9457 problem details.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use tessera_shared::error::{ErrorCode, Problem};

use crate::http::middleware::CallId;
use crate::outcome::Refusal;

/// Status and title of every code.
pub const fn status_of(code: ErrorCode) -> (StatusCode, &'static str) {
    use ErrorCode as E;
    match code {
        E::Malformed => (StatusCode::BAD_REQUEST, "The call cannot be read"),
        E::BadId => (StatusCode::BAD_REQUEST, "Not a valid id"),
        E::BadCursor => (StatusCode::BAD_REQUEST, "Not a valid cursor"),
        E::TenantRequired => (StatusCode::BAD_REQUEST, "X-Tenant-Id is missing"),
        E::Unauthenticated => (StatusCode::UNAUTHORIZED, "Sign in first"),
        E::EnrolFirst => (StatusCode::FORBIDDEN, "Add a second factor first"),
        E::StepUpRequired => (StatusCode::FORBIDDEN, "Prove once more that it is you"),
        E::WrongCredentials => (StatusCode::UNAUTHORIZED, "E-mail or password is wrong"),
        E::InvalidToken => (StatusCode::UNAUTHORIZED, "The token is not good"),
        E::Forbidden => (StatusCode::FORBIDDEN, "Not allowed"),
        E::CrossSite => (StatusCode::FORBIDDEN, "The call came from another site"),
        E::SamePerson => (StatusCode::FORBIDDEN, "Another person has to do this"),
        E::TenantSuspended => (StatusCode::FORBIDDEN, "The customer is suspended"),
        E::BadGatewayCredential => (StatusCode::FORBIDDEN, "The gateway's credential is wrong"),
        E::InsufficientScope => (StatusCode::FORBIDDEN, "The token lacks a scope"),
        E::NotFound => (StatusCode::NOT_FOUND, "Not found"),
        E::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed"),
        E::TenantMismatch => (StatusCode::CONFLICT, "This belongs to another customer"),
        E::Stale => (StatusCode::CONFLICT, "This changed meanwhile"),
        E::NotPossible => (StatusCode::CONFLICT, "Not possible in this state"),
        E::AlreadyExists => (StatusCode::CONFLICT, "Exists already"),
        E::AlreadyOpened => (StatusCode::GONE, "Opened before"),
        E::LinkExpired => (StatusCode::GONE, "The link is no longer good"),
        E::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
        E::HeadersTooLarge => (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too large"),
        E::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send another kind of body"),
        E::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "Some fields need attention"),
        E::IdempotencyMismatch => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "The Idempotency-Key was used with another body",
        ),
        E::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "Too many calls"),
        E::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "A defect of the broker"),
        E::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Not available right now"),
        E::StorageFull => (StatusCode::INSUFFICIENT_STORAGE, "The disk is full"),
    }
}

/// The answer to a call that was refused. Causes go to the log, never into the body.
pub fn problem(req: &HttpRequest, refusal: &Refusal) -> HttpResponse {
    let code = refusal.code();
    let (status, title) = status_of(code);
    if status.is_server_error() {
        tracing::error!(call = %CallId::of(req), %code, cause = %refusal, "a call failed");
    }
    let (detail, errors) = match refusal {
        Refusal::Known { detail, .. } => (detail.clone(), Vec::new()),
        Refusal::Invalid(errors) => ("Some fields break a rule; see errors.".to_owned(), errors.clone()),
        Refusal::TooMany { seconds } => (format!("Wait {seconds} seconds, then try again."), Vec::new()),
        Refusal::Db(_) | Refusal::Internal(_) => (format!("{title}."), Vec::new()),
    };
    let body = Problem {
        kind: format!("/problems/{code}"),
        title: title.to_owned(),
        status: status.as_u16(),
        detail,
        code,
        request_id: CallId::of(req),
        errors,
    };
    let mut answer = HttpResponse::build(status);
    if code == ErrorCode::Unauthenticated {
        // RFC 9110 §11.6.1: a 401 says what would be taken.
        answer.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
    }
    match refusal {
        Refusal::TooMany { seconds } => {
            answer.insert_header((RETRY_AFTER, *seconds));
        }
        _ if matches!(code, ErrorCode::Unavailable | ErrorCode::StorageFull) => {
            answer.insert_header((RETRY_AFTER, HeaderValue::from_static("2")));
        }
        _ => {}
    }
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/problem+json")));
    answer.body(serde_json::to_string(&body).unwrap_or_default())
}

impl CallId {
    /// The id of this call, for body, header and log.
    pub fn of(req: &HttpRequest) -> String {
        req.extensions()
            .get::<Self>()
            .map(|id| id.as_str().to_owned())
            .unwrap_or_default()
    }
}

/// Reads the id of a call.
pub trait CallIdExt {
    /// The id of this call.
    fn call_id(&self) -> String;
}

impl CallIdExt for HttpRequest {
    fn call_id(&self) -> String {
        CallId::of(self)
    }
}

/// RFC 9110 §15.5.6: says which methods would be right.
pub fn wrong_method(req: &HttpRequest, allow: &str) -> HttpResponse {
    let detail = format!("{} is not known here. Use {allow}.", req.method());
    let mut answer = problem(req, &Refusal::new(ErrorCode::MethodNotAllowed, detail));
    if let Ok(allow) = HeaderValue::from_str(allow) {
        answer.headers_mut().insert(ALLOW, allow);
    }
    answer
}
