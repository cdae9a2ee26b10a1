//! Who did it, for audit events and for the separation of duties.

use tessera_shared::ids::{GatewayId, PartnerId, UserId};
use tessera_shared::instant::Instant;
use tessera_shared::words::ActorKind;

/// Someone or something that acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// What kind.
    pub kind: ActorKind,
    /// The account's, partner's or gateway's id; the job's name for the system.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Who it is as a person: the lower-case e-mail address. Two accounts of one person share it.
    pub person: String,
    /// Address of the peer.
    pub address: Option<String>,
    /// Finds the call in the log.
    pub call_id: String,
    /// The user who answers for it: themselves, or who made the service account.
    answerable: Option<UserId>,
    /// When they last proved who they are, in the session they act in.
    authenticated_at: Option<Instant>,
}

impl Actor {
    /// A signed-in user.
    pub fn user(id: UserId, name: &str, email: &str) -> Self {
        let mut actor = Self::new(ActorKind::User, id.to_string(), name, email);
        actor.answerable = Some(id);
        actor
    }

    /// A service account, which counts as the person who made it.
    pub fn service_account(id: &str, name: &str, maker: UserId, person: &str) -> Self {
        let mut actor = Self::new(ActorKind::ServiceAccount, id.to_owned(), name, person);
        actor.answerable = Some(maker);
        actor
    }

    /// A partner, known by the key of a request or a delivery.
    pub fn partner(id: Option<PartnerId>, name: &str, email: &str) -> Self {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        Self::new(ActorKind::Partner, id, name, email)
    }

    /// A gateway.
    pub fn gateway(id: GatewayId, name: &str) -> Self {
        Self::new(ActorKind::Gateway, id.to_string(), name, "")
    }

    /// The broker itself.
    pub fn system(job: &str) -> Self {
        Self::new(ActorKind::System, job.to_owned(), "Tessera", "")
    }

    fn new(kind: ActorKind, id: String, name: &str, email: &str) -> Self {
        Self {
            kind,
            id,
            name: name.to_owned(),
            person: email.to_lowercase(),
            address: None,
            call_id: String::new(),
            answerable: None,
            authenticated_at: None,
        }
    }

    /// The same actor, calling from `address` in the call `call_id`.
    #[must_use]
    pub fn calling(mut self, address: Option<String>, call_id: String) -> Self {
        self.address = address;
        self.call_id = call_id;
        self
    }

    /// The same actor, who proved at `at` who they are.
    #[must_use]
    pub fn authenticated(mut self, at: Instant) -> Self {
        self.authenticated_at = Some(at);
        self
    }

    /// When they last proved who they are, if they act in a session.
    pub fn authenticated_at(&self) -> Option<Instant> {
        self.authenticated_at
    }

    /// The user who answers for what is done, if there is one.
    pub fn answerable(&self) -> Option<UserId> {
        self.answerable
    }

    /// The user's id, when it is one.
    pub fn user_id(&self) -> Option<UserId> {
        self.id.parse().ok()
    }
}
