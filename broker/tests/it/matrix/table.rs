//! What is expected of every route, written by hand from the table of roles and capabilities.

/// How an answer reads: `+` the caller may, and the call came off (2xx); `f` a member whose role may
/// not (403); `4` as if there were nothing (404); `u` sign in first (401); `g` the credential is no
/// gateway's (401 or 403).
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    /// One mark a caller: admin, auditor, agent, lead; the platform owner and an agent of another
    /// tenant; a partner, a gateway, nobody; a service account with all that can be granted.
    pub expected: &'static str,
    /// The code of the one refusal that also shows that the caller may: where a call that comes off
    /// would end the caller or needs a secret from a mailbox, the body is empty instead.
    pub or: &'static str,
}

const fn row(method: &'static str, path: &'static str, expected: &'static str) -> Row {
    Row {
        method,
        path,
        expected,
        or: "",
    }
}

impl Row {
    const fn or(self, code: &'static str) -> Self {
        Self { or: code, ..self }
    }

    /// Whether the route acts in the tenant of the header: to members of others it is not there,
    /// and who is no member of any has to sign in.
    pub fn in_tenant(&self) -> bool {
        let platform = ["/api/v1/me/", "/api/v1/platform/"];
        self.expected[5..].starts_with("44 uuu ") && !platform.iter().any(|start| self.path.starts_with(start))
    }

    /// The mark of the caller with this number.
    pub fn mark(&self, caller: usize) -> char {
        self.expected.chars().filter(|mark| *mark != ' ').nth(caller).unwrap()
    }
}

/// How a suspended tenant answers those from outside who otherwise may: its pages are gone, no check
/// passes, no secret is handed out, and partners can still see and end what is theirs. Inside, who may read reads on, and who may
/// change something is told `tenant_suspended`.
pub const SUSPENDED: &[(&str, &str, &str)] = &[
    ("GET", "/api/v1/public/tenants/{slug}", "404 not_found"),
    ("POST", "/api/v1/public/tenants/{slug}/requests", "404 not_found"),
    ("GET", "/api/v1/partner/request", "200 "),
    ("POST", "/api/v1/partner/request/confirm", "403 tenant_suspended"),
    ("POST", "/api/v1/partner/request/withdraw", "204 "),
    ("POST", "/api/v1/partner/request/revoke", "204 "),
    (
        "POST",
        "/api/v1/public/deliveries/{delivery}/open",
        "403 tenant_suspended",
    ),
    ("ANY", "/gateway/verify", "401 invalid_token"),
    ("ANY", "/gateway/verify/{tail}*", "401 invalid_token"),
    ("GET", "/gateway/hello", "403 tenant_suspended"),
    ("GET", "/oauth2/jwks/{slug}", "404 not_found"),
    ("GET", "/oauth2/status-lists/{slug}/{list}", "404 not_found"),
];

/// One row a route.
pub const TABLE: &[Row] = &[
    //                                                         members other creds machine
    row("POST", "/api/v1/session", "++++ ++ +++ +"),
    // For half a session only; everybody here has a whole one or none.
    row("POST", "/api/v1/session/second-factor", "uuuu uu uuu u"),
    row("POST", "/api/v1/session/second-factor/passkey/begin", "uuuu uu uuu u"),
    row("POST", "/api/v1/session/second-factor/passkey", "uuuu uu uuu u"),
    row("POST", "/api/v1/session/passkey/begin", "++++ ++ +++ +"),
    row("POST", "/api/v1/session/passkey", "++++ ++ +++ +").or("malformed"),
    // Nobody has a passkey.
    row("POST", "/api/v1/session/step-up/passkey", "++++ ++ uuu u").or("not_possible"),
    row("POST", "/api/v1/session/step-up", "++++ ++ uuu u").or("malformed"),
    row("DELETE", "/api/v1/session", "++++ ++ uuu u"),
    row("GET", "/api/v1/sso/providers", "++++ ++ +++ +"),
    row("POST", "/api/v1/sso/find", "++++ ++ +++ +"),
    row("POST", "/api/v1/sso/start", "++++ ++ +++ +").or("malformed"),
    row("GET", "/sso/{provider}/callback", "++++ ++ +++ +"),
    row("GET", "/api/v1/me", "++++ ++ uuu u"),
    row("GET", "/api/v1/me/sessions", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/sessions/{session}/close", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/other-sessions/close", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/password", "++++ ++ uuu u").or("malformed"),
    row("GET", "/api/v1/me/factors", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/factors/totp", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/factors/totp/confirm", "++++ ++ uuu u").or("malformed"),
    // Nobody has an app.
    row("POST", "/api/v1/me/factors/totp/remove", "4444 44 uuu u"),
    row("POST", "/api/v1/me/factors/passkeys/begin", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/factors/passkeys", "++++ ++ uuu u").or("malformed"),
    // Nobody has the passkey the path names.
    row("POST", "/api/v1/me/factors/passkeys/{passkey}/rename", "4444 44 uuu u"),
    row("POST", "/api/v1/me/factors/passkeys/{passkey}/remove", "4444 44 uuu u"),
    row("POST", "/api/v1/me/factors/recovery-codes", "++++ ++ uuu u").or("not_possible"),
    row("GET", "/api/v1/me/tenants", "++++ ++ uuu u"),
    row("GET", "/api/v1/me/queue", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/find", "++++ ++ uuu u"),
    row("GET", "/api/v1/me/views", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/views", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/views/{view}/rename", "++++ ++ uuu u"),
    row("POST", "/api/v1/me/views/{view}/remove", "++++ ++ uuu u"),
    row("GET", "/api/v1/me/overview", "++++ ++ uuu u"),
    row("GET", "/api/v1/me/events", "++++ ++ uuu u"),
    row("GET", "/api/v1/members", "++++ 44 uuu f"),
    row("POST", "/api/v1/members/{user}/remove", "+ff+ 44 uuu f"),
    // Who was made a moment ago is signed in nowhere.
    row("POST", "/api/v1/members/{user}/sign-out", "+ff+ 44 uuu f").or("not_possible"),
    row("GET", "/api/v1/people", "444+ +4 uuu u"),
    row("GET", "/api/v1/people/{user}", "444+ +4 uuu u"),
    row("POST", "/api/v1/people/{user}/place", "444+ +4 uuu u"),
    row("POST", "/api/v1/people/{user}/unplace", "444+ +4 uuu u"),
    row("GET", "/api/v1/invites", "++++ 44 uuu f"),
    row("POST", "/api/v1/invites", "+ff+ 44 uuu f"),
    row("POST", "/api/v1/invites/{invite}/withdraw", "+ff+ 44 uuu f"),
    row("GET", "/api/v1/tenant", "++++ 44 uuu +"),
    row("POST", "/api/v1/tenant/brand", "+fff 44 uuu f"),
    row("POST", "/api/v1/tenant/policy", "ff++ 44 uuu +"),
    row("POST", "/api/v1/tenant/logo", "+fff 44 uuu f"),
    row("POST", "/api/v1/tenant/logo/remove", "+fff 44 uuu f"),
    row("GET", "/api/v1/tenant/overview", "++++ 44 uuu +"),
    row("GET", "/api/v1/platform/tenants", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenant-setups", "4444 +4 uuu u"),
    row("GET", "/api/v1/platform/tenants/{tenant}/first-call", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants/{tenant}/suspend", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants/{tenant}/resume", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants/{tenant}/brand", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants/{tenant}/logo", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants/{tenant}/logo/remove", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/tenants/{tenant}/invites", "4444 +4 uuu u"),
    row("GET", "/api/v1/platform/providers", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/providers", "4444 +4 uuu u"),
    row("POST", "/api/v1/platform/providers/{provider}/change", "4444 +4 uuu u"),
    // The work list of a person; scripts list requests and tokens.
    row("GET", "/api/v1/queue", "++++ 44 uuu 4"),
    row("GET", "/api/v1/requests", "++++ 44 uuu +"),
    row("POST", "/api/v1/requests", "ff++ 44 uuu +"),
    row("GET", "/api/v1/requests/{request}", "++++ 44 uuu +"),
    row("POST", "/api/v1/requests/{request}/approve", "+fff 44 uuu f"),
    row("POST", "/api/v1/requests/{request}/deny", "+fff 44 uuu f"),
    row("POST", "/api/v1/requests/{request}/withdraw", "ff++ 44 uuu +"),
    row("POST", "/api/v1/requests/{request}/issue", "ff++ 44 uuu +"),
    row("GET", "/api/v1/tokens", "++++ 44 uuu +"),
    row("GET", "/api/v1/tokens/{token}", "++++ 44 uuu +"),
    row("POST", "/api/v1/tokens/{token}/suspend", "+f++ 44 uuu +"),
    row("POST", "/api/v1/tokens/{token}/resume", "+f++ 44 uuu +"),
    row("POST", "/api/v1/tokens/{token}/revoke", "+f++ 44 uuu +"),
    row("POST", "/api/v1/tokens/{token}/reissue", "ff++ 44 uuu +"),
    row("GET", "/api/v1/partners", "++++ 44 uuu +"),
    row("POST", "/api/v1/partners", "ff++ 44 uuu +"),
    row("GET", "/api/v1/partners/{partner}", "++++ 44 uuu +"),
    row("GET", "/api/v1/apis", "++++ 44 uuu +"),
    row("POST", "/api/v1/apis", "ff++ 44 uuu +"),
    row("GET", "/api/v1/apis/{api}", "++++ 44 uuu +"),
    row("GET", "/api/v1/gateways", "++++ 44 uuu +"),
    row("POST", "/api/v1/gateways", "ff++ 44 uuu +"),
    row("GET", "/api/v1/gateways/{gateway}", "++++ 44 uuu +"),
    row("GET", "/api/v1/gateways/{gateway}/snippets", "++++ 44 uuu +"),
    row("POST", "/api/v1/gateways/{gateway}/rotate", "ff++ 44 uuu +"),
    row("POST", "/api/v1/gateways/{gateway}/keys", "ff++ 44 uuu +"),
    row("POST", "/api/v1/gateway-credentials/{credential}/end", "ff++ 44 uuu +"),
    row("POST", "/api/v1/gateways/{gateway}/retire", "ff++ 44 uuu +"),
    row("GET", "/api/v1/service-accounts", "++++ 44 uuu f"),
    row("POST", "/api/v1/service-accounts", "fff+ 44 uuu f"),
    row("POST", "/api/v1/service-accounts/{account}/rotate", "fff+ 44 uuu f"),
    row("POST", "/api/v1/service-accounts/{account}/keys", "fff+ 44 uuu f"),
    row("POST", "/api/v1/service-accounts/{account}/retire", "fff+ 44 uuu f"),
    row("GET", "/api/v1/audit", "++++ 44 uuu +"),
    row("GET", "/api/v1/exports/tokens", "++++ 44 uuu +"),
    row("GET", "/api/v1/exports/requests", "++++ 44 uuu +"),
    row("GET", "/api/v1/exports/partners", "++++ 44 uuu +"),
    row("GET", "/api/v1/exports/audit", "++++ 44 uuu +"),
    row("GET", "/api/v1/public/tenants/{slug}", "++++ ++ +++ +"),
    row("POST", "/api/v1/public/tenants/{slug}/requests", "++++ ++ +++ +"),
    row("GET", "/api/v1/public/logos/{logo}", "++++ ++ +++ +"),
    row("GET", "/api/v1/public/deliveries/{delivery}", "++++ ++ +++ +"),
    row("POST", "/api/v1/public/deliveries/{delivery}/open", "++++ ++ +++ +"),
    row("POST", "/api/v1/public/password-resets", "++++ ++ +++ +"),
    row("POST", "/api/v1/public/password-resets/open", "++++ ++ +++ +").or("malformed"),
    row("POST", "/api/v1/public/password-resets/complete", "++++ ++ +++ +").or("malformed"),
    row("POST", "/api/v1/public/invites/open", "++++ ++ +++ +").or("malformed"),
    row("POST", "/api/v1/public/invites/accept", "++++ ++ +++ +").or("malformed"),
    row("GET", "/api/v1/partner/request", "4444 44 +44 4"),
    row("POST", "/api/v1/partner/request/confirm", "4444 44 +44 4"),
    row("POST", "/api/v1/partner/request/withdraw", "4444 44 +44 4"),
    row("POST", "/api/v1/partner/request/revoke", "4444 44 +44 4"),
    row("ANY", "/gateway/verify", "gggg gg g+g g"),
    row("ANY", "/gateway/verify/{tail}*", "gggg gg g+g g"),
    row("GET", "/gateway/hello", "gggg gg g+g g"),
    row("GET", "/gateway/events", "gggg gg g+g g"),
    row("POST", "/gateway/events/ack", "gggg gg g+g g"),
    // Anybody may try; an access token is no way to show oneself there.
    row("POST", "/oauth2/token", "++++ ++ +++ g").or("invalid_request"),
    row("GET", "/.well-known/oauth-authorization-server/{slug}", "++++ ++ +++ +"),
    row("POST", "/oauth2/introspect", "gggg gg g+g g"),
    // Whoever holds a token may end it.
    row("POST", "/oauth2/revoke", "++++ ++ +++ g"),
    row("GET", "/oauth2/jwks/{slug}", "++++ ++ +++ +"),
    row("GET", "/oauth2/status-lists/{slug}/{list}", "++++ ++ +++ +"),
    row("GET", "/api/v1/signing-keys", "++++ 44 uuu +"),
    row("POST", "/api/v1/signing-keys/rotate", "ff++ 44 uuu +"),
    row("GET", "/api/v1/demo/mails", "++++ ++ +++ +"),
    row("GET", "/api/v1/demo/logins", "++++ ++ +++ +"),
    row("GET", "/api/openapi.json", "++++ ++ +++ +"),
    row("POST", "/csp-report", "++++ ++ +++ +"),
    row("GET", "/healthz", "++++ ++ +++ +"),
    row("GET", "/readyz", "++++ ++ +++ +"),
];
