//! What a caller asks for in the query: known names, and text that both databases can look for.

use actix_web::{HttpRequest, web};
use serde::de::DeserializeOwned;
use tessera_shared::error::ErrorCode;

use crate::http::extract::{OperationDoc, Part};
use crate::outcome::{Outcome, Refusal};

/// Longest query, in bytes as sent; SQLite refuses patterns far longer than this.
const MAX_QUERY: usize = 4 * 1024;

/// Query parameters; unknown ones are refused by the type's `deny_unknown_fields`.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

/// The names of a query type's fields, for documents.
pub trait QueryNames {
    /// The names.
    const NAMES: &'static [&'static str];
}

impl<T: DeserializeOwned + QueryNames> Part for Query<T> {
    fn part(req: &HttpRequest) -> Outcome<Self> {
        check_text(req.query_string())?;
        web::Query::<T>::from_query(req.query_string())
            .map(|query| Self(query.into_inner()))
            .map_err(|cause| Refusal::new(ErrorCode::Malformed, format!("Query: {cause}.")))
    }

    fn describe_part(doc: &mut OperationDoc) {
        doc.query.extend_from_slice(T::NAMES);
    }
}

/// PostgreSQL has no text with a NUL in it.
fn check_text(query: &str) -> Outcome<()> {
    let refused = |detail: &str| Err(Refusal::new(ErrorCode::Malformed, detail));
    if query.len() > MAX_QUERY {
        refused("A query holds at most 4 KiB.")
    } else if query.contains("%00") {
        refused("A query holds no NUL character.")
    } else {
        Ok(())
    }
}
