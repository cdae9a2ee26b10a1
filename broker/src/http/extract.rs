//! What goes into a handler and what comes out, each able to describe itself for OpenAPI.

use std::str::FromStr;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use aws_lc_rs::digest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tessera_shared::error::ErrorCode;
use tessera_shared::paths::IDEMPOTENCY_HEADER;
use tessera_shared::validate::Validate;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::app::App;
use crate::auth::session::SessionSecret;
use crate::http::browser::session_cookie;
pub use crate::http::query::{Query, QueryNames};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};

/// Largest JSON body.
pub const MAX_BODY: usize = 64 * 1024;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);

/// A schema and those it refers to.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// What goes into and out of an operation.
#[derive(Default)]
pub struct OperationDoc {
    /// Name of the body's schema.
    pub body: Option<String>,
    /// Status and name of the reply's schema.
    pub reply: Option<(u16, Option<String>)>,
    /// Names of path parameters.
    pub path: Vec<&'static str>,
    /// Names of query parameters.
    pub query: Vec<&'static str>,
    /// Whether the route takes an idempotency key.
    pub once: bool,
    /// The schemas named above and those they refer to.
    pub schemas: Schemas,
}

impl OperationDoc {
    fn schema<T: ToSchema>(&mut self) -> String {
        let name = T::name().into_owned();
        self.schemas.push((name.clone(), T::schema()));
        T::schemas(&mut self.schemas);
        name
    }
}

/// Something a handler takes.
pub trait Takes: Sized {
    /// Reads it from the call.
    fn take(req: &HttpRequest, payload: web::Payload) -> impl Future<Output = Outcome<Self>>;

    /// Describes it.
    fn describe(doc: &mut OperationDoc);
}

/// Something a handler gives.
pub trait Gives {
    /// The answer.
    fn answer(self, req: &HttpRequest) -> HttpResponse;

    /// Describes it.
    fn describe(doc: &mut OperationDoc);
}

impl Takes for () {
    async fn take(_req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        Ok(())
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// A part of a call that needs no body.
pub trait Part: Sized {
    /// Reads it from the call.
    fn part(req: &HttpRequest) -> Outcome<Self>;

    /// Describes it.
    fn describe_part(doc: &mut OperationDoc);
}

macro_rules! takes_part {
    ($($name:ident<$arg:ident $(: $bound:path)*>),+) => {
        $(impl<$arg> Takes for $name<$arg> where Self: Part {
            async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
                Self::part(req)
            }

            fn describe(doc: &mut OperationDoc) {
                Self::describe_part(doc);
            }
        })+
    };
}
takes_part!(Id<T>, Query<T>);

impl Takes for Cookie {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        Self::part(req)
    }

    fn describe(doc: &mut OperationDoc) {
        Self::describe_part(doc);
    }
}

impl<P: Part, B: Takes> Takes for (P, B) {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        Ok((P::part(req)?, B::take(req, payload).await?))
    }

    fn describe(doc: &mut OperationDoc) {
        P::describe_part(doc);
        B::describe(doc);
    }
}

/// The one id in the path. A text of another kind is a 400, not a lookup.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

impl<T: FromStr> Part for Id<T> {
    fn part(req: &HttpRequest) -> Outcome<Self> {
        let text = req.match_info().iter().next().map(|(_, text)| text);
        text.and_then(|text| text.parse().ok())
            .map(Self)
            .ok_or_else(|| Refusal::new(ErrorCode::BadId, "The id in the path is not of this kind."))
    }

    fn describe_part(doc: &mut OperationDoc) {
        doc.path.push("id");
    }
}

/// The one short name in the path.
#[derive(Clone, Debug)]
pub struct Slug(pub String);

impl Part for Slug {
    fn part(req: &HttpRequest) -> Outcome<Self> {
        let text = req.match_info().iter().next().map(|(_, text)| text.to_owned());
        text.filter(|text| tessera_shared::validate::is_slug(text))
            .map(Self)
            .ok_or_else(Refusal::not_found)
    }

    fn describe_part(doc: &mut OperationDoc) {
        doc.path.push("slug");
    }
}

impl Takes for Slug {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        Self::part(req)
    }

    fn describe(doc: &mut OperationDoc) {
        Self::describe_part(doc);
    }
}

/// A JSON body that keeps its rules.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + Validate + ToSchema> Takes for Body<T> {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let bytes = read_body(req, payload).await?;
        Ok(Self(parse_body(&bytes)?))
    }

    fn describe(doc: &mut OperationDoc) {
        let name = doc.schema::<T>();
        doc.body = Some(name);
    }
}

/// A JSON body of a create, with its [`OnceKey`].
#[derive(Clone, Debug)]
pub struct OnceBody<T>(pub T, pub OnceKey);

impl<T: DeserializeOwned + Validate + ToSchema> Takes for OnceBody<T> {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let key = once_header(req)?;
        let bytes = read_body(req, payload).await?;
        let value = parse_body(&bytes)?;
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(req.path().as_bytes());
        context.update(&[0]);
        context.update(&bytes);
        let hash = context.finish().as_ref().to_vec();
        Ok(Self(value, OnceKey { key, hash }))
    }

    fn describe(doc: &mut OperationDoc) {
        Body::<T>::describe(doc);
        doc.once = true;
    }
}

fn once_header(req: &HttpRequest) -> Outcome<Option<String>> {
    let Some(value) = req.headers().get(IDEMPOTENCY_HEADER) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fits {
        Ok(Some(text.to_owned()))
    } else {
        Err(Refusal::new(
            ErrorCode::Malformed,
            "Idempotency-Key takes 1 to 64 visible characters.",
        ))
    }
}

/// What a call says its body is, in lower case and without parameters (RFC 9110 §8.3.1).
pub fn media_type(req: &HttpRequest) -> String {
    let value = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// Reads a body of at most [`MAX_BODY`] bytes that says it is JSON.
pub async fn read_body(req: &HttpRequest, payload: web::Payload) -> Outcome<web::Bytes> {
    if media_type(req) != "application/json" {
        return Err(Refusal::new(
            ErrorCode::UnsupportedMediaType,
            "Send the body as application/json.",
        ));
    }
    read_at_most(payload, MAX_BODY, "A body holds at most 64 KiB.").await
}

/// Reads a body of at most `limit` bytes; `too_large` says so in words. It has to arrive in
/// [`BODY_TIME`], so that slow callers do not fill the memory with halves of bodies.
pub async fn read_at_most(payload: web::Payload, limit: usize, too_large: &str) -> Outcome<web::Bytes> {
    match tokio::time::timeout(BODY_TIME, payload.to_bytes_limited(limit)).await {
        Ok(Ok(Ok(bytes))) => Ok(bytes),
        Ok(Ok(Err(cause))) => Err(Refusal::new(ErrorCode::Malformed, cause.to_string())),
        Ok(Err(_limit)) => Err(Refusal::new(ErrorCode::TooLarge, too_large)),
        Err(_elapsed) => Err(Refusal::new(ErrorCode::Malformed, "The body did not arrive in time.")),
    }
}

fn parse_body<T: DeserializeOwned + Validate>(bytes: &[u8]) -> Outcome<T> {
    let value: T =
        serde_json::from_slice(bytes).map_err(|cause| Refusal::new(ErrorCode::Malformed, format!("Body: {cause}.")))?;
    value.validate().map_err(Refusal::Invalid)?;
    Ok(value)
}

/// 200 with a JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize + ToSchema> Gives for Json<T> {
    fn answer(self, _req: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }

    fn describe(doc: &mut OperationDoc) {
        let name = doc.schema::<T>();
        doc.reply = Some((200, Some(name)));
    }
}

/// 201 with a JSON body and the new thing's address.
#[derive(Debug)]
pub struct Created<T>(pub T, pub Option<String>);

impl<T: Serialize + ToSchema> Gives for Created<T> {
    fn answer(self, _req: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(StatusCode::CREATED);
        if let Some(address) = self.1 {
            answer.insert_header((LOCATION, address));
        }
        answer.json(self.0)
    }

    fn describe(doc: &mut OperationDoc) {
        let name = doc.schema::<T>();
        doc.reply = Some((201, Some(name)));
    }
}

/// 204.
#[derive(Debug)]
pub struct NoContent;

impl Gives for NoContent {
    fn answer(self, _req: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }

    fn describe(doc: &mut OperationDoc) {
        doc.reply = Some((204, None));
    }
}

/// An answer with headers of its own: streams, cookies, gateway checks.
#[derive(Debug)]
pub struct Raw(pub HttpResponse);

impl Gives for Raw {
    fn answer(self, _req: &HttpRequest) -> HttpResponse {
        self.0
    }

    fn describe(doc: &mut OperationDoc) {
        doc.reply = Some((200, None));
    }
}

/// The session's cookie, for handlers that end or watch the session itself.
pub struct Cookie(pub SessionSecret);

impl Part for Cookie {
    fn part(req: &HttpRequest) -> Outcome<Self> {
        let app = App::of(req)?;
        session_cookie(app, req)
            .map(Self)
            .ok_or_else(|| Refusal::new(ErrorCode::Unauthenticated, "Sign in first, or again."))
    }

    fn describe_part(_doc: &mut OperationDoc) {}
}
