//! The two calls of the code flow: sending the person to the provider, and redeeming their code.

use std::fmt;

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::outcome::{Outcome, Refusal};
use crate::sso::discovery::Metadata;
use crate::sso::fetch::{FetchError, Fetcher};
use crate::sso::flow::Flow;
use crate::sso::model::{ProviderRow, callback};
use crate::sso::reason::Reason;

/// What OpenID Connect adds to a token answer. Shows itself to nobody.
#[derive(Deserialize, Serialize)]
struct IdToken {
    #[serde(skip_serializing)]
    id_token: String,
}

impl fmt::Debug for IdToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("IdToken")
    }
}

impl ExtraTokenFields for IdToken {}

type Tokens = StandardTokenResponse<IdToken, BasicTokenType>;
type Oidc = Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// This broker at one provider.
pub struct Party {
    client: Oidc,
    scopes: Vec<String>,
}

/// What a code became. Has no `Debug`, `Display` or `Serialize`.
pub struct Redeemed {
    /// Not verified yet.
    pub id_token: String,
    /// Used for nothing but its hash.
    pub access_token: String,
}

impl Party {
    /// The party of `provider`, whose secret is `secret` and whose people come back under `origin`.
    pub fn new(provider: &ProviderRow, secret: Option<String>, metadata: &Metadata, origin: &str) -> Outcome<Self> {
        let id = provider.id.parse().map_err(Refusal::internal)?;
        let back = RedirectUrl::new(callback(origin, id)).map_err(Refusal::internal)?;
        let mut client = Client::new(ClientId::new(provider.client_id.clone()))
            .set_auth_uri(AuthUrl::from_url(metadata.authorization.clone()))
            .set_token_uri(TokenUrl::from_url(metadata.token.clone()))
            .set_redirect_uri(back);
        if let Some(secret) = secret {
            client = client.set_client_secret(ClientSecret::new(secret));
        }
        if metadata.secret_in_body {
            client = client.set_auth_type(AuthType::RequestBody);
        }
        Ok(Self {
            client,
            scopes: provider.scopes.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// Where the person goes. `email` fills the provider's form.
    pub fn authorization_address(&self, flow: &Flow, email: Option<&str>) -> Url {
        let verifier = PkceCodeVerifier::new(flow.verifier.clone());
        let state = flow.state.clone();
        let mut question = self
            .client
            .authorize_url(move || CsrfToken::new(state))
            .add_scopes(self.scopes.iter().cloned().map(Scope::new))
            .add_extra_param("nonce", flow.nonce.clone())
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if let Some(email) = email {
            question = question.add_extra_param("login_hint", email.to_owned());
        }
        question.url().0
    }

    /// Redeems a code, which works only with the flow's verifier.
    pub async fn redeem(&self, fetcher: &Fetcher, flow: &Flow, code: String) -> Result<Redeemed, Reason> {
        let answer = self
            .client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
            .request_async(&|call| fetcher.send(call))
            .await;
        let tokens: Tokens = answer.map_err(|cause| refused(&cause))?;
        if !matches!(tokens.token_type(), BasicTokenType::Bearer) {
            return Err(Reason::BadTokenAnswer);
        }
        Ok(Redeemed {
            access_token: tokens.access_token().secret().clone(),
            id_token: tokens.extra_fields().id_token.clone(),
        })
    }
}

/// The cause goes to the log without the answer's body, which may hold tokens.
fn refused(cause: &RequestTokenError<FetchError, BasicErrorResponse>) -> Reason {
    match cause {
        RequestTokenError::ServerResponse(answer) => {
            tracing::warn!(error = %answer.error(), "a provider of sign-in refused a code");
            Reason::CodeRefused
        }
        RequestTokenError::Request(FetchError::Silent(cause)) => {
            tracing::warn!(%cause, "a provider of sign-in did not answer");
            Reason::Unreachable
        }
        RequestTokenError::Request(cause) => {
            tracing::warn!(%cause, "a provider of sign-in sent no tokens");
            Reason::BadTokenAnswer
        }
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Reason::BadTokenAnswer,
    }
}
