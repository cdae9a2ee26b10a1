//! Letters that cannot be sent.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_broker::app::App;
use tessera_broker::db::DbError;
use tessera_broker::db::schema::outbox;
use tessera_broker::keys::SecretKey;
use tessera_broker::notifications::mailer::Mailer;
use tessera_broker::notifications::outbox::send_due;
use tessera_broker::notifications::{Letter, enqueue};
use tessera_broker::tenancy::{SystemJob, TenantScope};

use crate::on_both;
use crate::support::world::World;
use crate::support::{TestApp, everything};

/// A broker on the same database that catches no mail.
async fn without_catcher(app: &TestApp) -> Arc<App> {
    let (config, clock) = (app.app.config.clone(), Arc::clone(&app.clock));
    let start = move || App::start(config, clock, &SecretKey::new([9; 32]), false).unwrap();
    tokio::task::spawn_blocking(start).await.unwrap()
}

async fn attempts(app: &Arc<App>) -> Vec<i32> {
    let read = |conn: &mut tessera_broker::db::Conn| {
        let attempts = outbox::table.select(outbox::attempts).load(conn);
        attempts.map_err(DbError::from)
    };
    app.db.read(everything(), read).await.unwrap()
}

on_both! {
    async fn letters_wait_untried_where_there_is_no_mail_server(app) {
        let world = World::make(&app).await;
        let broker = without_catcher(&app).await;
        let (keys, tenant) = (broker.keys.clone(), world.halden);
        let letter = Letter {
            to: "signe@fjord.example".to_owned(),
            subject: "Your token".to_owned(),
            text: "It is here.".to_owned(),
            html: "<p>It is here.</p>".to_owned(),
        };
        let write = move |tx: &mut tessera_broker::act::Tx<'_>| {
            enqueue(tx, &keys, &TenantScope::for_job(SystemJob::CommandLine, tenant), &letter)
        };
        broker.act(everything(), write).await.unwrap();
        let mailer = Mailer::new(&broker.config.mail).unwrap();
        assert_eq!(send_due(&broker, &mailer).await.unwrap(), 0);
        assert_eq!(attempts(&broker).await, [0]);
        assert_eq!(send_due(&app.app, &mailer).await.unwrap(), 1);
    }
}
