//! Routes of people across tenants.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::placing::{Person, PersonDetail, PlacePerson, PlacedPerson, UnplacePerson};
use tessera_shared::ids::UserId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::http::cursor;
use crate::http::extract::{Body, Id, Json, NoContent, Query, QueryNames};
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::people::placer::Placer;
use crate::people::placing::{self, PeopleQuery};

/// Joins the two parts of a page's last key; names hold no control characters.
const KEY_SEPARATOR: char = '\u{1f}';

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::PEOPLE).gate::<Placer>().to(
            "list_people",
            "People by name: all for the owner of the platform, those of their customers for a lead",
            list_people,
        ),
        get(paths::PERSON)
            .gate::<Placer>()
            .to("get_person", "One person and where they work", get_person),
        post(paths::PERSON_PLACE).gate::<Placer>().to(
            "place_person",
            "Give a person a role of support in many customers at once, or say what would come of it",
            place_person,
        ),
        post(paths::PERSON_UNPLACE).gate::<Placer>().to(
            "unplace_person",
            "Take a person out of customers",
            unplace_person,
        ),
    ]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeoplePage {
    cursor: Option<String>,
    limit: Option<u32>,
    q: Option<String>,
}

impl QueryNames for PeoplePage {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "q"];
}

async fn list_people(app: Arc<App>, placer: Placer, Query(query): Query<PeoplePage>) -> Outcome<Json<Page<Person>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = placer.user().as_str().to_owned();
    let after = app.open_cursor("people", &owner, query.cursor.as_deref())?;
    let after = after.and_then(|key| {
        key.split_once(KEY_SEPARATOR)
            .map(|(name, id)| (name.to_owned(), id.to_owned()))
    });
    let wanted = PeopleQuery {
        after,
        text: query.q.filter(|text| !text.trim().is_empty()),
        limit: limit + 1,
    };
    let mut people = placing::list_people(&app, placer, wanted).await?;
    let key = |person: &Person| format!("{}{KEY_SEPARATOR}{}", person.name, person.id);
    let (items, last) = App::cut_page(&mut people, limit, key);
    let next = app.seal_cursor("people", &owner, last);
    Ok(Json(Page { items, next }))
}

async fn get_person(app: Arc<App>, placer: Placer, Id(user): Id<UserId>) -> Outcome<Json<PersonDetail>> {
    placing::get_person(&app, placer, user).await.map(Json)
}

async fn place_person(
    app: Arc<App>,
    placer: Placer,
    (Id(user), Body(body)): (Id<UserId>, Body<PlacePerson>),
) -> Outcome<Json<PlacedPerson>> {
    placing::place_person(&app, placer, user, body).await.map(Json)
}

async fn unplace_person(
    app: Arc<App>,
    placer: Placer,
    (Id(user), Body(body)): (Id<UserId>, Body<UnplacePerson>),
) -> Outcome<NoContent> {
    placing::unplace_person(&app, placer, user, body).await?;
    Ok(NoContent)
}
