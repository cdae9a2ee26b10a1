//! Sign-in with a provider, from the button to the session.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::sso::{SignInProblem, SignInProvider, StartSignIn};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::ProviderId;
use tessera_shared::validate::MAX_NAME;
use url::Url;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::{Actor, Caller};
use crate::db::{Across, DbError, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::people::sign_in::{Begun, begin_session_with};
use crate::sso::discovery::Metadata;
use crate::sso::exchange::{Party, Redeemed};
use crate::sso::flow::Flow;
use crate::sso::id_token::{self, Claims, Expected};
use crate::sso::join::{Person, join};
use crate::sso::model::{ProviderRow, Stored, after_sign_out};
use crate::sso::reason::Reason;
use crate::sso::{identity_store, store};

/// Most buttons on the sign-in page.
const MOST_BUTTONS: i64 = 20;

/// Providers with a button on the sign-in page.
pub async fn list_sign_in_providers(app: &Arc<App>) -> Outcome<Vec<SignInProvider>> {
    app.db
        .read(Reach::across(Across::LookUp), |conn| {
            let rows = store::list_offered(conn, MOST_BUTTONS)?;
            Ok(rows.iter().map(shown).collect::<Result<_, _>>()?)
        })
        .await
}

/// The provider that is the authority for the domain of an address.
pub async fn find_sign_in_provider(app: &Arc<App>, email: &str) -> Outcome<Option<SignInProvider>> {
    let domain = email.rsplit('@').next().unwrap_or_default().to_lowercase();
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            let row = store::find_by_domain(conn, &domain)?;
            Ok(row.as_ref().map(shown).transpose()?)
        })
        .await
}

fn shown(row: &ProviderRow) -> Result<SignInProvider, DbError> {
    Ok(SignInProvider {
        id: row
            .id
            .parse()
            .map_err(|_cause| DbError::Corrupt("provider".to_owned()))?,
        name: row.name.clone(),
    })
}

/// Begins to sign in: where the browser goes, and the cookie it takes along.
pub async fn start_sign_in(app: &Arc<App>, body: StartSignIn, caller: &Caller) -> Outcome<(Url, String)> {
    let nowhere = || Refusal::field("/email", "no_provider", "This address signs in with a password.");
    let id = match (body.provider, &body.email) {
        (Some(id), _) => id,
        (None, Some(email)) => find_sign_in_provider(app, email).await?.ok_or_else(nowhere)?.id,
        (None, None) => return Err(nowhere()),
    };
    let provider = open_provider(app, id).await?;
    let provider = provider.ok_or_else(Refusal::not_found)?;
    let now = app.clock.now();
    let metadata = app.discovery.metadata(&provider.row.issuer, now).await;
    let metadata = match metadata {
        Ok(metadata) => metadata,
        Err(reason) => {
            write_down(app, Some(id), reason, body.email, caller).await?;
            let detail = format!("{} does not answer as it should.", provider.row.name);
            return Err(Refusal::new(ErrorCode::Unavailable, detail));
        }
    };
    let flow = Flow::begin(id, body.next, now)?;
    let party = party(app, &provider, &metadata)?;
    let address = party.authorization_address(&flow, body.email.as_deref());
    Ok((address, flow.seal(&app.keys.flow).map_err(Refusal::internal)?))
}

/// The provider, if people can sign in with it.
async fn open_provider(app: &Arc<App>, id: ProviderId) -> Outcome<Option<Stored>> {
    let id = id.to_string();
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            match store::find_provider(conn, &id) {
                Ok(provider) => Ok(Some(provider).filter(|provider| provider.row.enabled)),
                Err(DbError::NotFound) => Ok(None),
                Err(cause) => Err(cause.into()),
            }
        })
        .await
}

fn party(app: &App, provider: &Stored, metadata: &Metadata) -> Outcome<Party> {
    let secret = provider.client_secret(&app.keys.provider).map_err(Refusal::internal)?;
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).map(str::to_owned);
    let secret = secret
        .map(|secret| text(&secret))
        .transpose()
        .map_err(Refusal::internal)?;
    Party::new(&provider.row, secret, metadata, &app.config.public_origin())
}

/// What a browser brings back from a provider.
#[derive(Default)]
pub struct Answer {
    /// To be redeemed.
    pub code: Option<String>,
    /// Of the flow.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// Somebody is signed in.
pub struct Arrived {
    /// What the browser gets to keep.
    pub begun: Begun,
    /// Where they wanted to go.
    pub next: String,
}

/// Nobody is signed in.
pub struct Stopped {
    /// What the person is told.
    pub problem: SignInProblem,
    /// Where they wanted to go.
    pub next: Option<String>,
}

/// Why a sign-in stops.
enum Stop {
    Because(Reason, Option<String>),
    Broken(Refusal),
}

impl From<Reason> for Stop {
    fn from(reason: Reason) -> Self {
        Self::Because(reason, None)
    }
}

impl From<Refusal> for Stop {
    fn from(cause: Refusal) -> Self {
        Self::Broken(cause)
    }
}

/// Takes an answer that came to the path of `path`; `cookie` is of the flow. Begins a session, or
/// writes down why not.
pub async fn finish_sign_in(
    app: &Arc<App>,
    path: Option<ProviderId>,
    answer: Answer,
    cookie: Option<&str>,
    caller: &Caller,
) -> Result<Arrived, Stopped> {
    let flow = cookie.and_then(|cookie| Flow::open(&app.keys.flow, cookie, app.clock.now()));
    let next = flow.as_ref().map(|flow| flow.next.clone());
    let stopped = |problem| Stopped {
        problem,
        next: next.clone(),
    };
    if app.limits.provider_sign_in(caller.peer).is_err() {
        return Err(stopped(SignInProblem::TooMany));
    }
    let taken = take_answer(app, path, answer, flow, caller).await;
    let problem = match taken {
        Ok(arrived) => return Ok(arrived),
        Err(Stop::Because(reason, email)) => match write_down(app, path, reason, email, caller).await {
            Ok(()) => reason.shown(),
            Err(cause) => broken(caller, &cause),
        },
        Err(Stop::Broken(cause)) => broken(caller, &cause),
    };
    Err(stopped(problem))
}

fn broken(caller: &Caller, cause: &Refusal) -> SignInProblem {
    tracing::error!(call = %caller.call_id, %cause, "a sign-in with a provider failed");
    SignInProblem::Unavailable
}

async fn write_down(
    app: &Arc<App>,
    path: Option<ProviderId>,
    reason: Reason,
    email: Option<String>,
    caller: &Caller,
) -> Outcome<()> {
    let actor = caller.actor("sign-in");
    let provider = path.map(|id| id.to_string()).unwrap_or_default();
    app.act(Reach::across(Across::Account), move |tx| {
        let event = NewEvent::new(AuditAction::SignInFailed, &provider, &email.unwrap_or_default())
            .fact("provider", provider)
            .fact("reason", reason.as_str());
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

async fn take_answer(
    app: &Arc<App>,
    path: Option<ProviderId>,
    answer: Answer,
    flow: Option<Flow>,
    caller: &Caller,
) -> Result<Arrived, Stop> {
    let flow = flow.ok_or(Reason::NoFlow)?;
    if path != Some(flow.provider) {
        return Err(Reason::WrongProvider.into());
    }
    if !flow.is_answered_by(answer.state.as_deref()) {
        return Err(Reason::WrongState.into());
    }
    take_once(app, &flow).await?;
    let provider = open_provider(app, flow.provider)
        .await?
        .ok_or(Reason::UnknownProvider)?;
    let metadata = app.discovery.metadata(&provider.row.issuer, app.clock.now()).await?;
    let named = answer.iss.as_deref();
    if named.map_or(metadata.names_itself, |iss| iss != metadata.issuer) {
        return Err(Reason::WrongIssuerParameter.into());
    }
    if let Some(error) = answer.error {
        let cancelled = error == "access_denied";
        return Err(if cancelled {
            Reason::Cancelled
        } else {
            Reason::ProviderError
        }
        .into());
    }
    let code = answer.code.filter(|code| !code.is_empty()).ok_or(Reason::NoCode)?;
    let party = party(app, &provider, &metadata)?;
    let redeemed = party.redeem(&app.discovery.fetcher, &flow, code).await?;
    let claims = verify(app, &provider, &metadata, &flow, &redeemed).await?;
    let begun = let_in(app, provider, claims, caller).await?;
    Ok(Arrived { begun, next: flow.next })
}

/// Of two who come with the same answer, one goes on.
async fn take_once(app: &Arc<App>, flow: &Flow) -> Result<(), Stop> {
    let (state_hash, ends_at) = flow.receipt();
    let taken = app.act(Reach::across(Across::Account), move |tx| {
        Ok(identity_store::insert_returned(tx, &state_hash, ends_at)?)
    });
    match taken.await {
        Err(Refusal::Db(DbError::Unique(_))) => Err(Reason::Replayed.into()),
        other => Ok(other?),
    }
}

async fn verify(
    app: &App,
    provider: &Stored,
    metadata: &Metadata,
    flow: &Flow,
    redeemed: &Redeemed,
) -> Result<Claims, Reason> {
    let header = id_token::read_header(&redeemed.id_token)?;
    let now = app.clock.now();
    let keys = app
        .discovery
        .keys(metadata, now, |keys| header.key(keys).is_ok())
        .await?;
    let expected = Expected {
        issuer: &metadata.issuer,
        client_id: &provider.row.client_id,
        nonce: &flow.nonce,
        access_token: &redeemed.access_token,
        now,
    };
    id_token::verify(&redeemed.id_token, &header, header.key(&keys)?, &expected)
}

async fn let_in(app: &Arc<App>, provider: Stored, claims: Claims, caller: &Caller) -> Result<Begun, Stop> {
    let email = claims.email()?;
    let person = Person {
        name: name_of(&claims, &email),
        groups: claims
            .texts(&provider.row.groups_claim)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        subject: claims.sub,
        email: email.clone(),
    };
    let vouched = provider.id().map_err(Refusal::from)?;
    let actor = Actor::system("sign-in").calling(caller.address(), caller.call_id.clone());
    let id = provider.row.id;
    let joined = app.act(Reach::across(Across::Account), move |tx| {
        // As it is now: it may have been changed while the person was away.
        let provider = store::find_provider(tx, &id)?;
        join(tx, &provider, &actor, &person)
    });
    let user = joined.await?.map_err(|reason| Stop::Because(reason, Some(email)))?;
    Ok(begin_session_with(app, user, caller, vouched).await?)
}

/// A name that can stand wherever names stand.
fn name_of(claims: &Claims, email: &str) -> String {
    let given = claims.text("name").or_else(|| claims.text("preferred_username"));
    let plain = |text: &str| -> String {
        let visible = text
            .chars()
            .filter(|character| !tessera_shared::validate::is_hidden(*character));
        visible.take(MAX_NAME).collect::<String>().trim().to_owned()
    };
    let name = given.map(plain).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| email.chars().take(MAX_NAME).collect())
}

/// Where a browser goes to sign out at the provider too (OpenID Connect RP-Initiated Logout 1.0),
/// where there is such a place.
pub async fn sign_out_address(app: &Arc<App>, provider: ProviderId) -> Option<String> {
    let provider = open_provider(app, provider).await.ok()??;
    let metadata = app
        .discovery
        .metadata(&provider.row.issuer, app.clock.now())
        .await
        .ok()?;
    let mut address = metadata.end_session.clone()?;
    address
        .query_pairs_mut()
        .append_pair("client_id", &provider.row.client_id)
        .append_pair("post_logout_redirect_uri", &after_sign_out(&app.config.public_origin()));
    Some(address.into())
}

/// Forgets which answers were taken, once their flows are over.
pub fn settle_returned_sign_ins(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    Ok(identity_store::delete_ended_returned(tx, now)?)
}
