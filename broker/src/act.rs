//! One change of the world: rows, audit event and outbox entries in one transaction, and what
//! follows from them in memory once it is committed.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use tessera_shared::dto::queue::{ChangeEvent, Topic};
use tessera_shared::ids::TenantId;
use tessera_shared::instant::Instant;
use tessera_shared::words::TenantStatus;

use crate::db::Conn;
use crate::db::schema::changes;
use crate::gateways::index::GatewayNews;
use crate::issuers::keyring::TenantKeys;
use crate::outcome::Outcome;
use crate::tokens::index::TokenEntry;

/// What has to become true in memory after the commit and before the answer.
#[derive(Debug)]
pub enum Effect {
    /// A token was made or changed.
    Token(Box<TokenEntry>),
    /// A gateway was made or changed.
    Gateway(Box<GatewayNews>),
    /// A tenant was made, suspended or resumed.
    Tenant(TenantId, String, TenantStatus),
    /// A tenant has other signing keys.
    SigningKeys(Box<TenantKeys>),
    /// People looking at this should look again.
    Change(Change),
    /// A message waits in the outbox.
    Outbox,
}

/// A committed change, as a node learns of it.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its number; greater ones may have committed before it.
    pub seq: i64,
    /// Where, and of what kind.
    pub event: ChangeEvent,
    /// What.
    pub object: Arc<str>,
}

/// A transaction in progress, with the instant it happens at.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    now: Instant,
    effects: Vec<Effect>,
}

impl<'a> Tx<'a> {
    /// Wraps the connection of a running transaction.
    pub fn new(conn: &'a mut Conn, now: Instant) -> Self {
        Self {
            conn,
            now,
            effects: Vec::new(),
        }
    }

    /// When this happens; every row of the transaction carries the same instant.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Adds something that has to become true after the commit.
    pub fn then(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Tells everybody, on every node, that something of `tenant` changed.
    pub fn changed(&mut self, tenant: TenantId, topic: Topic, object: &str) -> Outcome<()> {
        self.number_change(tenant, topic, object)?;
        Ok(())
    }

    /// Like [`Tx::changed`]; says the number the change got.
    pub fn number_change(&mut self, tenant: TenantId, topic: Topic, object: &str) -> Outcome<i64> {
        use diesel::prelude::*;
        let seq = diesel::insert_into(changes::table)
            .values((
                changes::tenant_id.eq(tenant.to_string()),
                changes::topic.eq(topic.as_str()),
                changes::object.eq(object),
                changes::at.eq(self.now.millis()),
            ))
            .returning(changes::seq)
            .get_result(self.conn)?;
        self.then(Effect::Change(Change {
            seq,
            event: ChangeEvent { tenant, topic },
            object: Arc::from(object),
        }));
        Ok(seq)
    }

    /// The effects, once the work is done.
    pub fn into_effects(self) -> Vec<Effect> {
        self.effects
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}
