//! The cases of saved views.

use tessera_broker::views::store as views;
use tessera_shared::dto::views::ViewedList;

use super::of::id;
use super::{Case, adds, changes, count, flag, list, reads};

pub fn of_views() -> Vec<Case> {
    vec![
        reads("views/store::list_views", |conn, who, _| {
            let rows = views::list_views(conn, &who.user, None, Some(who.scope.tenant()))?;
            list(rows.into_iter().map(|row| row.id))
        }),
        reads("views/store::count_views", |conn, who, _| {
            count([views::count_views(conn, &who.user, ViewedList::Tokens)?])
        }),
        reads("views/store::find_view", |conn, who, of| {
            list([views::find_view(conn, &who.user, id(&of.view.id))?.id])
        }),
        adds("views/store::insert_view", |conn, who, of| {
            let mut row = of.view.clone();
            row.id = row.id.replace("viw_0", "viw_1");
            row.search = String::from("another");
            views::insert_view(conn, &who.user, &row).map(|()| vec![])
        }),
        changes("views/store::rename_view", |conn, who, of| {
            flag(views::rename_view(conn, &who.user, id(&of.view.id), "Another")?)
        }),
        changes("views/store::delete_view", |conn, who, of| {
            flag(views::delete_view(conn, &who.user, id(&of.view.id))?)
        }),
    ]
}
