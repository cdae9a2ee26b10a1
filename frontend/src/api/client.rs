//! Sending one call and reading its answer; the only place that names the customer in a header,
//! and the only place that drops an answer of another customer.
//!
//! Two kinds of call name a customer. Nearly all are made in the customer on the screen: they are not sent, and their
//! answers not read, once the screen shows another one. The few of [`super::named`] go to a customer that a dialog or
//! a row showed by name and logo; they go there whatever the screen shows meanwhile. The answer of either kind counts
//! only when the broker says that it is of the customer it was asked for.

use gloo_net::Error;
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::error::{ErrorCode, Problem};
use tessera_shared::ids::TenantId;
use tessera_shared::paths::{IDEMPOTENCY_HEADER, PARTNER_HEADER, TENANT_HEADER};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{ApiError, flight};
use crate::state::{session, step_up, tenant};

/// How often a call goes on after somebody signed in or proved once more who they are.
const MOST_TRIES: u32 = 3;

const NO_CONTENT: u16 = 204;

/// On whose behalf a call is made.
#[derive(Clone, Copy)]
enum Scope<'a> {
    /// Nobody's: sign-in, public pages, the reader's own things.
    None,
    /// The customer on the screen.
    Tenant,
    /// A customer that the reader was shown by name, whoever is on the screen.
    Named(TenantId),
    /// A partner, by the key of their mail.
    Partner(&'a str),
}

/// One call, put together piece by piece.
pub struct Call<'a> {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    scope: Scope<'a>,
    once: Option<&'a str>,
    quiet: bool,
}

/// A read.
pub fn get<'a>(path: impl Into<String>) -> Call<'a> {
    Call::new(Method::GET, path.into())
}

/// A change.
pub fn post<'a>(path: impl Into<String>) -> Call<'a> {
    Call::new(Method::POST, path.into())
}

/// A removal.
pub fn delete<'a>(path: impl Into<String>) -> Call<'a> {
    Call::new(Method::DELETE, path.into())
}

/// A key that makes a create safe to repeat; one per intention, not per try.
pub fn fresh_key() -> String {
    let mut bytes = [0_u8; 16];
    // Without a generator the key is all zeros: the broker then refuses a second, different create.
    if let Ok(crypto) = window().crypto() {
        drop(crypto.get_random_values_with_u8_array(&mut bytes));
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}

impl<'a> Call<'a> {
    fn new(method: Method, path: String) -> Self {
        Self {
            method,
            path,
            query: Vec::new(),
            scope: Scope::None,
            once: None,
            quiet: false,
        }
    }

    /// In the customer on the screen.
    pub fn in_tenant(mut self) -> Self {
        self.scope = Scope::Tenant;
        self
    }

    /// In the customer of a card that the reader was shown when they chose to act, whoever is on the screen now.
    pub(super) fn in_named_tenant(mut self, card: &TenantCard) -> Self {
        self.scope = Scope::Named(card.id);
        self
    }

    /// For a partner.
    pub fn for_partner(mut self, key: &'a str) -> Self {
        self.scope = Scope::Partner(key);
        self
    }

    /// Safe to repeat under this key.
    pub fn once(mut self, key: &'a str) -> Self {
        self.once = Some(key);
        self
    }

    /// A refusal for lack of a session is an answer here; nobody is asked to sign in.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// A query parameter, when there is a value.
    pub fn query(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.query.push((name, value.to_string()));
        }
        self
    }

    /// Sends it without a body and reads the answer.
    pub async fn fetch<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        read(self.send(None::<&()>).await?).await
    }

    /// Sends it with a body and reads the answer.
    pub async fn fetch_with<T: DeserializeOwned>(self, body: &impl Serialize) -> Result<T, ApiError> {
        read(self.send(Some(body)).await?).await
    }

    /// Sends it with a body and reads the answer, if there is one.
    pub async fn fetch_some_with<T: DeserializeOwned>(self, body: &impl Serialize) -> Result<Option<T>, ApiError> {
        let sent = self.send(Some(body)).await?;
        if sent.answer.status() == NO_CONTENT {
            return Ok(None);
        }
        read(sent).await.map(Some)
    }

    /// Sends it with a file as body and reads the answer.
    pub async fn fetch_with_file<T: DeserializeOwned>(self, file: &web_sys::File) -> Result<T, ApiError> {
        let fill = |request: RequestBuilder| request.header("content-type", &file.type_()).body(file);
        read(self.send_as(&fill).await?).await
    }

    /// Sends it without a body and takes the answer as a file.
    pub async fn download(self) -> Result<Download, ApiError> {
        let Sent { answer, followed } = self.send(None::<&()>).await?;
        let said = answer.headers().get("content-disposition").unwrap_or_default();
        let name = said.split('"').nth(1).unwrap_or("export").to_owned();
        // Straight from the network into the browser's own store, past the memory of the app.
        let blob = async {
            let response = web_sys::Response::from(answer);
            JsFuture::from(response.blob().ok()?).await.ok()?.dyn_into().ok()
        };
        let blob = blob.await.ok_or(ApiError::Offline)?;
        if followed.is_some() && tenant::active_id() != followed {
            return Err(ApiError::Dropped);
        }
        Ok(Download { blob, name })
    }

    /// Sends it without a body; the answer has none either.
    pub async fn run(self) -> Result<(), ApiError> {
        self.send(None::<&()>).await.map(drop)
    }

    /// Sends it with a body; the answer has none.
    pub async fn run_with(self, body: &impl Serialize) -> Result<(), ApiError> {
        self.send(Some(body)).await.map(drop)
    }

    async fn send(self, body: Option<&impl Serialize>) -> Result<Sent, ApiError> {
        let fill = |request: RequestBuilder| match body {
            Some(body) => request.json(body),
            None => request.build(),
        };
        self.send_as(&fill).await
    }

    /// Sends it as `fill` puts it together, as often as it goes on.
    async fn send_as(self, fill: &impl Fn(RequestBuilder) -> Result<Request, Error>) -> Result<Sent, ApiError> {
        let asked = match self.scope {
            Scope::Tenant => Some(tenant::acting_in().ok_or(ApiError::Dropped)?),
            Scope::Named(id) => Some(id),
            Scope::None | Scope::Partner(_) => None,
        };
        let mut answer = self.try_once(fill, asked).await;
        for _ in 0..MOST_TRIES {
            let code = answer.as_ref().err().and_then(ApiError::code);
            let go_on = match code {
                Some(ErrorCode::Unauthenticated) if !self.quiet => {
                    // It asks who is signed in, by a call like this one.
                    Box::pin(session::go_on()).await
                }
                Some(ErrorCode::StepUpRequired) if !self.quiet => step_up::ask().await,
                _ => false,
            };
            if !go_on {
                break;
            }
            answer = self.try_once(fill, asked).await;
        }
        answer
    }

    async fn try_once(
        &self,
        fill: &impl Fn(RequestBuilder) -> Result<Request, Error>,
        asked: Option<TenantId>,
    ) -> Result<Sent, ApiError> {
        let follows = matches!(self.scope, Scope::Tenant);
        if follows && tenant::active_id() != asked {
            return Err(ApiError::Dropped);
        }
        let answer = fill(self.request(asked))
            .map_err(|_cause| ApiError::Garbled)?
            .send()
            .await;
        if follows && tenant::active_id() != asked {
            return Err(ApiError::Dropped);
        }
        let answer = judge(answer.map_err(|_cause| ApiError::Offline)?, asked).await?;
        session::used();
        Ok(Sent {
            answer,
            followed: asked.filter(|_| follows),
        })
    }

    fn request(&self, asked: Option<TenantId>) -> RequestBuilder {
        let reads = self.method == Method::GET;
        let mut request = RequestBuilder::new(&self.path)
            .method(self.method.clone())
            .query(self.query.iter().map(|(name, value)| (*name, value.as_str())));
        if let Some(tenant) = asked {
            request = request.header(TENANT_HEADER, &tenant.to_string());
            // A switch ends the reads of what was on the screen.
            if reads && matches!(self.scope, Scope::Tenant) {
                request = request.abort_signal(flight::signal().as_ref());
            }
        }
        if let Scope::Partner(key) = self.scope {
            request = request.header(PARTNER_HEADER, key);
        }
        if let Some(key) = self.once {
            request = request.header(IDEMPOTENCY_HEADER, key);
        }
        request
    }
}

/// An answer, and the customer that has to be on the screen still when it is read.
struct Sent {
    answer: Response,
    followed: Option<TenantId>,
}

/// The body too may arrive after a switch.
async fn read<T: DeserializeOwned>(sent: Sent) -> Result<T, ApiError> {
    let body = sent.answer.json().await;
    if sent.followed.is_some() && tenant::active_id() != sent.followed {
        return Err(ApiError::Dropped);
    }
    body.map_err(|_cause| ApiError::Garbled)
}

/// An answer counts only when the broker says it is of the customer it was asked for.
async fn judge(answer: Response, asked: Option<TenantId>) -> Result<Response, ApiError> {
    if let Some(asked) = asked {
        let echoed = answer.headers().get(TENANT_HEADER);
        // A refusal may come from before the broker looked at the customer.
        let same = echoed.map_or(!answer.ok(), |echoed| echoed == asked.to_string());
        if !same {
            return Err(ApiError::Dropped);
        }
    }
    if answer.ok() {
        return Ok(answer);
    }
    let away = answer.status() >= 500;
    let problem: Problem = answer
        .json()
        .await
        .map_err(|_cause| if away { ApiError::Offline } else { ApiError::Garbled })?;
    Err(ApiError::Refused(problem))
}

/// A file the broker sent.
pub struct Download {
    /// Its bytes, which the browser may keep on its disk.
    pub blob: web_sys::Blob,
    /// The name the broker gave it.
    pub name: String,
}
