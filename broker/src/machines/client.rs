//! How a client shows who it is at the token endpoint (RFC 6749 §2.3, RFC 7523 §2.2).

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::web;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::http::extract::{OperationDoc, Takes, read_at_most};
use crate::machines::assertion;
use crate::outcome::Outcome;

const MAX_FORM: usize = 16 * 1024;
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client shows. Not `Debug`: it is the secret.
pub enum Proof {
    /// A secret, in the header or in the form.
    Secret(String),
    /// A signed assertion.
    Assertion(String),
}

/// One call of the token endpoint, as far as it can be read.
pub struct TokenCall {
    /// `grant_type`.
    pub grant_type: String,
    /// `scope`: names of actions; none means all the account has.
    pub scope: Option<String>,
    /// The account.
    pub client_id: String,
    /// Its proof.
    pub proof: Proof,
}

/// Why a call cannot be read (RFC 6749 §5.2).
pub enum Unreadable {
    /// A parameter is missing, repeated or no form at all.
    Request(&'static str),
    /// No client, or more than one way to show it.
    Client,
}

/// The form of a call.
pub struct TokenForm(pub Result<TokenCall, Unreadable>);

impl Takes for TokenForm {
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
            Some(Ok(form)) => read(form, header),
            _ => Err(Unreadable::Request("Send a form (application/x-www-form-urlencoded).")),
        }))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

fn read(form: &str, header: Option<&str>) -> Result<TokenCall, Unreadable> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(form)
        .map_err(|_cause| Unreadable::Request("The form cannot be read."))?
        .into_inner();
    let mut fields = HashMap::new();
    for (name, value) in pairs {
        // RFC 6749 §3.2: nothing twice, and what is empty is not there.
        if !value.is_empty() && fields.insert(name, value).is_some() {
            return Err(Unreadable::Request("A parameter is there twice."));
        }
    }
    let (client_id, proof) = client(&mut fields, header)?;
    Ok(TokenCall {
        grant_type: fields
            .remove("grant_type")
            .ok_or(Unreadable::Request("grant_type is missing."))?,
        scope: fields.remove("scope"),
        client_id,
        proof,
    })
}

fn client(fields: &mut HashMap<String, String>, header: Option<&str>) -> Result<(String, Proof), Unreadable> {
    let id = fields.remove("client_id");
    let secret = fields.remove("client_secret");
    let assertion = fields.remove("client_assertion");
    let kind = fields.remove("client_assertion_type");
    let (found, proof) = match (header, secret, assertion) {
        (Some(header), None, None) => basic(header).ok_or(Unreadable::Client)?,
        (None, Some(secret), None) => (id.clone().ok_or(Unreadable::Client)?, Proof::Secret(secret)),
        (None, None, Some(assertion)) if kind.as_deref() == Some(ASSERTION_TYPE) => {
            let subject = assertion::subject(&assertion).ok_or(Unreadable::Client)?;
            (subject, Proof::Assertion(assertion))
        }
        // RFC 6749 §2.3: one way at a time.
        _ => return Err(Unreadable::Client),
    };
    if id.is_some_and(|id| id != found) {
        return Err(Unreadable::Client);
    }
    Ok((found, proof))
}

/// `Basic` with id and secret, each form-encoded (RFC 6749 §2.3.1); neither has a character that
/// the encoding changes.
fn basic(header: &str) -> Option<(String, Proof)> {
    let (scheme, value) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), Proof::Secret(secret.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(form: &str, header: Option<&str>) -> String {
        match read(form, header) {
            Ok(call) => format!("{} {}", call.client_id, call.grant_type),
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
}
