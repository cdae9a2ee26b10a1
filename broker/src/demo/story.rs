//! Stories: requests in every stage, and the tokens that came of them.

use diesel::prelude::*;
use tessera_shared::ids::{DecisionId, DeliveryId, RequestId, TokenId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::{RequestStage, RequestState, TokenState};
use tessera_shared::words::{DeliveryState, Environment};

use crate::app::App;
use crate::auth::bearer;
use crate::db::Conn;
use crate::db::schema::{decisions, deliveries, request_scopes};
use crate::demo::bulk::Bulk;
use crate::demo::plot::{Cast, Ending, Plot, plot};
use crate::demo::rng::Rng;
use crate::demo::tenant::{DemoApi, DemoPartner, DemoTenant};
use crate::demo::usage;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::model::{DecisionRow, RequestRow};
use crate::requests::snapshot::snapshot;
use crate::requests::store::insert_request;
use crate::tenancy::{SystemJob, TenantScope};
use crate::tokens::model::TokenRow;
use crate::tokens::secret::{PlainToken, TokenKind};
use crate::tokens::store::insert_token;

/// A token of the story that was told, for `demo.json`.
pub struct Told {
    /// The secret.
    pub secret: PlainToken,
    /// Its state.
    pub state: TokenState,
    /// Where it works.
    pub environment: Environment,
}

/// What a story is about; the token and its link may never come to be.
pub struct Ids {
    /// The request.
    pub request: RequestId,
    /// The token.
    pub token: TokenId,
    /// The link.
    pub delivery: DeliveryId,
}

/// Tells one story in the database.
pub fn tell(
    (conn, bulk): (&mut Conn, &mut Bulk),
    app: &App,
    rng: &mut Rng,
    tenant: &DemoTenant,
    cast: &Cast,
    ending: Ending,
    now: Instant,
) -> Outcome<Option<Told>> {
    let partners: Vec<&DemoPartner> = tenant.partners.iter().collect();
    let apis: Vec<&DemoApi> = tenant.apis.iter().collect();
    let (Some(partner), Some(api)) = (rng.pick(&partners), rng.pick(&apis)) else {
        return Err(Refusal::internal("a demo tenant without partners or APIs"));
    };
    let plot = plot(rng, tenant, partner, cast, api, ending, now);
    let ids = Ids {
        request: RequestId::from_u128(random::uuid_v7(plot.times.submitted)?),
        token: TokenId::from_u128(random::uuid_v7(plot.times.issued)?),
        delivery: DeliveryId::from_u128(random::uuid_v7(plot.times.issued)?),
    };
    let row = request_row(&plot, ids.request)?;
    let scope = TenantScope::for_job(SystemJob::Demo, tenant.id);
    insert_request(conn, &scope, &row, &plot.wish.scopes)?;
    let secret = PlainToken::generate(TokenKind::Partner)?;
    plot.trail(conn, bulk, &ids, &secret.hint(), now)?;
    if row.state != RequestState::Approved.as_str() {
        return Ok(None);
    }
    plot.decide(conn, ids.request)?;
    match ending {
        Ending::Request(_) => Ok(None),
        _ => plot.issue((conn, bulk), app, rng, &ids, secret, now).map(Some),
    }
}

fn request_row(plot: &Plot<'_>, id: RequestId) -> Outcome<RequestRow> {
    let times = &plot.times;
    let (state, since, confirmed) = match plot.ending {
        Ending::Request(RequestStage::AwaitingPartner) => (RequestState::Submitted, times.submitted, false),
        Ending::Request(RequestStage::AwaitingDecision) => (RequestState::Submitted, times.confirmed, true),
        Ending::Request(RequestStage::Withdrawn) => (RequestState::Withdrawn, times.decided, true),
        Ending::Request(RequestStage::Lapsed) => (RequestState::Lapsed, times.decided, false),
        Ending::Request(_) => (RequestState::Approved, times.decided, true),
        _ => (RequestState::Approved, times.issued, true),
    };
    let issued = !matches!(plot.ending, Ending::Request(_));
    let key = random::base62(43)?;
    Ok(RequestRow {
        id: id.to_string(),
        tenant_id: plot.tenant.id.to_string(),
        state: state.to_string(),
        revision: 1,
        generation: i32::from(issued),
        partner_id: confirmed.then(|| plot.partner.id.to_string()),
        company: plot.partner.name.clone(),
        contact_name: plot.partner.contact.clone(),
        contact_email: plot.partner.email.clone(),
        application: plot.wish.application.clone(),
        environment: plot.wish.environment.to_string(),
        reason: plot.wish.reason.clone(),
        lifetime_days: i32::try_from(plot.wish.lifetime_days).unwrap_or(90),
        filed_by: None,
        filed_by_name: None,
        snapshot: snapshot(id, 1, &plot.partner.email, &plot.wish),
        partner_key_hash: bearer::hash(&key),
        confirmed_at: confirmed.then_some(times.confirmed.millis()),
        since: since.millis(),
        created_at: times.submitted.millis(),
        updated_at: since.millis(),
    })
}

impl Plot<'_> {
    fn decide(&self, conn: &mut Conn, id: RequestId) -> Outcome<()> {
        let (admin, name, person) = &self.cast.admin;
        let row = DecisionRow {
            id: DecisionId::from_u128(random::uuid_v7(self.times.decided)?).to_string(),
            tenant_id: self.tenant.id.to_string(),
            request_id: id.to_string(),
            revision: 1,
            decided_by: admin.to_string(),
            decided_by_name: name.clone(),
            decided_by_person: person.clone(),
            requester_person: self.partner.email.clone(),
            reason: None,
            starts_at: (self.times.starts > self.times.issued).then_some(self.times.starts.millis()),
            ends_at: self.times.expires.millis(),
            decided_at: self.times.decided.millis(),
            allowed_networks: String::new(),
        };
        diesel::insert_into(decisions::table).values(&row).execute(conn)?;
        // With the tenant, or the whole table would be read for every story.
        let id = id.to_string();
        let of_request = request_scopes::table
            .filter(request_scopes::tenant_id.eq(&row.tenant_id))
            .filter(request_scopes::request_id.eq(&id));
        diesel::update(of_request)
            .set(request_scopes::granted.eq(true))
            .execute(conn)?;
        if let Some(removed) = &self.removed {
            diesel::update(of_request.filter(request_scopes::scope.eq(removed)))
                .set(request_scopes::granted.eq(false))
                .execute(conn)?;
        }
        Ok(())
    }

    fn issue(
        &self,
        (conn, bulk): (&mut Conn, &mut Bulk),
        app: &App,
        rng: &mut Rng,
        ids: &Ids,
        secret: PlainToken,
        now: Instant,
    ) -> Outcome<Told> {
        let state = match self.ending {
            Ending::Token(TokenState::Pending) => TokenState::Active,
            Ending::Token(state) => state,
            _ => TokenState::Active,
        };
        let unopened = self.ending == Ending::Unopened;
        let ended = matches!(state, TokenState::Revoked | TokenState::Suspended);
        let used = !unopened && self.ending != Ending::Token(TokenState::Pending) && rng.chance(88);
        let mut row = self.token_row(app, ids, &secret, state)?;
        if unopened {
            let open = self.link_ends() > now;
            let state = if open {
                DeliveryState::Sealed
            } else {
                DeliveryState::Expired
            };
            row.delivery_state = state.to_string();
        }
        if ended {
            row.ended_at = Some(self.times.ended.millis());
            row.ended_reason = Some("The partner changed its system.".to_owned());
            row.version = 2;
        }
        if state == TokenState::Expired {
            row.ended_at = Some(self.times.expires.millis());
            row.version = 2;
        }
        let works = state == TokenState::Active && used;
        let pace = usage::pace(rng, self.tenant);
        if used {
            let last = if works {
                now - Span::seconds(rng.range(2, pace.hours().min(11) * 3_600))
            } else {
                self.times.ended
            };
            row.last_used_at = Some(last.max(self.times.opened).millis());
            row.last_gateway_id = self.tenant.gateways.first().map(|(id, _)| id.to_string());
        }
        row.reseal(&app.keys)?;
        let scope = TenantScope::for_job(SystemJob::Demo, self.tenant.id);
        insert_token(conn, &scope, &row, &app.digester.finder(&secret.print()))?;
        self.deliver(conn, ids.delivery, &row)?;
        usage::record((conn, bulk), rng, self.tenant, &row, pace, now)?;
        let environment = self.wish.environment;
        let state = if self.ending == Ending::Token(TokenState::Pending) {
            TokenState::Pending
        } else {
            state
        };
        Ok(Told {
            secret,
            state,
            environment,
        })
    }

    fn token_row(&self, app: &App, ids: &Ids, secret: &PlainToken, state: TokenState) -> Outcome<TokenRow> {
        let (agent, name) = &self.cast.agent;
        Ok(TokenRow {
            id: ids.token.to_string(),
            tenant_id: self.tenant.id.to_string(),
            request_id: ids.request.to_string(),
            partner_id: self.partner.id.to_string(),
            generation: 1,
            application: self.wish.application.clone(),
            environment: self.wish.environment.to_string(),
            state: state.to_string(),
            digest: app.tokens.digest(secret.expose()).to_vec(),
            hint: secret.hint(),
            apis: serde_json::to_string(&[&self.api.brief]).map_err(Refusal::internal)?,
            scopes: self.granted().join(" "),
            audience: self.api.audience.clone(),
            starts_at: self.times.starts.millis(),
            expires_at: self.times.expires.millis(),
            issued_by: Some(agent.to_string()),
            issued_by_name: name.clone(),
            issued_at: self.times.issued.millis(),
            ended_at: None,
            ended_reason: None,
            version: 1,
            seal: Vec::new(),
            delivery_state: DeliveryState::Opened.to_string(),
            last_used_at: None,
            last_gateway_id: None,
            allowed_networks: String::new(),
        })
    }

    fn deliver(&self, conn: &mut Conn, id: DeliveryId, token: &TokenRow) -> Outcome<()> {
        let opened = token.delivery_state == DeliveryState::Opened.as_str();
        diesel::insert_into(deliveries::table)
            .values((
                deliveries::id.eq(id.to_string()),
                deliveries::tenant_id.eq(&token.tenant_id),
                deliveries::token_id.eq(&token.id),
                deliveries::state.eq(&token.delivery_state),
                deliveries::sent_to.eq(&self.partner.email),
                deliveries::proof_hash.eq(random::bytes::<32>()?.to_vec()),
                deliveries::sent_at.eq(self.times.issued.millis()),
                deliveries::expires_at.eq(self.link_ends().millis()),
                deliveries::opened_at.eq(opened.then_some(self.times.opened.millis())),
                deliveries::opened_from.eq(opened.then_some("203.0.113.77")),
                deliveries::refused.eq(0),
            ))
            .execute(conn)?;
        Ok(())
    }
}
