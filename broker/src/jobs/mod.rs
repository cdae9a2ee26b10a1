//! What the broker does by itself: sends letters, settles what time ended, writes down use.
//!
//! Every job is a loop with a timer; a wake-up only makes it look sooner. A job does nothing that
//! a repetition would spoil, so each may run on every node.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::app::App;
use crate::db::{Across, Reach};
use crate::notifications::mailer::Mailer;
use crate::notifications::outbox;
use crate::outcome::Outcome;
use crate::tokens::usage;
use crate::{deliveries, factors, gateways, issuers, machines, people, requests, sso, tokens};

const OUTBOX_TICK: Duration = Duration::from_secs(2);
const SETTLE_TICK: Duration = Duration::from_secs(5);
const USAGE_TICK: Duration = Duration::from_secs(5);

/// Running jobs; they end when this is stopped.
pub struct Jobs {
    handles: Vec<JoinHandle<()>>,
    app: Arc<App>,
}

impl Jobs {
    /// Starts every job on the current runtime.
    #[expect(clippy::disallowed_methods, reason = "this is the supervisor")]
    pub fn start(app: &Arc<App>, mailer: Mailer) -> Self {
        let handles = vec![
            actix_web::rt::spawn(send_letters(Arc::clone(app), mailer)),
            actix_web::rt::spawn(settle_forever(Arc::clone(app))),
            actix_web::rt::spawn(record_use(Arc::clone(app))),
            actix_web::rt::spawn(tokens::sync::follow_changes(Arc::clone(app))),
        ];
        Self {
            handles,
            app: Arc::clone(app),
        }
    }

    /// Ends the loops and writes down what is still in memory.
    pub async fn stop(self) {
        for handle in self.handles {
            handle.abort();
        }
        log("usage", usage::flush(&self.app).await);
        log("credentials", gateways::last_use::settle(&self.app).await);
    }
}

fn log<T>(job: &str, outcome: Outcome<T>) {
    if let Err(cause) = outcome {
        tracing::warn!(job, %cause, "a job failed; it runs again");
    }
}

async fn send_letters(app: Arc<App>, mailer: Mailer) {
    loop {
        match outbox::send_due(&app, &mailer).await {
            Ok(0) => {
                let tick = tokio::time::sleep(OUTBOX_TICK);
                futures_util::future::select(std::pin::pin!(tick), std::pin::pin!(app.outbox_wake.notified())).await;
            }
            Ok(_more) => {}
            Err(cause) => {
                log("outbox", Err::<(), _>(cause));
                tokio::time::sleep(OUTBOX_TICK).await;
            }
        }
    }
}

async fn settle_forever(app: Arc<App>) {
    loop {
        log("settle", settle(&app).await);
        tokio::time::sleep(SETTLE_TICK).await;
    }
}

/// Settles everything whose time is over; says how much it was.
pub async fn settle(app: &Arc<App>) -> Outcome<usize> {
    let shared = Arc::clone(app);
    let expired = app
        .act(Reach::across(Across::Job), move |tx| {
            tokens::settle::expire_tokens(tx, &shared)
        })
        .await?;
    let links = app
        .act(Reach::across(Across::Job), deliveries::settle::expire_deliveries)
        .await?;
    let lapsed = app
        .act(Reach::across(Across::Job), requests::settle::lapse_requests)
        .await?;
    let idle = app.config.session.idle_ms();
    let sessions = app
        .act(Reach::across(Across::Job), move |tx| {
            people::service::settle_sessions(tx, idle)
        })
        .await?;
    app.act(Reach::across(Across::Job), people::invites::settle_invites)
        .await?;
    app.act(Reach::across(Across::Job), people::resets::settle_resets)
        .await?;
    app.act(Reach::across(Across::Job), sso::service::settle_returned_sign_ins)
        .await?;
    app.act(
        Reach::across(Across::Job),
        factors::passkeys::settle_answered_challenges,
    )
    .await?;
    app.act(Reach::across(Across::Job), machines::service::settle_access_tokens)
        .await?;
    issuers::rotate::keep_signing_keys(app).await?;
    app.limits.forget_full();
    Ok(expired + links + lapsed + sessions)
}

async fn record_use(app: Arc<App>) {
    let mut written = Instant::now();
    loop {
        tokio::time::sleep(USAGE_TICK).await;
        log("usage", usage::settle(&app, &mut written).await);
        log("credentials", gateways::last_use::settle(&app).await);
    }
}
