//! How a client shows who it is at the token endpoint (RFC 6749 §2.3, RFC 7523 §2.2).

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::web;

use crate::http::basic::read_basic;
use crate::http::extract::{OperationDoc, Takes, read_at_most};
use crate::machines::assertion;
use crate::outcome::Outcome;

const MAX_FORM: usize = 16 * 1024;
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The grant of RFC 8693 §2.1.
pub const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// Kinds of tokens (RFC 8693 §3).
pub const ACCESS_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
const JWT_TYPE: &str = "urn:ietf:params:oauth:token-type:jwt";

/// What a client shows. Not `Debug`: it is the secret.
pub enum Proof {
    /// A secret, in the header or in the form.
    Secret(String),
    /// A signed assertion.
    Assertion(String),
}

/// A client that shows who it is.
pub struct Client {
    /// What it is called.
    pub id: String,
    /// Its proof.
    pub proof: Proof,
}

/// What a client shows for its tokens (RFC 6749 §1.3).
pub enum Grant {
    /// Itself.
    Client(Client),
    /// A token it holds (RFC 8693 §2.1), and perhaps who it says it is.
    Exchange(String, Option<String>),
    /// Something else.
    Unsupported,
}

/// One call of the token endpoint, as far as it can be read.
pub struct TokenCall {
    /// What is shown.
    pub grant: Grant,
    /// Space-separated scopes; none means all there are.
    pub scope: Option<String>,
    /// `audience` and `resource`, of which there may be several (RFC 8693 §2.1).
    pub targets: Vec<String>,
}

/// One call of the revocation endpoint (RFC 7009 §2.1).
pub struct RevocationCall {
    /// What is to end.
    pub token: String,
    /// Who asks; somebody who shows nothing but the token is its holder.
    pub client: Option<Client>,
}

/// Why a call cannot be read (RFC 6749 §5.2).
#[derive(Debug)]
pub enum Unreadable {
    /// A parameter is missing, repeated or no form at all.
    Request(&'static str),
    /// No client, or more than one way to show it.
    Client,
}

/// The form of a call.
pub struct OauthForm<T>(pub Result<T, Unreadable>);

/// A call that can be read from a form.
pub trait OauthCall: Sized {
    /// Reads it.
    fn read(fields: Fields, header: Option<&str>) -> Result<Self, Unreadable>;
}

impl<T: OauthCall> Takes for OauthForm<T> {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let kind = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let body = read_at_most(payload, MAX_FORM, "A form holds at most 16 KiB.").await;
        let body = body.ok().filter(|_| is_form);
        let header = req
            .headers()
            .get(AUTHORIZATION)
            .map(|value| value.to_str().unwrap_or(""));
        Ok(Self(match body.as_deref().map(std::str::from_utf8) {
            Some(Ok(form)) => Fields::of(form).and_then(|fields| T::read(fields, header)),
            _ => Err(Unreadable::Request("Send a form (application/x-www-form-urlencoded).")),
        }))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// The parameters of a form.
pub struct Fields {
    single: HashMap<String, String>,
    targets: Vec<String>,
}

impl Fields {
    /// Reads a form.
    pub fn of(form: &str) -> Result<Self, Unreadable> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(form)
            .map_err(|_cause| Unreadable::Request("The form cannot be read."))?
            .into_inner();
        let mut fields = Self {
            single: HashMap::new(),
            targets: Vec::new(),
        };
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            if matches!(name.as_str(), "audience" | "resource") {
                fields.targets.push(value);
            // RFC 6749 §3.2: nothing twice, and what is empty is not there.
            } else if fields.single.insert(name, value).is_some() {
                return Err(Unreadable::Request("A parameter is there twice."));
            }
        }
        Ok(fields)
    }

    fn take(&mut self, name: &str) -> Option<String> {
        self.single.remove(name)
    }

    /// The client, if one shows itself, and what it only says of itself.
    fn client(&mut self, header: Option<&str>) -> Result<(Option<Client>, Option<String>), Unreadable> {
        let id = self.take("client_id");
        let secret = self.take("client_secret");
        let assertion = self.take("client_assertion");
        let kind = self.take("client_assertion_type");
        let client = match (header, secret, assertion) {
            (None, None, None) => return Ok((None, id)),
            (Some(header), None, None) => {
                let (id, secret) = read_basic(header).ok_or(Unreadable::Client)?;
                Client {
                    id,
                    proof: Proof::Secret(secret),
                }
            }
            (None, Some(secret), None) => Client {
                id: id.clone().ok_or(Unreadable::Client)?,
                proof: Proof::Secret(secret),
            },
            (None, None, Some(assertion)) if kind.as_deref() == Some(ASSERTION_TYPE) => Client {
                id: assertion::subject(&assertion).ok_or(Unreadable::Client)?,
                proof: Proof::Assertion(assertion),
            },
            // RFC 6749 §2.3: one way at a time.
            _ => return Err(Unreadable::Client),
        };
        if id.is_some_and(|id| id != client.id) {
            return Err(Unreadable::Client);
        }
        Ok((Some(client), None))
    }

    /// A token that is changed for another (RFC 8693 §2.1). What proves it is the token itself.
    fn exchange(&mut self, shown: (Option<Client>, Option<String>)) -> Result<Grant, Unreadable> {
        let (None, client_id) = shown else {
            return Err(Unreadable::Client);
        };
        let is_access_token = |kind: &str| kind == ACCESS_TOKEN_TYPE;
        let subject = self.take("subject_token");
        let subject = subject.ok_or(Unreadable::Request("subject_token is missing."))?;
        if !self
            .take("subject_token_type")
            .is_some_and(|kind| is_access_token(&kind))
        {
            return Err(Unreadable::Request(
                "subject_token_type has to be that of an access token.",
            ));
        }
        let wanted = self.take("requested_token_type");
        if wanted.is_some_and(|kind| !is_access_token(&kind) && kind != JWT_TYPE) {
            return Err(Unreadable::Request("requested_token_type can only be an access token."));
        }
        if self.take("actor_token").is_some() {
            return Err(Unreadable::Request("Nobody can act for somebody else here."));
        }
        Ok(Grant::Exchange(subject, client_id))
    }
}

impl OauthCall for TokenCall {
    fn read(mut fields: Fields, header: Option<&str>) -> Result<Self, Unreadable> {
        let shown = fields.client(header)?;
        let kind = fields.take("grant_type");
        let grant = match kind.as_deref() {
            Some("client_credentials") => Grant::Client(shown.0.ok_or(Unreadable::Client)?),
            Some(TOKEN_EXCHANGE) => fields.exchange(shown)?,
            Some(_) => Grant::Unsupported,
            None => return Err(Unreadable::Request("grant_type is missing.")),
        };
        Ok(Self {
            grant,
            scope: fields.take("scope"),
            targets: fields.targets,
        })
    }
}

impl OauthCall for RevocationCall {
    fn read(mut fields: Fields, header: Option<&str>) -> Result<Self, Unreadable> {
        let (client, _name) = fields.client(header)?;
        let token = fields.take("token").ok_or(Unreadable::Request("Send the token."))?;
        Ok(Self { token, client })
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn outcome(form: &str, header: Option<&str>) -> String {
        match Fields::of(form).and_then(|fields| TokenCall::read(fields, header)) {
            Ok(TokenCall { grant, targets, .. }) => match grant {
                Grant::Client(client) => format!("{} client_credentials", client.id),
                Grant::Exchange(subject, client) => format!("{subject} {client:?} {targets:?}"),
                Grant::Unsupported => "unsupported".to_owned(),
            },
            Err(Unreadable::Client) => "client".to_owned(),
            Err(Unreadable::Request(_)) => "request".to_owned(),
        }
    }

    #[test]
    fn a_client_shows_itself_in_one_way() {
        let basic = format!("Basic {}", STANDARD.encode("sva_1:secret"));
        let grant = "grant_type=client_credentials";
        assert_eq!(outcome(grant, Some(&basic)), "sva_1 client_credentials");
        let posted = format!("{grant}&client_id=sva_1&client_secret=secret");
        assert_eq!(outcome(&posted, None), "sva_1 client_credentials");
        assert_eq!(outcome(&posted, Some(&basic)), "client");
        assert_eq!(outcome(&format!("{grant}&client_id=sva_2"), Some(&basic)), "client");
        assert_eq!(outcome(grant, None), "client");
        assert_eq!(outcome(grant, Some("Bearer x")), "client");
        assert_eq!(outcome(grant, Some("Basic !")), "client");
    }

    #[test]
    fn nothing_may_be_there_twice_or_be_missing() {
        let basic = format!("Basic {}", STANDARD.encode("sva_1:secret"));
        assert_eq!(outcome("grant_type=a&grant_type=b", Some(&basic)), "request");
        assert_eq!(outcome("grant_type=&scope=x", Some(&basic)), "request");
        assert_eq!(outcome("", Some(&basic)), "request");
    }

    #[test]
    fn a_token_is_changed_by_whoever_holds_it() {
        let form = format!("grant_type={TOKEN_EXCHANGE}&subject_token=x&subject_token_type={ACCESS_TOKEN_TYPE}");
        assert_eq!(outcome(&form, None), "x None []");
        let narrow = format!("{form}&client_id=prt_1&audience=a&resource=b&audience=c");
        assert_eq!(outcome(&narrow, None), "x Some(\"prt_1\") [\"a\", \"b\", \"c\"]");
        assert_eq!(
            outcome(&format!("{form}&requested_token_type={JWT_TYPE}"), None),
            "x None []"
        );
        let basic = format!("Basic {}", STANDARD.encode("sva_1:secret"));
        assert_eq!(outcome(&form, Some(&basic)), "client");
        assert_eq!(outcome(&format!("{form}&requested_token_type=saml"), None), "request");
        assert_eq!(outcome(&format!("{form}&actor_token=y"), None), "request");
        assert_eq!(outcome(&form.replace("subject_token=x", ""), None), "request");
        assert_eq!(outcome(&form.replace("access_token", "id_token"), None), "request");
        assert_eq!(outcome("grant_type=password&username=a", None), "unsupported");
    }
}
