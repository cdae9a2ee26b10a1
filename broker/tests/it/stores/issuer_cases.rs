//! The cases of signing keys and of places in status lists.

use tessera_broker::issuers::status::Place;
use tessera_broker::issuers::{status_store, store};

use super::of::{PLACE, id};
use super::{Case, NOW, adds, changes, count, flag, list, reads, some};

pub fn of_issuers() -> Vec<Case> {
    vec![
        reads("issuers/store::list_keys", |conn, who, _| {
            list(store::list_keys(conn, &who.scope, NOW)?.into_iter().map(|row| row.id))
        }),
        reads("issuers/store::lock_keys", |conn, who, _| {
            list(store::lock_keys(conn, &who.scope, NOW)?.into_iter().map(|row| row.id))
        }),
        adds("issuers/store::insert_key", |conn, who, of| {
            let mut row = of.signing_key.clone();
            row.id.push('x');
            store::insert_key(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("issuers/store::end_key", |conn, who, of| {
            store::end_key(conn, &who.scope, &of.signing_key.id, NOW, NOW).map(|()| vec![])
        }),
        reads("issuers/status_store::find_place", |conn, who, of| {
            let place = status_store::find_place(conn, &who.scope, id(&of.token.id))?;
            some(place.map(|place| place.position))
        }),
        reads("issuers/status_store::newest_list", |conn, who, _| {
            let (newest, taken) = status_store::newest_list(conn, &who.scope)?;
            count([i64::from(newest), taken])
        }),
        reads("issuers/status_store::lock_newest_list", |conn, who, _| {
            let (newest, taken) = status_store::lock_newest_list(conn, &who.scope)?;
            count([i64::from(newest), taken])
        }),
        reads("issuers/status_store::is_taken", |conn, who, _| {
            flag(status_store::is_taken(conn, &who.scope, PLACE)?)
        }),
        adds("issuers/status_store::insert_place", |conn, who, of| {
            let free = Place { position: 8, ..PLACE };
            status_store::insert_place(conn, &who.scope, id(&of.bare.id), free).map(|()| vec![])
        }),
        reads("issuers/status_store::list_places", |conn, who, _| {
            let places = status_store::list_places(conn, &who.scope, PLACE.list)?;
            list(places.into_iter().map(|(position, _facts)| position))
        }),
    ]
}
