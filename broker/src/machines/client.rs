//! What a client asks of the token endpoint and of the revocation endpoint.

use actix_web::{HttpRequest, web};

use crate::http::client::{Client, authorization, read_client};
use crate::http::extract::{OperationDoc, Takes};
use crate::http::form::{Fields, Unreadable};
use crate::outcome::Outcome;

/// The grant of RFC 8693 §2.1.
pub const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// Kinds of tokens (RFC 8693 §3).
pub const ACCESS_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
const JWT_TYPE: &str = "urn:ietf:params:oauth:token-type:jwt";

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

/// The form of a call.
pub struct OauthForm<T>(pub Result<T, Unreadable>);

/// A call that can be read from a form.
pub trait OauthCall: Sized {
    /// Reads it.
    fn read(fields: Fields, header: Option<&str>) -> Result<Self, Unreadable>;
}

impl<T: OauthCall> Takes for OauthForm<T> {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let header = authorization(req);
        let fields = Fields::read(req, payload).await;
        Ok(Self(fields.and_then(|fields| T::read(fields, header.as_deref()))))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// A token that is changed for another (RFC 8693 §2.1). What proves it is the token itself.
fn exchange(fields: &mut Fields, shown: (Option<Client>, Option<String>)) -> Result<Grant, Unreadable> {
    let (None, client_id) = shown else {
        return Err(Unreadable::Client);
    };
    let is_access_token = |kind: &str| kind == ACCESS_TOKEN_TYPE;
    let subject = fields.take("subject_token");
    let subject = subject.ok_or(Unreadable::Request("subject_token is missing."))?;
    if !fields
        .take("subject_token_type")
        .is_some_and(|kind| is_access_token(&kind))
    {
        return Err(Unreadable::Request(
            "subject_token_type has to be that of an access token.",
        ));
    }
    let wanted = fields.take("requested_token_type");
    if wanted.is_some_and(|kind| !is_access_token(&kind) && kind != JWT_TYPE) {
        return Err(Unreadable::Request("requested_token_type can only be an access token."));
    }
    if fields.take("actor_token").is_some() {
        return Err(Unreadable::Request("Nobody can act for somebody else here."));
    }
    Ok(Grant::Exchange(subject, client_id))
}

impl OauthCall for TokenCall {
    fn read(mut fields: Fields, header: Option<&str>) -> Result<Self, Unreadable> {
        let shown = read_client(&mut fields, header)?;
        let kind = fields.take("grant_type");
        let grant = match kind.as_deref() {
            Some("client_credentials") => Grant::Client(shown.0.ok_or(Unreadable::Client)?),
            Some(TOKEN_EXCHANGE) => exchange(&mut fields, shown)?,
            Some(_) => Grant::Unsupported,
            None => return Err(Unreadable::Request("grant_type is missing.")),
        };
        Ok(Self {
            grant,
            scope: fields.take("scope"),
            targets: fields.targets(),
        })
    }
}

impl OauthCall for RevocationCall {
    fn read(mut fields: Fields, header: Option<&str>) -> Result<Self, Unreadable> {
        let (client, _name) = read_client(&mut fields, header)?;
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
        assert_eq!(outcome(&posted, Some(&basic)), "request");
        let signed = format!("{posted}&client_assertion=x");
        assert_eq!(outcome(&signed, None), "request");
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
