//! The demo world, as large as a newcomer gets it: with tenants in which nobody of the demo works.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_broker::clock::Clock;
use tessera_broker::db::schema::{audit_events, deliveries, tokens, usage_hours};
use tessera_broker::demo::service::{DemoSize, build};

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::text;
use crate::support::{TestApp, everything};

const SIZE: DemoSize = DemoSize {
    tenants: 150,
    tokens: 600,
    to_issue: 0,
    ending_soon: 3,
};

/// Events of tokens and links that name none.
async fn strays(app: &TestApp) -> i64 {
    let counted = app.app.act(everything(), |tx| {
        let tokens = tokens::table.select(tokens::id);
        let deliveries = deliveries::table.select(deliveries::id);
        let of = |group: &str| {
            audit_events::table
                .filter(audit_events::action.like(format!("{group}.%")))
                .count()
        };
        let of_token: i64 = of("token")
            .filter(audit_events::object.ne_all(tokens))
            .get_result(&mut **tx)?;
        let of_link: i64 = of("delivery")
            .filter(audit_events::object.ne_all(deliveries))
            .get_result(&mut **tx)?;
        Ok(of_token + of_link)
    });
    counted.await.unwrap()
}

/// Tokens whose counts tell another story than their last use, with the story.
async fn contradictions(app: &TestApp) -> Vec<String> {
    const HOUR: i64 = 3_600_000;
    type Used = (String, i64, Option<i64>);
    let (used, hours) = app
        .app
        .act(everything(), |tx| {
            let used: Vec<Used> = tokens::table
                .select((tokens::id, tokens::starts_at, tokens::last_used_at))
                .load(&mut **tx)?;
            let hours: Vec<(String, i64)> = usage_hours::table
                .select((usage_hours::token_id, usage_hours::hour))
                .load(&mut **tx)?;
            Ok((used, hours))
        })
        .await
        .unwrap();
    let long_ago = app.clock.now().millis() - 27 * 24 * HOUR;
    let tell = |(id, starts, last): Used| {
        let mine = || hours.iter().filter(|(of, _)| *of == id).map(|(_, hour)| *hour);
        let floor = |at: i64| at - at.rem_euclid(HOUR);
        let counted = mine().max();
        let expected = last.map(floor).filter(|last| *last > long_ago);
        let too_early = mine().min().is_some_and(|first| first < floor(starts));
        let differs = match expected {
            Some(_) => counted != expected,
            None => last.is_none() && counted.is_some(),
        };
        (differs || too_early).then(|| format!("{id} starts {starts}, last used {last:?}, last counted {counted:?}"))
    };
    used.into_iter().filter_map(tell).collect()
}

on_both! {
    async fn it_is_built_and_somebody_can_work_in_it(app) {
        let shared = Arc::clone(&app.app);
        let world = tokio::task::spawn_blocking(move || build(&shared, SIZE, 1)).await.unwrap().unwrap();
        let counts = app.row_counts().await;
        let rows = |table: &str| counts.iter().find(|(name, _)| *name == table).unwrap().1;
        assert_eq!(rows("tenants"), 150);
        assert!(rows("tokens") > 500, "{}", rows("tokens"));
        for login in &world.logins {
            let person = Client::sign_in(&app.base, &login.email, &login.password).await;
            assert_eq!(text(&person.get("/api/v1/me").await.expect(200)["name"]), login.name);
        }
        let told = |name: &str| world.logins.iter().find(|login| login.name == name).unwrap();
        let counts: Vec<u32> = ["Otto Lindqvist", "Lena Hartwig"].map(|name| told(name).places[0].customers).into();
        assert_eq!(counts, [34, 120], "as many as there are");
        assert_eq!(told("Marco Bellini").places[0].names, ["Northquay Freight", "Solvara Energy"]);
        assert!(told("Vera Okafor").places.is_empty() && told("Vera Okafor").platform_role.is_some());
        assert_eq!(strays(&app).await, 0, "what happened to a token is written of that token");
        assert_eq!(contradictions(&app).await, [""; 0], "what is counted agrees with the last use");
        let shared = Arc::clone(&app.app);
        let again = tokio::task::spawn_blocking(move || build(&shared, SIZE, 1)).await.unwrap();
        assert!(again.is_ok(), "a demo that is there is found");
    }
}
