//! The order of lists: each page goes on where the one before it ended, in every order and with every filter.

use diesel::prelude::*;
use serde_json::Value;
use tessera_broker::db::schema;
use tessera_broker::requests::model::RequestRow;
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_broker::tokens::model::TokenRow;
use tessera_broker::{requests, tokens};
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, text};
use crate::support::{TestApp, everything};

/// Adds tokens and requests like those that are there: many end together, and some are of another kind.
async fn fill(app: &TestApp, world: &World) {
    let (request, _) = world.approved(app).await;
    world.issue(&request).await;
    let scope = TenantScope::for_job(SystemJob::CommandLine, world.halden);
    app.app
        .act(everything(), move |tx| {
            let first: TokenRow = schema::tokens::table.select(TokenRow::as_select()).first(&mut **tx)?;
            let token: TokenId = first.id.parse().unwrap();
            for number in 0..40_u8 {
                let mut row = first.clone();
                row.id = TokenId::from_u128(token.as_u128() + u128::from(number) + 1).to_string();
                row.generation += i32::from(number) + 1;
                row.digest = vec![number; 32];
                row.state = String::from(if number % 3 == 0 { "rotating" } else { "revoked" });
                row.environment = String::from(if number % 4 == 0 { "staging" } else { "production" });
                row.expires_at = first.expires_at - Span::days(i64::from(number) * 7 % 5).as_millis();
                tokens::store::insert_token(tx, &scope, &row, &[number; 32])?;
            }
            let first: RequestRow = schema::requests::table
                .select(RequestRow::as_select())
                .first(&mut **tx)?;
            let request: RequestId = first.id.parse().unwrap();
            for number in 0..20_u8 {
                let mut row = first.clone();
                row.id = RequestId::from_u128(request.as_u128() + u128::from(number) + 1).to_string();
                row.partner_key_hash = vec![number; 32];
                row.state = String::from(if number % 3 == 0 { "lapsed" } else { "withdrawn" });
                requests::store::insert_request(tx, &scope, &row, &[])?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// Every row of a list, page by page.
async fn walked(caller: &Client, path: &str, query: &str, limit: usize) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = caller
            .get(&format!("{path}?{query}&limit={limit}{cursor}"))
            .await
            .expect(200);
        let items = page["items"].as_array().unwrap();
        assert!(
            items.len() == limit || page["next"].is_null(),
            "a short page in the middle"
        );
        rows.extend(items.iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| text(&row["id"])).collect()
}

/// Lists, their orders, and filters that leave some of the rows.
const LISTS: &[(&str, &[&str], &[&str])] = &[
    (
        "tokens",
        &["newest", "oldest", "ends_first"],
        &[
            "",
            "state=revoked",
            "state=rotating",
            "environment=staging&q=web",
            "ends_before=2026-12-23T08:00:00Z",
        ],
    ),
    ("requests", &["newest", "oldest"], &["", "stage=withdrawn", "q=fjord"]),
    ("audit", &["newest", "oldest"], &["", "action=request."]),
];

on_both! {
    async fn every_row_comes_once_and_in_order_whatever_the_pages(app) {
        let world = World::make(&app).await;
        fill(&app, &world).await;
        for (list, sorts, filters) in LISTS {
            let path = format!("/api/v1/{list}");
            for filter in *filters {
                let mut rows = world.lead.get(&format!("{path}?{filter}&limit=100")).await.expect(200)["items"].as_array().unwrap().clone();
                assert!(rows.len() > 2, "{list} {filter}: only {} rows", rows.len());
                for sort in *sorts {
                    rows.sort_by_key(|row| {
                        let end = if *sort == "ends_first" { text(&row["expires_at"]) } else { String::new() };
                        (end, text(&row["id"]))
                    });
                    let mut wanted = ids(&rows);
                    if *sort == "newest" {
                        wanted.reverse();
                    }
                    for limit in [1, 3, 10, 100] {
                        let seen = walked(&world.lead, &path, &format!("{filter}&sort={sort}"), limit).await;
                        assert_eq!(ids(&seen), wanted, "{list} {filter} {sort} {limit}");
                    }
                    // The file of a list has its order; asking for it writes an event.
                    if *list != "audit" {
                        let file = world.lead.get(&format!("/api/v1/exports/{list}?{filter}&sort={sort}")).await;
                        let lines = file.text.split("\r\n").skip(1).filter(|line| !line.is_empty());
                        let exported: Vec<_> = lines.map(|line| line.split(',').next().unwrap().to_owned()).collect();
                        assert_eq!(exported, wanted, "{list} {filter} {sort}");
                    }
                }
            }
        }
    }

    async fn the_newest_come_first_unless_asked_otherwise(app) {
        let world = World::make(&app).await;
        fill(&app, &world).await;
        for (list, _, _) in LISTS {
            let path = format!("/api/v1/{list}");
            assert_eq!(walked(&world.lead, &path, "", 100).await, walked(&world.lead, &path, "sort=newest", 100).await);
        }
        let ends = walked(&world.lead, "/api/v1/tokens", "sort=ends_first", 100).await;
        let mut times: Vec<_> = ends.iter().map(|row| text(&row["expires_at"])).collect();
        assert!(times.is_sorted());
        times.dedup();
        assert_eq!(times.len(), 5, "{times:?}");
    }

    async fn a_cursor_goes_on_only_in_the_order_and_filter_it_was_made_for(app) {
        let world = World::make(&app).await;
        fill(&app, &world).await;
        for (list, sorts, filters) in LISTS {
            let path = format!("/api/v1/{list}");
            let queries: Vec<_> = sorts.iter().flat_map(|sort| filters.iter().map(move |filter| format!("{filter}&sort={sort}"))).collect();
            for made_for in &queries {
                let first = world.lead.get(&format!("{path}?{made_for}&limit=2")).await.expect(200);
                let cursor = text(&first["next"]);
                for used_for in &queries {
                    let answer = world.lead.get(&format!("{path}?{used_for}&limit=2&cursor={cursor}")).await;
                    if made_for == used_for {
                        assert_ne!(answer.expect(200)["items"], first["items"]);
                    } else {
                        assert_eq!(answer.refused(400), "bad_cursor", "{list}: {made_for} in {used_for}");
                    }
                }
            }
            for unknown in ["", "ends", "Newest", "newest,oldest"] {
                assert_eq!(world.lead.get(&format!("{path}?sort={unknown}")).await.refused(400), "malformed", "{list} {unknown}");
            }
        }
        assert_eq!(world.lead.get("/api/v1/requests?sort=ends_first").await.refused(400), "malformed");
        assert_eq!(world.lead.get("/api/v1/partners?sort=newest").await.refused(400), "malformed");
        assert_eq!(world.lead.get("/api/v1/exports/tokens?sort=used").await.refused(400), "malformed");
    }
}
