//! How a client of an OAuth endpoint shows who it is (RFC 6749 §2.3, RFC 7523 §2.2).

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

use crate::auth::assertion;
use crate::http::basic::read_basic;
use crate::http::form::{Fields, Unreadable};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// More than one way of showing a client (RFC 6749 §5.2).
pub const SEVERAL: Unreadable = Unreadable::Request("Show who you are in one way at a time.");

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

/// The `Authorization` header of a call; of several, or of one that is no text, nothing.
pub fn authorization(req: &HttpRequest) -> Option<String> {
    let mut values = req.headers().get_all(AUTHORIZATION);
    let first = values.next()?;
    let only = values.next().is_none();
    Some(first.to_str().ok().filter(|_| only).unwrap_or_default().to_owned())
}

/// The client, if one shows itself, or what it only says of itself.
pub fn read_client(fields: &mut Fields, header: Option<&str>) -> Result<(Option<Client>, Option<String>), Unreadable> {
    let id = fields.take("client_id");
    let secret = fields.take("client_secret");
    let assertion = fields.take("client_assertion");
    let kind = fields.take("client_assertion_type");
    let client = match (header, secret, assertion) {
        (None, None, None) if kind.is_none() => return Ok((None, id)),
        (None, None, None) => return Err(Unreadable::Request("client_assertion is missing.")),
        (Some(header), None, None) if kind.is_none() => {
            let (id, secret) = read_basic(header).ok_or(Unreadable::Client)?;
            Client {
                id,
                proof: Proof::Secret(secret),
            }
        }
        (None, Some(secret), None) if kind.is_none() => Client {
            id: id.clone().ok_or(Unreadable::Client)?,
            proof: Proof::Secret(secret),
        },
        (None, None, Some(assertion)) if kind.as_deref() == Some(ASSERTION_TYPE) => Client {
            id: assertion::subject(&assertion).ok_or(Unreadable::Client)?,
            proof: Proof::Assertion(assertion),
        },
        (None, None, Some(_)) => return Err(Unreadable::Request("client_assertion_type has to be jwt-bearer.")),
        // RFC 6749 §2.3 and §5.2: one way at a time.
        _ => return Err(SEVERAL),
    };
    if id.is_some_and(|id| id != client.id) {
        return Err(Unreadable::Client);
    }
    Ok((Some(client), None))
}
