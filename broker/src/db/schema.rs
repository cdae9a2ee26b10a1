//! Every table, in portable types only; kept by hand and compared with both live databases by a test.

#![expect(missing_docs, reason = "the migrations describe tables and columns")]

diesel::table! {
    meta (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    service_keys (label) {
        label -> Text,
        wrapped -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    tenants (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        accent -> Text,
        status -> Text,
        max_lifetime_days -> Integer,
        delivery_hours -> Integer,
        search -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        logo -> Nullable<Text>,
    }
}

diesel::table! {
    logos (tenant_id) {
        tenant_id -> Text,
        version -> Text,
        png -> Binary,
        changed_at -> BigInt,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        platform_role -> Nullable<Text>,
        created_at -> BigInt,
        last_seen_at -> Nullable<BigInt>,
        failures -> Integer,
    }
}

diesel::table! {
    service_accounts (id) {
        id -> Text,
        tenant_id -> Text,
        name -> Text,
        actions -> Text,
        created_by -> Text,
        created_by_name -> Text,
        created_by_person -> Text,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    service_credentials (id) {
        id -> Text,
        tenant_id -> Text,
        account_id -> Text,
        digest -> Nullable<Binary>,
        hint -> Text,
        jwk -> Nullable<Text>,
        created_at -> BigInt,
        ends_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    access_tokens (digest) {
        digest -> Binary,
        tenant_id -> Text,
        account_id -> Text,
        actions -> Text,
        ends_at -> BigInt,
    }
}

diesel::table! {
    used_assertions (account_id, jti) {
        tenant_id -> Text,
        account_id -> Text,
        jti -> Text,
        ends_at -> BigInt,
    }
}

diesel::table! {
    password_resets (code_hash) {
        code_hash -> Binary,
        email -> Text,
        asked_at -> BigInt,
        ends_at -> BigInt,
    }
}

diesel::table! {
    invites (id) {
        id -> Text,
        tenant_id -> Text,
        email -> Text,
        role -> Text,
        code_hash -> Binary,
        invited_by -> Text,
        invited_by_name -> Text,
        invited_at -> BigInt,
        ends_at -> BigInt,
    }
}

diesel::table! {
    memberships (tenant_id, user_id) {
        tenant_id -> Text,
        user_id -> Text,
        role -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Binary,
        user_id -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        ends_at -> BigInt,
        address -> Nullable<Text>,
        stage -> Text,
        authenticated_at -> BigInt,
        provider_id -> Nullable<Text>,
    }
}

diesel::table! {
    totp_factors (user_id) {
        user_id -> Text,
        sealed_seed -> Binary,
        last_step -> BigInt,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    recovery_codes (user_id, digest) {
        user_id -> Text,
        digest -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    saved_views (id) {
        id -> Text,
        user_id -> Text,
        tenant_id -> Nullable<Text>,
        list -> Text,
        name -> Text,
        search -> Text,
        query -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Text,
        user_id -> Text,
        credential_id -> Binary,
        public_key -> Binary,
        sign_count -> BigInt,
        backup_eligible -> Bool,
        backed_up -> Bool,
        name -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    answered_challenges (digest) {
        digest -> Binary,
        ends_at -> BigInt,
    }
}

diesel::table! {
    identity_providers (id) {
        id -> Text,
        tenant_id -> Nullable<Text>,
        home -> Text,
        name -> Text,
        issuer -> Text,
        client_id -> Text,
        client_secret -> Nullable<Binary>,
        scopes -> Text,
        groups_claim -> Text,
        enabled -> Bool,
        version -> Integer,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    provider_domains (domain) {
        domain -> Text,
        provider_id -> Text,
    }
}

diesel::table! {
    provider_mappings (provider_id, position) {
        provider_id -> Text,
        home -> Text,
        position -> Integer,
        group_name -> Text,
        tenant_id -> Nullable<Text>,
        role -> Text,
    }
}

diesel::table! {
    identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        user_id -> Text,
        platform_role -> Nullable<Text>,
        created_at -> BigInt,
        used_at -> BigInt,
    }
}

diesel::table! {
    provided_memberships (tenant_id, user_id) {
        tenant_id -> Text,
        user_id -> Text,
        provider_id -> Text,
        home -> Text,
        role -> Text,
    }
}

diesel::table! {
    returned_sign_ins (state_hash) {
        state_hash -> Binary,
        ends_at -> BigInt,
    }
}

diesel::table! {
    partners (id) {
        id -> Text,
        tenant_id -> Text,
        name -> Text,
        contact_name -> Text,
        contact_email -> Text,
        created_at -> BigInt,
        search -> Text,
    }
}

diesel::table! {
    apis (id) {
        id -> Text,
        tenant_id -> Text,
        slug -> Text,
        name -> Text,
        version -> Text,
        audience -> Text,
        description -> Text,
        created_at -> BigInt,
        search -> Text,
    }
}

diesel::table! {
    api_scopes (tenant_id, api_id, name) {
        tenant_id -> Text,
        api_id -> Text,
        name -> Text,
        description -> Text,
        writes -> Bool,
        position -> Integer,
    }
}

diesel::table! {
    requests (id) {
        id -> Text,
        tenant_id -> Text,
        state -> Text,
        revision -> Integer,
        generation -> Integer,
        partner_id -> Nullable<Text>,
        company -> Text,
        contact_name -> Text,
        contact_email -> Text,
        application -> Text,
        environment -> Text,
        reason -> Text,
        lifetime_days -> Integer,
        filed_by -> Nullable<Text>,
        filed_by_name -> Nullable<Text>,
        snapshot -> Text,
        partner_key_hash -> Binary,
        confirmed_at -> Nullable<BigInt>,
        since -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    request_scopes (tenant_id, request_id, api_id, scope) {
        tenant_id -> Text,
        request_id -> Text,
        api_id -> Text,
        scope -> Text,
        granted -> Nullable<Bool>,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text,
        tenant_id -> Text,
        request_id -> Text,
        revision -> Integer,
        decided_by -> Text,
        decided_by_name -> Text,
        decided_by_person -> Text,
        requester_person -> Text,
        reason -> Nullable<Text>,
        starts_at -> Nullable<BigInt>,
        ends_at -> BigInt,
        decided_at -> BigInt,
        allowed_networks -> Text,
    }
}

diesel::table! {
    tokens (id) {
        id -> Text,
        tenant_id -> Text,
        request_id -> Text,
        partner_id -> Text,
        generation -> Integer,
        application -> Text,
        environment -> Text,
        state -> Text,
        digest -> Binary,
        hint -> Text,
        apis -> Text,
        scopes -> Text,
        audience -> Text,
        starts_at -> BigInt,
        expires_at -> BigInt,
        issued_by -> Nullable<Text>,
        issued_by_name -> Text,
        issued_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        ended_reason -> Nullable<Text>,
        version -> Integer,
        seal -> Binary,
        delivery_state -> Text,
        last_used_at -> Nullable<BigInt>,
        last_gateway_id -> Nullable<Text>,
        allowed_networks -> Text,
        finder -> Nullable<Binary>,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        tenant_id -> Text,
        token_id -> Text,
        state -> Text,
        sent_to -> Text,
        nonce -> Nullable<Binary>,
        ciphertext -> Nullable<Binary>,
        proof_hash -> Binary,
        reveal_key_hash -> Nullable<Binary>,
        sent_at -> BigInt,
        expires_at -> BigInt,
        opened_at -> Nullable<BigInt>,
        opened_from -> Nullable<Text>,
        refused -> Integer,
    }
}

diesel::table! {
    gateways (id) {
        id -> Text,
        tenant_id -> Text,
        name -> Text,
        place -> Text,
        environment -> Text,
        mode -> Text,
        audience -> Nullable<Text>,
        required_scopes -> Text,
        credential_since -> BigInt,
        retired_at -> Nullable<BigInt>,
        version -> Integer,
        created_at -> BigInt,
        last_seen_at -> Nullable<BigInt>,
        search -> Text,
    }
}

diesel::table! {
    gateway_credentials (id) {
        id -> Text,
        tenant_id -> Text,
        gateway_id -> Text,
        digest -> Nullable<Binary>,
        hint -> Text,
        jwk -> Nullable<Text>,
        created_at -> BigInt,
        ends_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    usage_hours (tenant_id, token_id, hour, gateway_id) {
        tenant_id -> Text,
        gateway_id -> Text,
        token_id -> Text,
        hour -> BigInt,
        allowed -> BigInt,
        refused -> BigInt,
    }
}

diesel::table! {
    refusal_hours (tenant_id, token_id, hour, gateway_id, reason) {
        tenant_id -> Text,
        gateway_id -> Text,
        token_id -> Text,
        hour -> BigInt,
        reason -> Text,
        times -> BigInt,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Text,
        tenant_id -> Nullable<Text>,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Text,
        actor -> Text,
        action -> Text,
        object -> Text,
        label -> Text,
        request_ref -> Nullable<Text>,
        reason -> Nullable<Text>,
        facts -> Text,
        address -> Nullable<Text>,
        call_id -> Text,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        tenant_id -> Nullable<Text>,
        kind -> Text,
        payload -> Binary,
        attempts -> Integer,
        next_at -> BigInt,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        dead_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    idempotency_keys (owner, key) {
        owner -> Text,
        key -> Text,
        body_hash -> Binary,
        reply -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    changes (seq) {
        seq -> BigInt,
        tenant_id -> Text,
        topic -> Text,
        object -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Text,
        tenant_id -> Text,
        algorithm -> Text,
        public_key -> Text,
        private_key -> Binary,
        created_at -> BigInt,
        signs_from -> BigInt,
        signs_until -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    status_entries (tenant_id, list, position) {
        tenant_id -> Text,
        list -> Integer,
        position -> Integer,
        token_id -> Text,
    }
}

diesel::table! {
    recalls (tenant_id, seq) {
        tenant_id -> Text,
        seq -> BigInt,
        token_id -> Text,
        state -> Text,
        recalled_at -> BigInt,
    }
}

diesel::table! {
    receipts (tenant_id, seq, kind, confirmer) {
        tenant_id -> Text,
        seq -> BigInt,
        kind -> Text,
        confirmer -> Text,
        confirmed_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    meta,
    service_keys,
    tenants,
    users,
    invites,
    memberships,
    sessions,
    totp_factors,
    recovery_codes,
    passkeys,
    saved_views,
    answered_challenges,
    identity_providers,
    provider_domains,
    provider_mappings,
    identities,
    provided_memberships,
    partners,
    apis,
    api_scopes,
    requests,
    request_scopes,
    decisions,
    tokens,
    deliveries,
    gateways,
    gateway_credentials,
    usage_hours,
    refusal_hours,
    audit_events,
    outbox,
    idempotency_keys,
    changes,
    service_accounts,
    service_credentials,
    access_tokens,
    used_assertions,
    signing_keys,
    status_entries,
    recalls,
    receipts,
);
