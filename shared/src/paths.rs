//! Every URL of the broker: patterns for its route table, functions for its callers.

use crate::ids::{
    ApiId, DeliveryId, GatewayCredentialId, GatewayId, InviteId, PartnerId, PasskeyId, ProviderId, RequestId,
    ServiceAccountId, SessionId, TenantId, TokenId, UserId, ViewId,
};

/// The header that names the tenant a call acts in; the answer echoes it.
pub const TENANT_HEADER: &str = "x-tenant-id";
/// The header with the partner's key, from the fragment of the link in the mail.
pub const PARTNER_HEADER: &str = "x-partner-key";
/// The header with a gateway's own credential.
pub const GATEWAY_HEADER: &str = "x-gateway-key";
/// The header in which a gateway says where its client calls from: one address.
pub const CLIENT_ADDRESS_HEADER: &str = "x-gateway-client-address";
/// The header that a gateway whose configuration can only set constants may name there.
pub const REAL_IP_HEADER: &str = "x-real-ip";
/// The header that makes a create safe to repeat.
pub const IDEMPOTENCY_HEADER: &str = "idempotency-key";
/// The header of every answer that finds the call in the log.
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// Sign in (POST), sign out (DELETE).
pub const SESSION: &str = "/api/v1/session";
/// Show the second factor after the password.
pub const SESSION_SECOND_FACTOR: &str = "/api/v1/session/second-factor";
/// Begin to show a passkey as the second factor.
pub const SESSION_SECOND_FACTOR_PASSKEY_BEGIN: &str = "/api/v1/session/second-factor/passkey/begin";
/// Show a passkey as the second factor after the password.
pub const SESSION_SECOND_FACTOR_PASSKEY: &str = "/api/v1/session/second-factor/passkey";
/// Begin to sign in with a passkey and nothing else.
pub const SESSION_PASSKEY_BEGIN: &str = "/api/v1/session/passkey/begin";
/// Sign in with a passkey and nothing else.
pub const SESSION_PASSKEY: &str = "/api/v1/session/passkey";
/// Prove once more who one is.
pub const SESSION_STEP_UP: &str = "/api/v1/session/step-up";
/// Begin to prove it with a passkey.
pub const SESSION_STEP_UP_PASSKEY: &str = "/api/v1/session/step-up/passkey";
/// Providers of sign-in for everybody.
pub const SSO_PROVIDERS: &str = "/api/v1/sso/providers";
/// The provider that an e-mail address signs in with.
pub const SSO_FIND: &str = "/api/v1/sso/find";
/// Begin to sign in with a provider.
pub const SSO_START: &str = "/api/v1/sso/start";
/// Where a provider sends the person back to; each has its own.
pub const SSO_CALLBACK: &str = "/sso/{provider}/callback";
/// Who is signed in.
pub const ME: &str = "/api/v1/me";
/// The caller's own sessions.
pub const MY_SESSIONS: &str = "/api/v1/me/sessions";
/// End one of them.
pub const MY_SESSION_CLOSE: &str = "/api/v1/me/sessions/{session}/close";
/// End all of them but the one that asks.
pub const MY_OTHER_SESSIONS_CLOSE: &str = "/api/v1/me/other-sessions/close";
/// Choose another password.
pub const MY_PASSWORD: &str = "/api/v1/me/password";
/// The caller's second factors.
pub const MY_FACTORS: &str = "/api/v1/me/factors";
/// Begin to add an authenticator app.
pub const MY_TOTP: &str = "/api/v1/me/factors/totp";
/// Confirm it by a code.
pub const MY_TOTP_CONFIRM: &str = "/api/v1/me/factors/totp/confirm";
/// Take it away.
pub const MY_TOTP_REMOVE: &str = "/api/v1/me/factors/totp/remove";
/// Begin to add a passkey.
pub const MY_PASSKEY_BEGIN: &str = "/api/v1/me/factors/passkeys/begin";
/// Add it.
pub const MY_PASSKEYS: &str = "/api/v1/me/factors/passkeys";
/// Give a passkey another name.
pub const MY_PASSKEY_RENAME: &str = "/api/v1/me/factors/passkeys/{passkey}/rename";
/// Take a passkey away.
pub const MY_PASSKEY_REMOVE: &str = "/api/v1/me/factors/passkeys/{passkey}/remove";
/// Make new recovery codes.
pub const MY_RECOVERY_CODES: &str = "/api/v1/me/factors/recovery-codes";
/// Tenants the caller is a member of: `?q=&ids=&cursor=&limit=`.
pub const MY_TENANTS: &str = "/api/v1/me/tenants";
/// Find anything in the caller's tenants (POST: what is typed stays out of URLs and logs).
pub const MY_FIND: &str = "/api/v1/me/find";
/// The caller's saved views: list (GET, `?list=&tenant=`), save one (POST).
pub const MY_VIEWS: &str = "/api/v1/me/views";
/// Give one another name.
pub const MY_VIEW_RENAME: &str = "/api/v1/me/views/{view}/rename";
/// Take one away.
pub const MY_VIEW_REMOVE: &str = "/api/v1/me/views/{view}/remove";
/// The queue over all the caller's tenants: `?kind=&mine=&cursor=&limit=`.
pub const MY_QUEUE: &str = "/api/v1/me/queue";
/// Figures over all tenants of the caller.
pub const MY_OVERVIEW: &str = "/api/v1/me/overview";
/// Server-sent events over all the caller's tenants.
pub const MY_EVENTS: &str = "/api/v1/me/events";

/// The active tenant.
pub const TENANT: &str = "/api/v1/tenant";
/// Change its name and colour.
pub const TENANT_BRAND: &str = "/api/v1/tenant/brand";
/// What the tenant allows.
pub const TENANT_POLICY: &str = "/api/v1/tenant/policy";
/// Give it a logo: the body is the picture itself.
pub const TENANT_LOGO: &str = "/api/v1/tenant/logo";
/// Take the logo away; the generated mark comes back.
pub const TENANT_LOGO_REMOVE: &str = "/api/v1/tenant/logo/remove";
/// Figures and series of the active tenant: `?days=`.
pub const OVERVIEW: &str = "/api/v1/tenant/overview";
/// The queue of the active tenant.
pub const QUEUE: &str = "/api/v1/queue";

/// Access requests: list (GET), file on behalf (POST).
pub const REQUESTS: &str = "/api/v1/requests";
/// One access request.
pub const REQUEST: &str = "/api/v1/requests/{request}";
/// Approve it.
pub const REQUEST_APPROVE: &str = "/api/v1/requests/{request}/approve";
/// Deny it.
pub const REQUEST_DENY: &str = "/api/v1/requests/{request}/deny";
/// Take it back.
pub const REQUEST_WITHDRAW: &str = "/api/v1/requests/{request}/withdraw";
/// Issue its token.
pub const REQUEST_ISSUE: &str = "/api/v1/requests/{request}/issue";

/// Tokens.
pub const TOKENS: &str = "/api/v1/tokens";
/// One token.
pub const TOKEN: &str = "/api/v1/tokens/{token}";
/// Stop it for a while.
pub const TOKEN_SUSPEND: &str = "/api/v1/tokens/{token}/suspend";
/// Let it work again.
pub const TOKEN_RESUME: &str = "/api/v1/tokens/{token}/resume";
/// End it.
pub const TOKEN_REVOKE: &str = "/api/v1/tokens/{token}/revoke";
/// End it and issue a successor with a new secret and a new link.
pub const TOKEN_REISSUE: &str = "/api/v1/tokens/{token}/reissue";

/// Partners: list (GET), add (POST).
pub const PARTNERS: &str = "/api/v1/partners";
/// One partner.
pub const PARTNER: &str = "/api/v1/partners/{partner}";
/// The catalogue: list (GET), add (POST).
pub const APIS: &str = "/api/v1/apis";
/// One API.
pub const API: &str = "/api/v1/apis/{api}";
/// Gateways: list (GET), add (POST).
pub const GATEWAYS: &str = "/api/v1/gateways";
/// One gateway.
pub const GATEWAY: &str = "/api/v1/gateways/{gateway}";
/// Configuration to paste into it, one for each product that asks as it does.
pub const GATEWAY_SNIPPETS: &str = "/api/v1/gateways/{gateway}/snippets";
/// Give it a new credential; the old one goes on for the overlap.
pub const GATEWAY_ROTATE: &str = "/api/v1/gateways/{gateway}/rotate";
/// Give it a public key.
pub const GATEWAY_KEYS: &str = "/api/v1/gateways/{gateway}/keys";
/// End one of the credentials of a gateway that has others.
pub const GATEWAY_CREDENTIAL_END: &str = "/api/v1/gateway-credentials/{credential}/end";
/// End it.
pub const GATEWAY_RETIRE: &str = "/api/v1/gateways/{gateway}/retire";
/// The people of the tenant.
pub const MEMBERS: &str = "/api/v1/members";
/// End somebody's membership.
pub const MEMBER_REMOVE: &str = "/api/v1/members/{user}/remove";
/// End all sessions of somebody.
pub const MEMBER_SIGN_OUT: &str = "/api/v1/members/{user}/sign-out";
/// Invitations nobody has accepted yet: list (GET), invite (POST).
pub const INVITES: &str = "/api/v1/invites";
/// Take an invitation back.
pub const INVITE_WITHDRAW: &str = "/api/v1/invites/{invite}/withdraw";
/// Service accounts: list (GET), make (POST).
pub const SERVICE_ACCOUNTS: &str = "/api/v1/service-accounts";
/// Give one another secret.
pub const SERVICE_ACCOUNT_ROTATE: &str = "/api/v1/service-accounts/{account}/rotate";
/// Give one a public key.
pub const SERVICE_ACCOUNT_KEYS: &str = "/api/v1/service-accounts/{account}/keys";
/// End one.
pub const SERVICE_ACCOUNT_RETIRE: &str = "/api/v1/service-accounts/{account}/retire";
/// Keys the broker signs with for the tenant.
pub const SIGNING_KEYS: &str = "/api/v1/signing-keys";
/// Give it another one.
pub const SIGNING_KEYS_ROTATE: &str = "/api/v1/signing-keys/rotate";
/// Tokens as a file: the filters of [`TOKENS`] and `format=`.
pub const EXPORT_TOKENS: &str = "/api/v1/exports/tokens";
/// Requests as a file: the filters of [`REQUESTS`] and `format=`.
pub const EXPORT_REQUESTS: &str = "/api/v1/exports/requests";
/// Partners as a file: the filters of [`PARTNERS`] and `format=`.
pub const EXPORT_PARTNERS: &str = "/api/v1/exports/partners";
/// Events as a file: the filters of [`AUDIT`] and `format=`.
pub const EXPORT_AUDIT: &str = "/api/v1/exports/audit";
/// The audit trail.
pub const AUDIT: &str = "/api/v1/audit";

/// People across tenants, for the platform owner and for leads: `?q=&cursor=&limit=`.
pub const PEOPLE: &str = "/api/v1/people";
/// One of them, and where they work.
pub const PERSON: &str = "/api/v1/people/{user}";
/// Give them many tenants at once.
pub const PERSON_PLACE: &str = "/api/v1/people/{user}/place";
/// Take them out of tenants.
pub const PERSON_UNPLACE: &str = "/api/v1/people/{user}/unplace";

/// All tenants, for the platform owner: list (GET), create (POST).
pub const PLATFORM_TENANTS: &str = "/api/v1/platform/tenants";
/// Create one with its first admin's invitation, API and gateway.
pub const PLATFORM_TENANT_SETUPS: &str = "/api/v1/platform/tenant-setups";
/// Whether a call of one of its gateways has passed.
pub const PLATFORM_TENANT_FIRST_CALL: &str = "/api/v1/platform/tenants/{tenant}/first-call";
/// Suspend one of them: its people read on, nothing is issued and no check passes.
pub const PLATFORM_TENANT_SUSPEND: &str = "/api/v1/platform/tenants/{tenant}/suspend";
/// Let it work again.
pub const PLATFORM_TENANT_RESUME: &str = "/api/v1/platform/tenants/{tenant}/resume";
/// Change its name and colour.
pub const PLATFORM_TENANT_BRAND: &str = "/api/v1/platform/tenants/{tenant}/brand";
/// Give it a logo: the body is the picture itself.
pub const PLATFORM_TENANT_LOGO: &str = "/api/v1/platform/tenants/{tenant}/logo";
/// Take its logo away.
pub const PLATFORM_TENANT_LOGO_REMOVE: &str = "/api/v1/platform/tenants/{tenant}/logo/remove";
/// Invite the first people of one of them.
pub const PLATFORM_TENANT_INVITES: &str = "/api/v1/platform/tenants/{tenant}/invites";
/// Providers of sign-in: list (GET), add (POST).
pub const PLATFORM_PROVIDERS: &str = "/api/v1/platform/providers";
/// Change one of them.
pub const PLATFORM_PROVIDER_CHANGE: &str = "/api/v1/platform/providers/{provider}/change";

/// What a tenant shows to partners: its card and catalogue.
pub const PUBLIC_TENANT: &str = "/api/v1/public/tenants/{slug}";
/// File a request as a partner.
pub const PUBLIC_REQUESTS: &str = "/api/v1/public/tenants/{slug}/requests";
/// A logo, by the version that cards of its tenant name; who knows the address may see it.
pub const PUBLIC_LOGO: &str = "/api/v1/public/logos/{logo}";
/// What a delivery link shows before it is opened; never consumes it.
pub const PUBLIC_DELIVERY: &str = "/api/v1/public/deliveries/{delivery}";
/// Open it, once.
pub const PUBLIC_DELIVERY_OPEN: &str = "/api/v1/public/deliveries/{delivery}/open";

/// Ask for a link to choose another password.
pub const PUBLIC_RESETS: &str = "/api/v1/public/password-resets";
/// Whether the link is still good; never consumes it.
pub const PUBLIC_RESET_OPEN: &str = "/api/v1/public/password-resets/open";
/// Choose it.
pub const PUBLIC_RESET_COMPLETE: &str = "/api/v1/public/password-resets/complete";
/// What an invitation's link shows; never consumes it.
pub const PUBLIC_INVITE_OPEN: &str = "/api/v1/public/invites/open";
/// Accept it, once.
pub const PUBLIC_INVITE_ACCEPT: &str = "/api/v1/public/invites/accept";

/// The partner's own request, known by the key in `X-Partner-Key`.
pub const MY_REQUEST: &str = "/api/v1/partner/request";
/// Confirm the e-mail address.
pub const MY_REQUEST_CONFIRM: &str = "/api/v1/partner/request/confirm";
/// Take the request back.
pub const MY_REQUEST_WITHDRAW: &str = "/api/v1/partner/request/withdraw";
/// End the token that came of it.
pub const MY_REQUEST_REVOKE: &str = "/api/v1/partner/request/revoke";

/// Forward-auth check, any method.
pub const GATEWAY_VERIFY: &str = "/gateway/verify";
/// The same with a path appended, as Envoy does.
pub const GATEWAY_VERIFY_TAIL: &str = "/gateway/verify/{tail}*";
/// Access tokens for service accounts (RFC 6749 §4.4) and for partners (RFC 8693).
pub const OAUTH_TOKEN: &str = "/oauth2/token";
/// Metadata of a tenant as an authorisation server (RFC 8414).
pub const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server/{slug}";
/// Public keys of a tenant as an issuer (RFC 7517 §5).
pub const JWKS: &str = "/oauth2/jwks/{slug}";
/// One of the lists that say which of a tenant's tokens still work (Token Status List).
pub const STATUS_LIST: &str = "/oauth2/status-lists/{slug}/{list}";
/// Token revocation (RFC 7009).
pub const REVOKE: &str = "/oauth2/revoke";
/// Does a gateway's credential work, and what is it bound to?
pub const GATEWAY_HELLO: &str = "/gateway/hello";
/// What becomes of tokens, as server-sent events for gateways.
pub const GATEWAY_EVENTS: &str = "/gateway/events";
/// A gateway confirms up to which event it has taken everything in.
pub const GATEWAY_EVENTS_ACK: &str = "/gateway/events/ack";
/// Token introspection (RFC 7662).
pub const INTROSPECT: &str = "/oauth2/introspect";

/// The process lives.
pub const HEALTHZ: &str = "/healthz";
/// The process can serve.
pub const READYZ: &str = "/readyz";
/// Where browsers report what the content security policy made them refuse.
pub const CSP_REPORT: &str = "/csp-report";
/// The OpenAPI 3.1 document.
pub const OPENAPI: &str = "/api/openapi.json";
/// The mails the demo's catcher holds.
pub const DEMO_MAILS: &str = "/api/v1/demo/mails";
/// Logins of the demo world.
pub const DEMO_LOGINS: &str = "/api/v1/demo/logins";

fn fill(pattern: &str, value: &str) -> String {
    match (pattern.find('{'), pattern.find('}')) {
        (Some(open), Some(close)) => {
            let (head, tail) = (pattern.get(..open), pattern.get(close + 1..));
            [head.unwrap_or_default(), value, tail.unwrap_or_default()].concat()
        }
        _ => pattern.to_owned(),
    }
}

/// See [`STATUS_LIST`].
pub fn status_list(slug: &str, list: i32) -> String {
    fill(&fill(STATUS_LIST, slug), &list.to_string())
}

macro_rules! filled {
    ($($(#[$meta:meta])* $name:ident($id:ty) = $pattern:ident;)+) => {
        $($(#[$meta])* pub fn $name(id: $id) -> String { fill($pattern, &id.to_string()) })+
    };
}

filled! {
    /// See [`JWKS`].
    jwks(&str) = JWKS;
    /// See [`OAUTH_METADATA`].
    oauth_metadata(&str) = OAUTH_METADATA;
    /// See [`MY_VIEW_RENAME`].
    my_view_rename(ViewId) = MY_VIEW_RENAME;
    /// See [`MY_VIEW_REMOVE`].
    my_view_remove(ViewId) = MY_VIEW_REMOVE;
    /// See [`PLATFORM_TENANT_SUSPEND`].
    platform_tenant_suspend(TenantId) = PLATFORM_TENANT_SUSPEND;
    /// See [`PLATFORM_TENANT_RESUME`].
    platform_tenant_resume(TenantId) = PLATFORM_TENANT_RESUME;
    /// See [`SSO_CALLBACK`].
    sso_callback(ProviderId) = SSO_CALLBACK;
    /// See [`PLATFORM_PROVIDER_CHANGE`].
    platform_provider_change(ProviderId) = PLATFORM_PROVIDER_CHANGE;
    /// See [`PERSON`].
    person(UserId) = PERSON;
    /// See [`PERSON_PLACE`].
    person_place(UserId) = PERSON_PLACE;
    /// See [`PERSON_UNPLACE`].
    person_unplace(UserId) = PERSON_UNPLACE;
    /// See [`PLATFORM_TENANT_FIRST_CALL`].
    platform_tenant_first_call(TenantId) = PLATFORM_TENANT_FIRST_CALL;
    /// See [`PLATFORM_TENANT_BRAND`].
    platform_tenant_brand(TenantId) = PLATFORM_TENANT_BRAND;
    /// See [`PLATFORM_TENANT_LOGO`].
    platform_tenant_logo(TenantId) = PLATFORM_TENANT_LOGO;
    /// See [`PLATFORM_TENANT_LOGO_REMOVE`].
    platform_tenant_logo_remove(TenantId) = PLATFORM_TENANT_LOGO_REMOVE;
    /// See [`PUBLIC_LOGO`]; takes the `logo` of a card.
    public_logo(&str) = PUBLIC_LOGO;
    /// See [`SERVICE_ACCOUNT_ROTATE`].
    service_account_rotate(ServiceAccountId) = SERVICE_ACCOUNT_ROTATE;
    /// See [`SERVICE_ACCOUNT_RETIRE`].
    service_account_retire(ServiceAccountId) = SERVICE_ACCOUNT_RETIRE;
    /// See [`REQUEST`].
    request(RequestId) = REQUEST;
    /// See [`REQUEST_APPROVE`].
    request_approve(RequestId) = REQUEST_APPROVE;
    /// See [`REQUEST_DENY`].
    request_deny(RequestId) = REQUEST_DENY;
    /// See [`REQUEST_WITHDRAW`].
    request_withdraw(RequestId) = REQUEST_WITHDRAW;
    /// See [`REQUEST_ISSUE`].
    request_issue(RequestId) = REQUEST_ISSUE;
    /// See [`TOKEN`].
    token(TokenId) = TOKEN;
    /// See [`TOKEN_SUSPEND`].
    token_suspend(TokenId) = TOKEN_SUSPEND;
    /// See [`TOKEN_RESUME`].
    token_resume(TokenId) = TOKEN_RESUME;
    /// See [`TOKEN_REVOKE`].
    token_revoke(TokenId) = TOKEN_REVOKE;
    /// See [`TOKEN_REISSUE`].
    token_reissue(TokenId) = TOKEN_REISSUE;
    /// See [`PARTNER`].
    partner(PartnerId) = PARTNER;
    /// See [`API`].
    api(ApiId) = API;
    /// See [`GATEWAY`].
    gateway(GatewayId) = GATEWAY;
    /// See [`GATEWAY_SNIPPETS`].
    gateway_snippets(GatewayId) = GATEWAY_SNIPPETS;
    /// See [`GATEWAY_ROTATE`].
    gateway_rotate(GatewayId) = GATEWAY_ROTATE;
    /// See [`GATEWAY_KEYS`].
    gateway_keys(GatewayId) = GATEWAY_KEYS;
    /// See [`GATEWAY_CREDENTIAL_END`].
    gateway_credential_end(GatewayCredentialId) = GATEWAY_CREDENTIAL_END;
    /// See [`GATEWAY_RETIRE`].
    gateway_retire(GatewayId) = GATEWAY_RETIRE;
    /// See [`PLATFORM_TENANT_INVITES`].
    platform_tenant_invites(TenantId) = PLATFORM_TENANT_INVITES;
    /// See [`MY_SESSION_CLOSE`].
    my_session_close(SessionId) = MY_SESSION_CLOSE;
    /// See [`MY_PASSKEY_RENAME`].
    my_passkey_rename(PasskeyId) = MY_PASSKEY_RENAME;
    /// See [`MY_PASSKEY_REMOVE`].
    my_passkey_remove(PasskeyId) = MY_PASSKEY_REMOVE;
    /// See [`MEMBER_REMOVE`].
    member_remove(UserId) = MEMBER_REMOVE;
    /// See [`MEMBER_SIGN_OUT`].
    member_sign_out(UserId) = MEMBER_SIGN_OUT;
    /// See [`INVITE_WITHDRAW`].
    invite_withdraw(InviteId) = INVITE_WITHDRAW;
    /// See [`PUBLIC_DELIVERY`].
    public_delivery(DeliveryId) = PUBLIC_DELIVERY;
    /// See [`PUBLIC_DELIVERY_OPEN`].
    public_delivery_open(DeliveryId) = PUBLIC_DELIVERY_OPEN;
    /// See [`PUBLIC_TENANT`]. The slug must have passed `validate::slug`.
    public_tenant(&str) = PUBLIC_TENANT;
    /// See [`PUBLIC_REQUESTS`]. The slug must have passed `validate::slug`.
    public_requests(&str) = PUBLIC_REQUESTS;
}

/// Pages of the single-page app that mails link to.
pub mod screen {
    use crate::ids::{DeliveryId, RequestId, TenantId};

    /// The form partners fill.
    pub fn request_form(slug: &str) -> String {
        format!("/{slug}/request")
    }

    /// The partner's own page of a request; the key travels in the fragment only.
    pub fn my_request(slug: &str, partner_key: &str) -> String {
        format!("/{slug}/my-request#{partner_key}")
    }

    /// The page that opens a delivery; the secret travels in the fragment only.
    pub fn delivery(id: DeliveryId, link_secret: &str) -> String {
        format!("/d/{id}#{link_secret}")
    }

    /// The page that accepts an invitation; the code travels in the fragment only.
    pub fn invite(code: &str) -> String {
        format!("/join#{code}")
    }

    /// The page that chooses another password; the code travels in the fragment only.
    pub fn reset(code: &str) -> String {
        format!("/reset#{code}")
    }

    /// A request in the workbench, entering its tenant.
    pub fn request(tenant: TenantId, id: RequestId) -> String {
        format!("/requests/{id}?tenant={tenant}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_into_their_place() {
        let id = TokenId::from_u128(0);
        assert_eq!(token_revoke(id), "/api/v1/tokens/tok_00000000000000000000000000/revoke");
    }
}
