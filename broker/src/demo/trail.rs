//! What a story left in the audit trail.

use std::collections::BTreeMap;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::ids::AuditEventId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::words::ActorKind;

use crate::db::Conn;
use crate::demo::bulk::{AuditRow, Bulk};
use crate::demo::plot::{Ending, Plot};
use crate::demo::story::Ids;
use crate::outcome::{Outcome, Refusal};
use crate::random;

impl Plot<'_> {
    /// The audit events of the story so far.
    pub fn trail(&self, conn: &mut Conn, bulk: &mut Bulk, ids: &Ids, hint: &str, now: Instant) -> Outcome<()> {
        let times = &self.times;
        let partner = (ActorKind::Partner, self.partner.name.as_str());
        let admin = (ActorKind::User, self.cast.admin.1.as_str());
        let agent = (ActorKind::User, self.cast.agent.1.as_str());
        let system = (ActorKind::System, "Tessera");
        let mut steps = vec![(times.submitted, partner, AuditAction::RequestSubmitted)];
        let issued = !matches!(self.ending, Ending::Request(_));
        let stage = match self.ending {
            Ending::Request(stage) => stage,
            _ => RequestStage::Issued,
        };
        if !matches!(stage, RequestStage::AwaitingPartner | RequestStage::Lapsed) {
            steps.push((times.confirmed, partner, AuditAction::RequestConfirmed));
        }
        match stage {
            RequestStage::Withdrawn => steps.push((times.decided, partner, AuditAction::RequestWithdrawn)),
            RequestStage::Lapsed => steps.push((times.decided, system, AuditAction::RequestLapsed)),
            RequestStage::AwaitingIssue | RequestStage::Issued => {
                steps.push((times.decided, admin, AuditAction::RequestApproved));
            }
            RequestStage::AwaitingPartner | RequestStage::AwaitingDecision => {}
        }
        if issued {
            steps.push((times.issued, agent, AuditAction::TokenIssued));
            steps.push((times.issued, agent, AuditAction::DeliverySent));
            steps.push(match self.ending {
                Ending::Unopened => (self.link_ends(), system, AuditAction::DeliveryExpired),
                _ => (times.opened, partner, AuditAction::DeliveryOpened),
            });
        }
        match self.ending {
            Ending::Token(TokenState::Revoked) => steps.push((times.ended, agent, AuditAction::TokenRevoked)),
            Ending::Token(TokenState::Suspended) => steps.push((times.ended, agent, AuditAction::TokenSuspended)),
            Ending::Token(TokenState::Expired) => steps.push((times.expires, system, AuditAction::TokenExpired)),
            _ => {}
        }
        for (at, actor, action) in steps.into_iter().filter(|(at, _, _)| *at <= now) {
            self.event(conn, bulk, ids, hint, (at, actor, action))?;
        }
        Ok(())
    }

    fn event(
        &self,
        conn: &mut Conn,
        bulk: &mut Bulk,
        ids: &Ids,
        hint: &str,
        (at, (kind, actor), action): (Instant, (ActorKind, &str), AuditAction),
    ) -> Outcome<()> {
        let mut facts = BTreeMap::new();
        if matches!(action, AuditAction::RequestApproved | AuditAction::TokenIssued) {
            facts.insert("scopes", self.granted().join(" "));
        }
        let reason = match action {
            AuditAction::RequestSubmitted => Some(self.wish.reason.clone()),
            AuditAction::TokenRevoked | AuditAction::TokenSuspended => {
                Some("The partner changed its system.".to_owned())
            }
            _ => None,
        };
        // As the real events call them.
        let of_request = format!("{}, {}", self.partner.name, self.wish.application);
        let of_token = format!("{} {hint}", self.wish.application);
        let (object, label) = match action.as_str().split_once('.') {
            Some(("token", _)) => (ids.token.to_string(), of_token),
            Some(("delivery", _)) => (ids.delivery.to_string(), of_token),
            _ => (ids.request.to_string(), of_request),
        };
        let row = AuditRow {
            id: AuditEventId::from_u128(random::uuid_v7(at)?).to_string(),
            tenant_id: self.tenant.id.to_string(),
            at: at.millis(),
            actor_kind: kind.as_str(),
            actor_id: "",
            actor: actor.to_owned(),
            action: action.as_str(),
            object,
            label,
            request_ref: ids.request.to_string(),
            reason,
            facts: serde_json::to_string(&facts).map_err(Refusal::internal)?,
            call_id: "demo",
        };
        bulk.event(conn, row)?;
        Ok(())
    }
}
