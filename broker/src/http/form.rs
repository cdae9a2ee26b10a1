//! Forms (`application/x-www-form-urlencoded`), as OAuth clients send them.

use std::collections::HashMap;

use actix_web::{HttpRequest, web};

use crate::http::extract::{media_type, read_at_most};

/// Largest form.
const MAX_FORM: usize = 16 * 1024;

/// Why a call of an OAuth endpoint cannot be read (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A parameter is missing or repeated, several ways of showing a client are mixed, or it is no form.
    Request(&'static str),
    /// No client, or nothing that shows it.
    Client,
}

/// The parameters of a form.
#[derive(Default)]
pub struct Fields {
    single: HashMap<String, String>,
    targets: Vec<String>,
}

impl Fields {
    /// Reads the body of a call that says it is a form.
    pub async fn read(req: &HttpRequest, payload: web::Payload) -> Result<Self, Unreadable> {
        let no_form = Unreadable::Request("Send a form (application/x-www-form-urlencoded).");
        let is_form = media_type(req) == "application/x-www-form-urlencoded";
        let body = read_at_most(payload, MAX_FORM, "A form holds at most 16 KiB.").await;
        let body = body.ok().filter(|_| is_form).ok_or(no_form)?;
        Self::of(std::str::from_utf8(&body).map_err(|_cause| no_form)?)
    }

    /// Reads a form. Of `audience` and `resource` there may be several (RFC 8693 §2.1), of nothing else
    /// (RFC 6749 §3.2); and what is empty is not there.
    pub fn of(form: &str) -> Result<Self, Unreadable> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(form)
            .map_err(|_cause| Unreadable::Request("The form cannot be read."))?
            .into_inner();
        let mut fields = Self::default();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            if matches!(name.as_str(), "audience" | "resource") {
                fields.targets.push(value);
            } else if fields.single.insert(name, value).is_some() {
                return Err(Unreadable::Request("A parameter is there twice."));
            }
        }
        Ok(fields)
    }

    /// The value of a parameter, which is then used up.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.single.remove(name)
    }

    /// Every `audience` and `resource`.
    pub fn targets(&mut self) -> Vec<String> {
        std::mem::take(&mut self.targets)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::CONTENT_TYPE;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn nothing_is_there_twice_and_what_is_empty_is_not_there() {
        let mut form = Fields::of("token=tsr%5Fpt_a&token_type_hint=&audience=a&resource=b&audience=a")
            .ok()
            .unwrap();
        assert_eq!(form.take("token").as_deref(), Some("tsr_pt_a"));
        assert_eq!((form.take("token"), form.take("token_type_hint")), (None, None));
        assert_eq!(form.targets(), ["a", "b", "a"]);
        assert!(Fields::of("token=a&token=b").is_err());
    }

    #[actix_web::test]
    async fn a_form_says_that_it_is_one() {
        for (kind, fits) in [
            ("application/x-www-form-urlencoded", true),
            ("Application/X-WWW-Form-Urlencoded ; charset=UTF-8", true),
            ("application/x-www-form-urlencodedly", false),
            ("application/json", false),
            ("", false),
        ] {
            let call = TestRequest::post()
                .insert_header((CONTENT_TYPE, kind))
                .set_payload("token=a");
            let (req, mut payload) = call.to_http_parts();
            let payload = <web::Payload as actix_web::FromRequest>::from_request(&req, &mut payload)
                .await
                .unwrap();
            assert_eq!(Fields::read(&req, payload).await.is_ok(), fits, "{kind}");
        }
    }
}
