//! Things by name, and tokens by hint or print, always within the tenants of one person.

use diesel::prelude::*;

use crate::db::pattern::{self, lower};
use crate::db::schema::{apis, gateways, memberships, partners, requests, tokens, users};
use crate::db::{Conn, DbError};
use crate::tenancy::UserScope;

/// Most rows of a kind.
pub const SHOWN: i64 = 5;

/// Where to look, and for what.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// In this tenant, for any part of a name.
    Here(&'a str),
    /// In every other one, for the beginning of a name.
    Besides(Option<&'a str>),
}

/// By what a token is looked for.
#[derive(Clone, Copy, Debug)]
pub enum TokenBy<'a> {
    /// Part of application, hint or partner name in a tenant.
    Text(&'a str, &'a str),
    /// One of these hints, in any tenant.
    Hint(&'a [String]),
    /// The finder print of its secret, in any tenant.
    Finder(&'a [u8]),
}

/// Something with a name: tenant, id, name, and what else is said of it.
pub type NamedLine = (String, String, String, String);

/// A request that was found.
#[derive(Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct RequestLine {
    pub tenant_id: String,
    pub id: String,
    pub state: String,
    pub generation: i32,
    pub company: String,
    pub application: String,
    pub environment: String,
    pub confirmed_at: Option<i64>,
}

/// A token that was found.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct TokenLine {
    pub tenant_id: String,
    pub id: String,
    pub application: String,
    pub environment: String,
    pub state: String,
    pub hint: String,
    pub starts_at: i64,
    pub expires_at: i64,
    pub issued_by_name: String,
    pub issued_at: i64,
    pub ended_at: Option<i64>,
    pub last_used_at: Option<i64>,
}

/// The last text that begins with another one is below this character and no real one.
const LAST: char = char::MAX;

// The tenant of the row is hidden from the planner: joined the other way round, every membership of the person
// would be looked at for a handful of rows.
macro_rules! named {
    ($table:ident, $user:expr, $place:expr, $text:expr, $roles:expr, $name:expr, $detail:expr) => {{
        let of_row = memberships::tenant_id.eq($table::tenant_id.concat(""));
        let mut query = $table::table
            .inner_join(memberships::table.on(of_row))
            .filter(memberships::user_id.eq($user.as_str()))
            .filter(memberships::role.eq_any($roles))
            .order(($table::search.asc(), $table::id.asc()))
            .limit(SHOWN)
            .select(($table::tenant_id, $table::id, $name, $detail))
            .into_boxed();
        match $place {
            Place::Here(tenant) => {
                let like = $table::search.like(pattern::containing($text)).escape(pattern::ESCAPE);
                query = query.filter($table::tenant_id.eq(tenant)).filter(like);
            }
            Place::Besides(tenant) => {
                let first = $text.to_lowercase();
                let last = format!("{first}{LAST}");
                query = query.filter($table::search.ge(first)).filter($table::search.lt(last));
                if let Some(tenant) = tenant {
                    query = query.filter($table::tenant_id.ne(tenant));
                }
            }
        }
        query
    }};
}

/// Partners by name, with their contact address.
pub fn find_partners(
    conn: &mut Conn,
    user: &UserScope,
    place: Place<'_>,
    text: &str,
    roles: &[&str],
) -> Result<Vec<NamedLine>, DbError> {
    let query = named!(
        partners,
        user,
        place,
        text,
        roles,
        partners::name,
        partners::contact_email
    );
    Ok(query.load(conn)?)
}

/// APIs by name and version, with their version.
pub fn find_apis(
    conn: &mut Conn,
    user: &UserScope,
    place: Place<'_>,
    text: &str,
    roles: &[&str],
) -> Result<Vec<NamedLine>, DbError> {
    let query = named!(apis, user, place, text, roles, apis::name, apis::version);
    Ok(query.load(conn)?)
}

/// Gateways in use by name, with the place where they stand.
pub fn find_gateways(
    conn: &mut Conn,
    user: &UserScope,
    place: Place<'_>,
    text: &str,
    roles: &[&str],
) -> Result<Vec<NamedLine>, DbError> {
    let query = named!(gateways, user, place, text, roles, gateways::name, gateways::place);
    Ok(query.filter(gateways::retired_at.is_null()).load(conn)?)
}

/// People of a tenant by name or address, with their address.
pub fn find_members(
    conn: &mut Conn,
    user: &UserScope,
    tenant: &str,
    text: &str,
    roles: &[&str],
) -> Result<Vec<NamedLine>, DbError> {
    let mine = diesel::alias!(memberships as mine);
    let field = mine.fields((memberships::tenant_id, memberships::user_id, memberships::role));
    let like = pattern::containing(text);
    let name = lower(users::name).like(like.clone()).escape(pattern::ESCAPE);
    Ok(memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .inner_join(mine.on(field.0.eq(memberships::tenant_id)))
        .filter(field.1.eq(user.as_str()))
        .filter(field.2.eq_any(roles))
        .filter(memberships::tenant_id.eq(tenant))
        .filter(name.or(users::email.like(like).escape(pattern::ESCAPE)))
        .order((users::name.asc(), users::id.asc()))
        .limit(SHOWN)
        .select((memberships::tenant_id, users::id, users::name, users::email))
        .load(conn)?)
}

/// Requests of a tenant by company, application or contact address, newest first.
pub fn find_requests(
    conn: &mut Conn,
    user: &UserScope,
    tenant: &str,
    text: &str,
    roles: &[&str],
) -> Result<Vec<RequestLine>, DbError> {
    let like = pattern::containing(text);
    let company = lower(requests::company).like(like.clone()).escape(pattern::ESCAPE);
    let application = lower(requests::application).like(like.clone()).escape(pattern::ESCAPE);
    let contact = requests::contact_email.like(like).escape(pattern::ESCAPE);
    Ok(requests::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(requests::tenant_id)))
        .filter(memberships::user_id.eq(user.as_str()))
        .filter(memberships::role.eq_any(roles))
        .filter(requests::tenant_id.eq(tenant))
        .filter(company.or(application).or(contact))
        .order(requests::id.desc())
        .limit(SHOWN)
        .select(RequestLine::as_select())
        .load(conn)?)
}

/// Tokens with their partner's name, newest first.
pub fn find_tokens(
    conn: &mut Conn,
    user: &UserScope,
    by: TokenBy<'_>,
    roles: &[&str],
) -> Result<Vec<(TokenLine, String)>, DbError> {
    let holder = partners::tenant_id
        .eq(tokens::tenant_id)
        .and(partners::id.eq(tokens::partner_id));
    let query = tokens::table
        .inner_join(partners::table.on(holder))
        .inner_join(memberships::table.on(memberships::tenant_id.eq(tokens::tenant_id.concat(""))))
        .filter(memberships::user_id.eq(user.as_str()))
        .filter(memberships::role.eq_any(roles))
        .order(tokens::id.desc())
        .limit(SHOWN)
        .select((TokenLine::as_select(), partners::name))
        .into_boxed();
    let query = match by {
        TokenBy::Text(tenant, text) => {
            let like = pattern::containing(text);
            let application = lower(tokens::application).like(like.clone()).escape(pattern::ESCAPE);
            let hint = lower(tokens::hint).like(like.clone()).escape(pattern::ESCAPE);
            let partner = lower(partners::name).like(like).escape(pattern::ESCAPE);
            query
                .filter(tokens::tenant_id.eq(tenant))
                .filter(application.or(hint).or(partner))
        }
        TokenBy::Hint(hints) => query.filter(tokens::hint.eq_any(hints)),
        TokenBy::Finder(finder) => query.filter(tokens::finder.eq(finder)),
    };
    Ok(query.load(conn)?)
}
