//! What two tenants have of everything, as arguments of store functions.

use serde_json::json;
use tessera_broker::auth::Actor;
use tessera_broker::auth::session::{SessionHash, SessionSecret, Stage};
use tessera_broker::db::schema::{refusal_hours, usage_hours};
use tessera_broker::db::{Conn, Reach};
use tessera_broker::deliveries::store::DeliveryRow;
use tessera_broker::gateways::credentials::GatewayCredentialRow;
use tessera_broker::gateways::model::GatewayRow;
use tessera_broker::issuers::model::SigningKeyRow;
use tessera_broker::issuers::status::Place;
use tessera_broker::machines::model::{AccessTokenRow, AccountRow, CredentialRow};
use tessera_broker::outcome::Refusal;
use tessera_broker::partners::store::PartnerRow;
use tessera_broker::people::invite_store::InviteRow;
use tessera_broker::requests::model::{DecisionRow, RequestRow};
use tessera_broker::sso::model::{ProviderRow, Stored};
use tessera_broker::tenancy::{SystemJob, TenantScope, UserScope};
use tessera_broker::tokens::model::TokenRow;
use tessera_broker::views::store::ViewRow;
use tessera_broker::{deliveries, gateways, issuers, machines, partners, people, requests, sso, tokens, views};
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::permission::Role;

use super::issuer_cases::add_recall;
use super::{LATER, NOW};
use crate::logos::craft::picture;
use crate::matrix::objects::Objects;
use crate::support::TestApp;
use crate::support::world::{World, text};

/// Who asks: a tenant, a person, and how far PostgreSQL lets them see.
#[derive(Clone)]
pub struct Who {
    pub scope: TenantScope,
    pub user: UserScope,
    pub reach: Reach,
}

/// Things of one tenant.
#[derive(Clone)]
pub struct Of {
    /// Made by the story: a token was issued of it.
    pub request: RequestRow,
    /// Waits for a decision.
    pub undecided: RequestRow,
    /// Not yet confirmed by the partner.
    pub filed: RequestRow,
    /// Approved, and waits for its token.
    pub approved: RequestRow,
    pub decision: DecisionRow,
    pub token: TokenRow,
    /// An ended one that was never handed over.
    pub bare: TokenRow,
    pub delivery: DeliveryRow,
    pub partner: PartnerRow,
    pub gateway: GatewayRow,
    pub gateway_credential: GatewayCredentialRow,
    pub invite: InviteRow,
    pub account: AccountRow,
    pub credential: CredentialRow,
    /// Signs for the tenant.
    pub signing_key: SigningKeyRow,
    /// Gave the member their role.
    pub provider: ProviderRow,
    /// A member.
    pub user: UserId,
    /// Somebody with an account who is no member.
    pub newcomer: UserId,
    pub session: SessionHash,
    /// Saved by the member.
    pub view: ViewRow,
}

/// An id as its type.
pub fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn user(id: UserId) -> UserScope {
    UserScope::of(&Actor::user(id, "", "")).unwrap()
}

impl Who {
    pub fn new(tenant: TenantId, person: UserId) -> Self {
        let scope = TenantScope::for_job(SystemJob::CommandLine, tenant);
        Self {
            reach: Reach::from(&scope),
            user: user(person),
            scope,
        }
    }
}

impl Of {
    /// Fills the tenant that `world` looks at. `prefix` keeps the addresses of two tenants apart.
    pub async fn fill(app: &TestApp, world: &World, prefix: &str) -> (Who, Self) {
        let (objects, _) = Objects::make(app, world).await;
        let email = |what: &str| format!("{what}@{prefix}.example");
        let (filed, _) = world.filed(app, &email("filed")).await;
        let (undecided, _) = world.confirmed_by(app, &email("undecided")).await;
        let (approved, _) = world.confirmed_by(app, &email("approved")).await;
        world.approve(&approved).await;
        let square = picture(32, 32, image::ImageFormat::Png);
        let path = "/api/v1/tenant/logo";
        let kept = world
            .admin
            .send_bytes(reqwest::Method::POST, path, square, "image/png")
            .await;
        kept.expect(200);
        let me = world.agent.outside().get("/api/v1/me").await.expect(200);
        let (member, tenant) = (id(&text(&me["id"])), id::<TenantId>(&objects.tenant));
        let who = Who::new(tenant, member);
        let (scope, account) = (who.scope.clone(), email("newcomer"));
        let made = app.app.act(crate::support::everything(), move |tx| {
            let actor = Actor::system("test");
            let newcomer = people::service::create_user(tx, &actor, &account, "New", "", None)?;
            let session = SessionSecret::generate()?.hash();
            let row = people::session_store::NewSession {
                hash: &session,
                user: &member.to_string(),
                stage: Stage::Full,
                address: None,
                now: NOW,
                ends_at: LATER,
            };
            people::session_store::insert_session(tx, row)?;
            let ids = [&objects.request, &undecided, &filed, &approved];
            let rows = ids.map(|row| requests::store::find_request(tx, &scope, id(row)).unwrap());
            rest(tx, &scope, &objects, rows, (member, newcomer, session))
        });
        let of = made.await.unwrap();
        (who, of)
    }

    /// Well-formed things of nobody.
    pub fn random(&self) -> Self {
        let none = Objects::random();
        let mut of = self.clone();
        for row in [&mut of.request, &mut of.undecided, &mut of.filed, &mut of.approved] {
            (row.id, row.tenant_id) = (none.request.clone(), none.tenant.clone());
        }
        (of.decision.request_id, of.decision.tenant_id) = (none.request.clone(), none.tenant.clone());
        (of.token.id, of.token.tenant_id) = (none.token.clone(), none.tenant.clone());
        (of.bare.id, of.bare.tenant_id) = (none.token.clone(), none.tenant.clone());
        (of.token.partner_id, of.token.request_id) = (none.partner.clone(), none.request.clone());
        (of.delivery.id, of.delivery.tenant_id) = (none.delivery.clone(), none.tenant.clone());
        of.delivery.token_id.clone_from(&none.token);
        (of.partner.id, of.partner.contact_email) = (none.partner.clone(), "nobody@nowhere.example".to_owned());
        of.partner.tenant_id.clone_from(&none.tenant);
        (of.gateway.id, of.gateway.tenant_id) = (none.gateway.clone(), none.tenant.clone());
        (of.gateway_credential.id, of.gateway_credential.tenant_id) = (none.credential.clone(), none.tenant.clone());
        of.gateway_credential.gateway_id.clone_from(&none.gateway);
        (of.invite.id, of.invite.tenant_id) = (none.invite.clone(), none.tenant.clone());
        of.invite.email = String::from("nobody@nowhere.example");
        (of.account.id, of.account.tenant_id) = (none.account.clone(), none.tenant.clone());
        (of.credential.id, of.credential.account_id) = ("none".to_owned(), none.account.clone());
        of.credential.tenant_id.clone_from(&none.tenant);
        (of.signing_key.id, of.signing_key.tenant_id) = ("none".to_owned(), none.tenant.clone());
        of.view.id.clone_from(&none.view);
        (of.user, of.session) = (id(&none.user), SessionSecret::generate().unwrap().hash());
        of
    }

    /// An access token of the account.
    pub fn access_token(&self) -> AccessTokenRow {
        AccessTokenRow {
            digest: self.account.id.as_bytes().to_vec(),
            tenant_id: self.account.tenant_id.clone(),
            account_id: self.account.id.clone(),
            actions: String::new(),
            ends_at: LATER.millis(),
        }
    }
}

type People = (UserId, UserId, SessionHash);

fn rest(
    tx: &mut Conn,
    scope: &TenantScope,
    objects: &Objects,
    rows: [RequestRow; 4],
    (user, newcomer, session): People,
) -> Result<Of, Refusal> {
    let [request, undecided, filed, approved] = rows;
    let token = tokens::store::find_token(tx, scope, id(&objects.token))?;
    let gateway = gateways::store::find_gateway(tx, scope, id(&objects.gateway))?;
    let mut gateway_credentials = gateways::credential_store::list_credentials_of(tx, scope, &gateway.id, NOW)?;
    let gateway_credential = gateway_credentials.remove(0);
    gateways::credential_store::insert_credential(tx, scope, &public_key(&gateway_credential))?;
    let mut bare = token.clone();
    (bare.id, bare.generation, bare.state) = (token.id.replace("tok_0", "tok_2"), 9, "revoked".to_owned());
    bare.digest.push(9);
    tokens::store::insert_token(tx, scope, &bare, &bare.digest)?;
    count_check(tx, scope, &gateway.id, &token.id)?;
    tokens::usage::store::set_last_seen(tx, scope.as_str(), &gateway.id, NOW.millis())?;
    let provider = sign_in_provider(scope);
    let whole = Stored {
        row: provider.clone(),
        domains: Vec::new(),
        mappings: Vec::new(),
    };
    sso::store::insert_provider(tx, &whole)?;
    sso::identity_store::insert_provided(tx, scope, &provider, &user.to_string(), Role::SupportAgent)?;
    let signing_key = signing_key(scope);
    issuers::store::insert_key(tx, scope, &signing_key)?;
    issuers::status_store::insert_place(tx, scope, id(&token.id), PLACE)?;
    let credentials = machines::store::list_credentials(tx, scope, NOW)?;
    let account = machines::store::find_account(tx, scope, id(&objects.account))?;
    let of = Of {
        request,
        undecided,
        filed,
        approved,
        decision: requests::store::find_decision(tx, scope, id(&objects.request))?.unwrap(),
        delivery: deliveries::store::find_of_token(tx, scope, &token.id)?.unwrap(),
        partner: partners::store::find_partner(tx, scope, id(&objects.partner))?,
        invite: people::invite_store::find_invite(tx, scope, id(&objects.invite))?,
        credential: credentials
            .into_iter()
            .find(|row| row.account_id == account.id)
            .unwrap(),
        token,
        bare,
        gateway,
        gateway_credential,
        account,
        signing_key,
        provider,
        user,
        newcomer,
        session,
        view: view(scope, user),
    };
    let owner = self::user(user);
    views::store::insert_view(tx, &owner, &of.view)?;
    add_recall(tx, scope, &of)?;
    Ok(of)
}

/// What the public key of every gateway is called.
pub const THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

/// A public key beside the credential of a gateway (RFC 8037 appendix A).
fn public_key(credential: &GatewayCredentialRow) -> GatewayCredentialRow {
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    GatewayCredentialRow {
        id: credential.id.replace("gcr_0", "gcr_2"),
        digest: None,
        hint: THUMBPRINT.to_owned(),
        jwk: Some(jwk.to_owned()),
        ..credential.clone()
    }
}

/// A provider of sign-in of the tenant.
fn sign_in_provider(scope: &TenantScope) -> ProviderRow {
    let tenant = scope.as_str().to_owned();
    ProviderRow {
        id: tenant.replace("ten_", "idp_"),
        tenant_id: Some(tenant.clone()),
        home: tenant,
        name: String::new(),
        issuer: String::new(),
        client_id: String::new(),
        client_secret: None,
        scopes: String::new(),
        groups_claim: String::new(),
        enabled: false,
        version: 1,
        created_at: NOW.millis(),
        updated_at: NOW.millis(),
    }
}

/// Where the token of every tenant stands.
pub const PLACE: Place = Place { list: 0, position: 7 };

/// A view of a member for this tenant.
fn view(scope: &TenantScope, user: UserId) -> ViewRow {
    ViewRow {
        id: scope.as_str().replace("ten_", "viw_"),
        user_id: user.to_string(),
        tenant_id: Some(scope.as_str().to_owned()),
        list: "tokens".to_owned(),
        name: "Mine".to_owned(),
        search: "mine".to_owned(),
        query: "state=active".to_owned(),
        created_at: NOW.millis(),
    }
}

/// A key by which the tenant's JWTs are signed.
fn signing_key(scope: &TenantScope) -> SigningKeyRow {
    SigningKeyRow {
        id: scope.as_str().replace("ten_", "key_"),
        tenant_id: scope.as_str().to_owned(),
        algorithm: "ES256".to_owned(),
        public_key: "{}".to_owned(),
        private_key: vec![7],
        created_at: NOW.millis(),
        signs_from: NOW.millis(),
        signs_until: None,
        ends_at: None,
    }
}

/// A check of the token at the gateway within the last hour.
fn count_check(tx: &mut Conn, scope: &TenantScope, gateway: &str, token: &str) -> Result<(), Refusal> {
    use diesel::prelude::*;
    diesel::insert_into(usage_hours::table)
        .values((
            usage_hours::tenant_id.eq(scope.as_str()),
            usage_hours::gateway_id.eq(gateway),
            usage_hours::token_id.eq(token),
            usage_hours::hour.eq(NOW.floor_hour().millis()),
            usage_hours::allowed.eq(3),
            usage_hours::refused.eq(1),
        ))
        .execute(tx)?;
    diesel::insert_into(refusal_hours::table)
        .values((
            refusal_hours::tenant_id.eq(scope.as_str()),
            refusal_hours::gateway_id.eq(gateway),
            refusal_hours::token_id.eq(token),
            refusal_hours::hour.eq(NOW.floor_hour().millis()),
            refusal_hours::reason.eq("scope"),
            refusal_hours::times.eq(1),
        ))
        .execute(tx)?;
    Ok(())
}

/// What a wish looks like in the catalogue.
pub fn api_body(slug: &str) -> tessera_shared::dto::catalogue::CreateApi {
    let mut body = crate::support::world::api_body();
    body["slug"] = json!(slug);
    serde_json::from_value(body).unwrap()
}
