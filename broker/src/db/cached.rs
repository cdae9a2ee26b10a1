//! Statements Diesel would prepare anew each time they run.

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// A statement that stays prepared, made by [`cached`].
pub struct Cached<Q>(Q);

/// Keeps `statement` prepared for the next time its text is the same. Diesel does so by itself but
/// for updates, upserts, `IN (…)` and SQL by hand, whose texts might be without number; preparing
/// costs about as much as running. Only for statements whose text has few forms.
pub fn cached<Q>(statement: Q) -> Cached<Q> {
    Cached(statement)
}

impl<Q, DB> QueryFragment<DB> for Cached<Q>
where
    Q: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

/// Found again by its text.
impl<Q> QueryId for Cached<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Cached<Q> {}
