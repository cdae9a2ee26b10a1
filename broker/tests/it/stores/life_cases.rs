//! The cases of requests, tokens, deliveries, partners and gateways.

use tessera_broker::deliveries::store as deliveries;
use tessera_broker::gateways::credential_store as credentials;
use tessera_broker::gateways::store as gateways;
use tessera_broker::partners::store as partners;
use tessera_broker::requests::{scope_store, store as requests};
use tessera_broker::tokens::store as tokens;
use tessera_broker::tokens::usage::store as usage;
use tessera_shared::lifecycle::RequestState;
use tessera_shared::words::DeliveryState;

use super::of::{THUMBPRINT, id};
use super::{Case, LATER, LONG_AGO, NOW, adds, changes, count, flag, list, reads, some};

pub fn of_requests() -> Vec<Case> {
    vec![
        reads("requests/scope_store::list_scopes", |conn, who, of| {
            let rows = scope_store::list_scopes(conn, &who.scope, std::slice::from_ref(&of.request.id))?;
            list(
                rows.into_iter()
                    .map(|(request, row)| format!("{request} {}", row.scope)),
            )
        }),
        reads("requests/scope_store::scopes_of", |conn, who, of| {
            count([scope_store::scopes_of(conn, &who.scope, id(&of.request.id))?.len()])
        }),
        reads("requests/store::list_requests", |conn, who, of| {
            let partner = of.request.partner_id.clone();
            let filter = requests::RequestFilter {
                partner,
                ..Default::default()
            };
            list(
                requests::list_requests(conn, &who.scope, &filter, 99)?
                    .into_iter()
                    .map(|row| row.id),
            )
        }),
        reads("requests/store::count_requests", |conn, who, of| {
            let partner = of.request.partner_id.clone();
            let filter = requests::RequestFilter {
                partner,
                ..Default::default()
            };
            count([requests::count_requests(conn, &who.scope, &filter)?])
        }),
        reads("requests/store::find_request", |conn, who, of| {
            list([requests::find_request(conn, &who.scope, id(&of.request.id))?.id])
        }),
        reads("requests/store::lock_request", |conn, who, of| {
            list([requests::lock_request(conn, &who.scope, id(&of.request.id))?.id])
        }),
        adds("requests/store::insert_request", |conn, who, of| {
            let mut row = of.request.clone();
            row.id = row.id.replace("req_0", "req_1");
            row.partner_key_hash.push(7);
            requests::insert_request(conn, &who.scope, &row, &[]).map(|()| vec![])
        }),
        reads("requests/store::find_decision", |conn, who, of| {
            some(requests::find_decision(conn, &who.scope, id(&of.request.id))?.map(|row| row.id))
        }),
        adds("requests/store::insert_decision", |conn, who, of| {
            let mut row = of.decision.clone();
            row.id = String::from("another");
            row.request_id.clone_from(&of.undecided.id);
            requests::insert_decision(conn, &who.scope, &row, &[]).map(|()| vec![])
        }),
        changes("requests/store::move_request", |conn, who, of| {
            flag(requests::move_request(
                conn,
                &who.scope,
                &of.undecided,
                RequestState::Withdrawn,
                NOW,
            )?)
        }),
        changes("requests/store::confirm_request", |conn, who, of| {
            flag(requests::confirm_request(
                conn,
                &who.scope,
                &of.filed,
                &of.partner.id,
                NOW,
            )?)
        }),
        changes("requests/store::count_generation", |conn, who, of| {
            flag(requests::count_generation(conn, &who.scope, &of.approved, NOW)?)
        }),
        changes("requests/store::delete_request", |conn, who, of| {
            flag(requests::delete_request(conn, &who.scope, &of.undecided)?)
        }),
    ]
}

pub fn of_tokens() -> Vec<Case> {
    vec![
        reads("tokens/store::list_tokens", |conn, who, of| {
            let partner = Some(of.token.partner_id.clone());
            let filter = tokens::TokenFilter {
                partner,
                ..Default::default()
            };
            let rows = tokens::list_tokens(conn, &who.scope, &filter, NOW, 99)?;
            list(rows.into_iter().map(|(row, partner)| format!("{} {partner}", row.id)))
        }),
        reads("tokens/store::count_tokens", |conn, who, of| {
            let partner = Some(of.token.partner_id.clone());
            let filter = tokens::TokenFilter {
                partner,
                ..Default::default()
            };
            count([tokens::count_tokens(conn, &who.scope, &filter, NOW)?])
        }),
        reads("tokens/store::find_token", |conn, who, of| {
            list([tokens::find_token(conn, &who.scope, id(&of.token.id))?.id])
        }),
        reads("tokens/store::lock_token", |conn, who, of| {
            list([tokens::lock_token(conn, &who.scope, id(&of.token.id))?.id])
        }),
        reads("tokens/store::list_of_request", |conn, who, of| {
            let rows = tokens::list_of_request(conn, &who.scope, id(&of.request.id))?;
            list(rows.into_iter().map(|row| row.id))
        }),
        adds("tokens/store::insert_token", |conn, who, of| {
            let mut row = of.token.clone();
            row.id = row.id.replace("tok_0", "tok_1");
            row.request_id.clone_from(&of.approved.id);
            row.digest.push(7);
            tokens::insert_token(conn, &who.scope, &row, &row.digest).map(|()| vec![])
        }),
        changes("tokens/store::update_token", |conn, who, of| {
            let mut row = of.token.clone();
            row.version += 1;
            flag(tokens::update_token(conn, &who.scope, &row, of.token.version)?)
        }),
        changes("tokens/store::set_delivery_state", |conn, who, of| {
            tokens::set_delivery_state(conn, &who.scope, &of.token.id, "expired").map(|()| vec![])
        }),
        reads("tokens/store::hourly_checks", |conn, who, of| {
            let hours = tokens::hourly_checks(conn, &who.scope, std::slice::from_ref(&of.token.id), NOW)?;
            list(hours.into_keys())
        }),
        reads("tokens/store::usage_since", |conn, who, of| {
            let hours = tokens::usage_since(conn, &who.scope, id(&of.token.id), LONG_AGO)?;
            count(hours.into_iter().map(|(_, allowed, refused)| allowed + refused))
        }),
        reads("tokens/usage/store::list_by_digest", |conn, who, of| {
            let digests = std::slice::from_ref(&of.token.digest);
            let known = usage::list_by_digest(conn, &who.scope, digests)?;
            list(known.into_iter().map(|(_, (token, _))| token.to_string()))
        }),
        reads("tokens/usage/store::refusals_of_token", |conn, who, of| {
            let counts = usage::refusals_of_token(conn, &who.scope, id(&of.token.id), LONG_AGO)?;
            list(counts.into_iter().map(|of| of.reason.to_string()))
        }),
        reads("tokens/store::names", |conn, who, of| {
            list([tokens::names(conn, &who.scope, &of.token)?.0])
        }),
        reads("deliveries/store::find_of_token", |conn, who, of| {
            some(deliveries::find_of_token(conn, &who.scope, &of.token.id)?.map(|row| row.id))
        }),
        adds("deliveries/store::insert_delivery", |conn, who, of| {
            let mut row = of.delivery.clone();
            row.id = row.id.replace("dlv_0", "dlv_1");
            row.token_id.clone_from(&of.bare.id);
            deliveries::insert_delivery(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("deliveries/store::open_delivery", |conn, who, of| {
            flag(deliveries::open_delivery(
                conn,
                &who.scope,
                &of.delivery.id,
                b"key",
                None,
                NOW,
            )?)
        }),
        changes("deliveries/store::close_delivery", |conn, who, of| {
            flag(deliveries::close_delivery(
                conn,
                &who.scope,
                &of.delivery.id,
                DeliveryState::Expired,
            )?)
        }),
        changes("deliveries/store::count_refusal", |conn, who, of| {
            deliveries::count_refusal(conn, &who.scope, &of.delivery.id).map(|()| vec![])
        }),
    ]
}

pub fn of_partners() -> Vec<Case> {
    vec![
        reads("partners/store::list_partners", |conn, who, _| {
            let rows = partners::list_partners(conn, &who.scope, None, None, 99)?;
            list(rows.into_iter().map(|row| row.id))
        }),
        reads("partners/store::count_partners", |conn, who, _| {
            count([partners::count_partners(conn, &who.scope, None)?])
        }),
        reads("partners/store::find_partner", |conn, who, of| {
            list([partners::find_partner(conn, &who.scope, id(&of.partner.id))?.id])
        }),
        reads("partners/store::find_by_email", |conn, who, of| {
            // The same address may stand for a partner in each tenant.
            some(partners::find_by_email(conn, &who.scope, &of.undecided.contact_email)?.map(|row| row.id))
        }),
        adds("partners/store::insert_partner", |conn, who, of| {
            let mut row = of.partner.clone();
            row.id = row.id.replace("prt_0", "prt_1");
            row.contact_email = String::from("another@partners.example");
            partners::insert_partner(conn, &who.scope, &row).map(|()| vec![])
        }),
        reads("partners/store::counts", |conn, who, of| {
            let counts = partners::counts(conn, &who.scope, std::slice::from_ref(&of.partner.id), NOW)?;
            count(
                counts
                    .into_values()
                    .map(|counts| counts.active + counts.ended + counts.open),
            )
        }),
    ]
}

pub fn of_gateways() -> Vec<Case> {
    vec![
        reads("gateways/store::list_gateways", |conn, who, _| {
            list(gateways::list_gateways(conn, &who.scope)?.into_iter().map(|row| row.id))
        }),
        reads("gateways/store::list_quiet", |conn, who, _| {
            let rows = gateways::list_quiet(
                conn,
                &who.user,
                &["customer_admin", "support_agent", "support_lead"],
                LATER,
            )?;
            list(rows.into_iter().map(|(tenant, _)| tenant))
        }),
        reads("gateways/store::has_passed", |conn, who, _| {
            flag(gateways::has_passed(conn, &who.scope)?)
        }),
        reads("gateways/store::count_gateways", |conn, who, _| {
            count([gateways::count_gateways(conn, &who.scope)?])
        }),
        reads("gateways/store::find_gateway", |conn, who, of| {
            list([gateways::find_gateway(conn, &who.scope, id(&of.gateway.id))?.id])
        }),
        reads("gateways/store::lock_gateway", |conn, who, of| {
            list([gateways::lock_gateway(conn, &who.scope, id(&of.gateway.id))?.id])
        }),
        adds("gateways/store::insert_gateway", |conn, who, of| {
            let mut row = of.gateway.clone();
            row.id = row.id.replace("gtw_0", "gtw_1");
            row.name = String::from("another");
            gateways::insert_gateway(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("gateways/store::update_gateway", |conn, who, of| {
            let mut row = of.gateway.clone();
            row.version += 1;
            gateways::update_gateway(conn, &who.scope, &row).map(|()| vec![])
        }),
        reads("tokens/usage/store::refusals_by_gateway", |conn, who, _| {
            list(usage::refusals_by_gateway(conn, &who.scope, LONG_AGO)?.into_keys())
        }),
        reads("gateways/credential_store::list_credentials", |conn, who, _| {
            list(
                credentials::list_credentials(conn, &who.scope, NOW)?
                    .into_iter()
                    .map(|row| row.id),
            )
        }),
        reads("gateways/credential_store::list_credentials_of", |conn, who, of| {
            let gateway = &of.gateway.id;
            list(
                credentials::list_credentials_of(conn, &who.scope, gateway, NOW)?
                    .into_iter()
                    .map(|row| row.id),
            )
        }),
        reads("gateways/credential_store::find_credential", |conn, who, of| {
            list([credentials::find_credential(conn, &who.scope, id(&of.gateway_credential.id))?.id])
        }),
        reads("gateways/credential_store::has_had_key", |conn, who, of| {
            flag(credentials::has_had_key(conn, &who.scope, &of.gateway.id, THUMBPRINT)?)
        }),
        adds("gateways/credential_store::insert_credential", |conn, who, of| {
            let mut row = of.gateway_credential.clone();
            row.id = row.id.replace("gcr_0", "gcr_1");
            row.digest = Some(row.id.clone().into_bytes());
            credentials::insert_credential(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("gateways/credential_store::update_credential", |conn, who, of| {
            let mut row = of.gateway_credential.clone();
            row.ends_at = Some(LATER.millis());
            credentials::update_credential(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("gateways/credential_store::end_credentials", |conn, who, of| {
            credentials::end_credentials(conn, &who.scope, &of.gateway.id, NOW).map(|()| vec![])
        }),
        reads("gateways/store::hourly_checks", |conn, who, _| {
            list(gateways::hourly_checks(conn, &who.scope, NOW)?.into_keys())
        }),
    ]
}
