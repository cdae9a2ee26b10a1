//! Tokens: good, bad, in the wrong place, at their end.

use tessera_shared::instant::Span;

use super::{INSUFFICIENT, INVALID, NO_TOKEN};
use crate::gateways::trial::{Trial, because};
use crate::gateways::wire::Call;

/// What the API itself answers passes unchanged.
pub async fn answers(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    trial
        .case("a good token", &Call::get("/seats").bearer(&good), "passed")
        .await;
    for status in [401, 403, 404, 500, 503] {
        let call = Call::get(&format!("/answers/{status}")).bearer(&good);
        trial
            .case(
                &format!("the API answers {status}"),
                &call,
                &format!("passed with {status}"),
            )
            .await;
    }
}

/// Tokens that are not good.
pub async fn tokens(trial: &mut Trial) {
    let cast = &trial.cast;
    let (sandbox, foreign, narrow) = (
        cast.sandbox.secret.clone(),
        cast.foreign.secret.clone(),
        cast.narrow.secret.clone(),
    );
    let good = cast.good.secret.clone();
    trial.case("no token", &Call::get("/"), NO_TOKEN).await;
    trial
        .case(
            "another scheme",
            &Call::get("/").with("Authorization", "Basic YTpi"),
            NO_TOKEN,
        )
        .await;
    trial
        .case(
            "a lower-case scheme",
            &Call::get("/").with("Authorization", &format!("bearer {good}")),
            "passed",
        )
        .await;
    for (case, token) in [
        ("a token of another environment", sandbox),
        ("a token of another tenant", foreign),
        ("garbage", "garbage".to_owned()),
        ("garbage with quotes", "\"x\"; y='$(z)' <!--".to_owned()),
        ("a token cut short", good[..good.len() - 1].to_owned()),
        ("a long token", format!("{good}{}", "a".repeat(4000))),
    ] {
        trial.case(case, &Call::get("/").bearer(&token), INVALID).await;
    }
    trial
        .case(
            "a token without the scope",
            &Call::get("/").bearer(&narrow),
            INSUFFICIENT,
        )
        .await;
    trial
        .refuses("a very long token", &Call::get("/").bearer(&"a".repeat(100_000)))
        .await;
    let call = Call::get("/").bearer("garbage").bearer(&good);
    trial.refuses("a bad token and a good one", &call).await;
    let call = Call::get("/").bearer(&good).bearer("garbage");
    trial.refuses("a good token and a bad one", &call).await;
}

/// Tokens in places where none is looked for.
pub async fn elsewhere(trial: &mut Trial) {
    let good = trial.cast.good.secret.clone();
    let form = format!("access_token={good}").into_bytes();
    for (case, call) in [
        (
            "a token in the query",
            Call::get(&format!("/?access_token={good}&token={good}")),
        ),
        (
            "a token in a cookie",
            Call::get("/").with("Cookie", &format!("access_token={good}; token={good}")),
        ),
        (
            "a token in the body",
            Call::new("POST", "/")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body(form),
        ),
        (
            "a token in headers of others",
            Call::get("/")
                .with("X-Authorization", &good)
                .with("Proxy-Authorization", &good),
        ),
        (
            "an Authorization with an underscore",
            Call::get("/").with("X_Authorization", &format!("Bearer {good}")),
        ),
    ] {
        trial.case(case, &call, NO_TOKEN).await;
    }
    let steering = "/?tenant=northquay&environment=sandbox&scope=&token=x&gateway=x&authorization=Bearer%20x";
    trial
        .case("a query that steers", &Call::get(steering).bearer(&good), "passed")
        .await;
    let foreign = trial.cast.foreign.secret.clone();
    trial
        .case(
            "a query that steers for a foreign token",
            &Call::get(steering).bearer(&foreign),
            INVALID,
        )
        .await;
}

/// Suspended, resumed, revoked, expired: the very next call knows.
pub async fn lifetime(trial: &mut Trial) {
    let good = Call::get("/").bearer(&trial.cast.good.secret);
    let id = trial.cast.good.id.clone();
    trial.world.try_change(&id, "suspend").await.expect(204);
    trial.case("a suspended token", &good, INVALID).await;
    trial.world.try_change(&id, "resume").await.expect(204);
    trial.case("a resumed token", &good, "passed").await;

    let tenant = format!("/api/v1/platform/tenants/{}", trial.world.halden);
    trial
        .owner
        .post(&format!("{tenant}/suspend"), &because())
        .await
        .expect(204);
    trial.case("a token of a suspended tenant", &good, INVALID).await;
    trial
        .owner
        .post(&format!("{tenant}/resume"), &because())
        .await
        .expect(204);
    trial.case("a token of a resumed tenant", &good, "passed").await;

    let doomed = Call::get("/").bearer(&trial.cast.doomed.secret);
    let (reply, _) = trial.send(&doomed).await;
    trial.compare("a token about to be revoked", &reply.status.to_string(), "200");
    let id = trial.cast.doomed.id.clone();
    trial.world.try_change(&id, "revoke").await.expect(204);
    trial.case("a token revoked just now", &doomed, INVALID).await;

    trial.app.clock.advance(Span::days(31));
    trial.case("an expired token", &good, INVALID).await;
    trial.app.clock.advance(Span::days(-31));
    trial.case("a token before its end", &good, "passed").await;
}
