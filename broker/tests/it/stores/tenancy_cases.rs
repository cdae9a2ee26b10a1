//! The cases of people, tenants, queues, catalogue, machines and the trail.

use tessera_broker::audit::store as audit;
use tessera_broker::catalogue::store as catalogue;
use tessera_broker::db::DbError;
use tessera_broker::finding::store as finding;
use tessera_broker::machines::store as machines;
use tessera_broker::people::my_tenants::store as my_tenants;
use tessera_broker::people::{invite_store, place_store, session_store, store as people};
use tessera_broker::queue::gateway_store as silent;
use tessera_broker::queue::store as queue;
use tessera_broker::sso::identity_store;
use tessera_broker::tenants::overview_store::{self as overview, OverviewScope};
use tessera_broker::tenants::{brand_store, store as tenants};
use tessera_shared::dto::tenants::{ChangeBrand, Policy};
use tessera_shared::permission::Role;
use tessera_shared::words::TenantStatus;

use super::of::{Who, api_body, id};
use super::{Case, LATER, LONG_AGO, NOW, Seen, adds, changes, count, flag, list, reads, some};

fn of_queue(who: &Who) -> queue::QueueScope {
    queue::QueueScope {
        user: who.user.clone(),
        tenant: Some(who.scope.clone()),
        environment: None,
        mine: false,
    }
}

fn here(who: &Who) -> finding::Place<'_> {
    finding::Place::Here(who.scope.as_str())
}

const ROLES: [&str; 4] = ["customer_admin", "customer_auditor", "support_agent", "support_lead"];

/// What an overview counts in one tenant, and in every tenant of the person.
fn both<T: ToString>(who: &Who, mut number: impl FnMut(&OverviewScope) -> Result<T, DbError>) -> Seen {
    let tenant = number(&OverviewScope::Tenant(who.scope.clone()))?;
    let person = number(&OverviewScope::Person(who.user.clone()))?;
    count([tenant.to_string(), person.to_string()])
}

const DELIVERY: queue::Tokens = queue::Tokens::Delivery(NOW, LATER);
const EXPIRING: queue::Tokens = queue::Tokens::Expiring(LONG_AGO, LATER);

pub fn of_people() -> Vec<Case> {
    vec![
        adds("people/store::insert_membership", |conn, who, of| {
            people::insert_membership(conn, &who.scope, of.newcomer, Role::CustomerAuditor, NOW).map(|()| vec![])
        }),
        reads("people/store::count_tenants", |conn, who, _| {
            count([people::count_tenants(conn, &who.user)?])
        }),
        reads("people/store::list_tenant_ids", |conn, who, _| {
            list(people::list_tenant_ids(conn, &who.user)?)
        }),
        reads("people/store::list_roles", |conn, who, _| {
            list(people::list_roles(conn, &who.user)?.into_keys())
        }),
        reads("people/store::is_member", |conn, who, of| {
            let account = people::find_name_and_email(conn, &of.user.to_string());
            let email = account.map(|(_name, email)| email).unwrap_or_default();
            flag(people::is_member(conn, &who.scope, &email)?)
        }),
        reads("people/store::list_addresses", |conn, who, _| {
            list(
                people::list_addresses(conn, &who.scope, Role::ALL)?
                    .into_iter()
                    .map(|(email, _)| email),
            )
        }),
        reads("people/store::find_role", |conn, who, of| {
            some(people::find_role(conn, &who.scope, &of.user.to_string())?)
        }),
        changes("people/store::delete_membership", |conn, who, of| {
            flag(people::delete_membership(conn, &who.scope, &of.user.to_string())?)
        }),
        adds("sso/identity_store::insert_provided", |conn, who, of| {
            let user = of.user.to_string();
            // One row a membership: it makes room for itself, and says another role.
            identity_store::delete_provided(conn, &who.scope, &of.provider.id, &user)?;
            let role = Role::CustomerAuditor;
            identity_store::insert_provided(conn, &who.scope, &of.provider, &user, role).map(|()| vec![])
        }),
        changes("sso/identity_store::delete_provided", |conn, who, of| {
            let user = of.user.to_string();
            identity_store::delete_provided(conn, &who.scope, &of.provider.id, &user).map(|()| vec![])
        }),
        reads("people/store::list_members", |conn, who, _| {
            // The lead is a member of both.
            let mut members = people::list_members(conn, &who.scope)?;
            members.retain(|member| member.role != Role::SupportLead);
            list(members.into_iter().map(|member| member.id))
        }),
        reads("people/place_store::list_places_of", |conn, who, _| {
            list(place_store::list_places_of(conn, &who.user, Role::ALL)?)
        }),
        changes("people/place_store::change_role", |conn, who, of| {
            let (from, to) = (Role::SupportAgent, Role::SupportLead);
            flag(place_store::change_role(
                conn,
                &who.scope,
                &of.user.to_string(),
                from,
                to,
            )?)
        }),
        reads("people/invite_store::list_invites", |conn, who, _| {
            list(
                invite_store::list_invites(conn, &who.scope, NOW, 9)?
                    .into_iter()
                    .map(|row| row.id),
            )
        }),
        reads("people/invite_store::find_invite", |conn, who, of| {
            list([invite_store::find_invite(conn, &who.scope, id(&of.invite.id))?.id])
        }),
        adds("people/invite_store::replace_invite", |conn, who, of| {
            let mut row = of.invite.clone();
            row.code_hash.push(7);
            invite_store::replace_invite(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("people/invite_store::delete_invite", |conn, who, of| {
            flag(invite_store::delete_invite(conn, &who.scope, &of.invite.id)?)
        }),
    ]
}

pub fn of_sessions() -> Vec<Case> {
    vec![
        reads("people/session_store::list_sessions", |conn, who, _| {
            let rows = session_store::list_sessions(conn, &who.user, NOW, 1 << 40)?;
            list(rows.into_iter().map(|row| format!("{:?}", row.id_hash)))
        }),
        changes("people/session_store::close_session", |conn, who, of| {
            flag(session_store::close_session(conn, &who.user, of.session.as_bytes())?)
        }),
        changes("people/session_store::close_others", |conn, who, of| {
            session_store::close_others(conn, &who.user, &of.session).map(|_count| vec![])
        }),
        changes("people/session_store::close_all_of_member", |conn, who, of| {
            session_store::close_all_of_member(conn, &who.scope, &of.user.to_string()).map(|_count| vec![])
        }),
        changes("people/session_store::close_all", |conn, who, _| {
            session_store::close_all(conn, &who.user).map(|_count| vec![])
        }),
        reads("people/my_tenants/store::list_memberships", |conn, who, of| {
            let filter = my_tenants::Filter {
                ids: Some(vec![of.request.tenant_id.clone()]),
                ..Default::default()
            };
            let rows = my_tenants::list_memberships(conn, &who.user, &filter, 9)?;
            list(rows.into_iter().map(|row| row.tenant.id))
        }),
    ]
}

pub fn of_tenants() -> Vec<Case> {
    vec![
        reads("tenants/store::find_info", |conn, who, _| {
            list([tenants::find_info(conn, &who.scope)?.slug])
        }),
        changes("tenants/store::change_status", |conn, who, _| {
            let (from, to) = (TenantStatus::Active, TenantStatus::Suspended);
            flag(tenants::change_status(conn, &who.scope, from, to)?)
        }),
        reads("tenants/store::count_parts", |conn, who, _| {
            let (partners, apis, gateways) = tenants::count_parts(conn, &who.scope)?;
            count([partners, apis, gateways])
        }),
        changes("tenants/store::change_policy", |conn, who, _| {
            let policy = |days: u32, hours: u32| Policy {
                max_lifetime_days: days,
                delivery_hours: hours,
            };
            flag(tenants::change_policy(
                conn,
                &who.scope,
                policy(365, 72),
                policy(30, 24),
                NOW,
            )?)
        }),
        changes("tenants/brand_store::change_brand", |conn, who, _| {
            let (name, accent) = ("Another".to_owned(), "#123456".to_owned());
            let brand = ChangeBrand { name, accent };
            brand_store::change_brand(conn, &who.scope, "another", &brand, NOW).map(|()| vec![])
        }),
        adds("tenants/brand_store::replace_logo", |conn, who, _| {
            brand_store::replace_logo(conn, &who.scope, "another", b"png", NOW).map(|()| vec![])
        }),
        changes("tenants/brand_store::delete_logo", |conn, who, _| {
            flag(brand_store::delete_logo(conn, &who.scope, NOW)?)
        }),
        reads("tenants/overview_store::list_journeys", |conn, who, _| {
            both(who, |scope| Ok(overview::list_journeys(conn, scope, LONG_AGO)?.len()))
        }),
        reads("tenants/overview_store::count_ends", |conn, who, _| {
            both(who, |scope| {
                let ends = overview::count_ends(conn, scope, LONG_AGO, NOW, NOW, LATER)?;
                Ok(ends.into_iter().map(|ends| ends.count).sum::<i64>())
            })
        }),
        reads("tenants/overview_store::count_active", |conn, who, _| {
            both(who, |scope| Ok(overview::count_active(conn, scope, NOW, LONG_AGO)?.0))
        }),
        reads("tenants/overview_store::oldest_to_issue", |conn, who, _| {
            both(who, |scope| Ok(overview::oldest_to_issue(conn, scope)?.unwrap_or(0)))
        }),
        reads("tenants/overview_store::checks_per_hour", |conn, who, _| {
            both(who, |scope| {
                let hours = overview::checks_per_hour(conn, scope, LONG_AGO)?;
                Ok(hours.into_iter().map(|hour| hour.allowed + hour.refused).sum::<i64>())
            })
        }),
        reads("tenants/overview_store::refusals_by_reason", |conn, who, _| {
            both(who, |scope| {
                let reasons = overview::refusals_by_reason(conn, scope, LONG_AGO)?;
                Ok(reasons.into_iter().map(|(_, times)| times).sum::<i64>())
            })
        }),
        reads("tenants/overview_store::top_partners", |conn, who, _| {
            let partners = overview::top_partners(conn, &who.scope, NOW, 9)?;
            list(
                partners
                    .into_iter()
                    .map(|(id, name, count)| format!("{id} {name} {count}")),
            )
        }),
        reads("tenants/overview_store::count_by_last_use", |conn, who, _| {
            let used = overview::count_by_last_use(conn, &who.scope, NOW, [LONG_AGO; 4])?;
            count(used.into_iter().map(|used| used.count))
        }),
        reads("tenants/overview_store::list_roles", |conn, who, _| {
            let roles = overview::list_roles(conn, &who.user)?;
            list(roles.into_iter().map(|(tenant, role)| format!("{tenant} {role}")))
        }),
    ]
}

pub fn of_catalogue_and_audit() -> Vec<Case> {
    vec![
        reads("catalogue/store::list_apis", |conn, who, _| {
            list(catalogue::list_apis(conn, &who.scope)?.into_iter().map(|api| api.id))
        }),
        reads("catalogue/store::count_active", |conn, who, _| {
            count(
                catalogue::count_active(conn, &who.scope, NOW)?
                    .into_iter()
                    .map(|(_, count)| count),
            )
        }),
        adds("catalogue/store::insert_api", |conn, who, _| {
            let id = tessera_shared::ids::ApiId::from_u128(77);
            catalogue::insert_api(conn, &who.scope, id, &api_body("another"), NOW).map(|()| vec![])
        }),
        reads("catalogue/store::count_apis", |conn, who, _| {
            count([catalogue::count_apis(conn, &who.scope)?])
        }),
        reads("audit/store::list_audit", |conn, who, of| {
            let filter = audit::AuditFilter {
                object: Some(of.request.id.clone()),
                ..Default::default()
            };
            list(
                audit::list_audit(conn, &who.scope, &filter, 99)?
                    .into_iter()
                    .map(|event| event.id),
            )
        }),
        reads("audit/store::count_audit", |conn, who, of| {
            let filter = audit::AuditFilter {
                object: Some(of.request.id.clone()),
                ..Default::default()
            };
            count([audit::count_audit(conn, &who.scope, &filter)?])
        }),
        reads("audit/store::list_timeline", |conn, who, of| {
            let events = audit::list_timeline(conn, &who.scope, id(&of.request.id))?;
            list(events.into_iter().map(|event| event.id))
        }),
    ]
}

pub fn of_queues() -> Vec<Case> {
    vec![
        reads("queue/store::list_requests", |conn, who, _| {
            let rows = queue::list_requests(conn, &of_queue(who), queue::Requests::ToDecide, &[])?;
            list(rows.into_iter().map(|row| row.0.id))
        }),
        reads("queue/store::count_requests", |conn, who, _| {
            let rows = queue::count_requests(conn, &of_queue(who), queue::Requests::ToIssue)?;
            count(rows.into_iter().map(|(_, count)| count))
        }),
        reads("queue/store::list_scopes", |conn, who, of| {
            let rows = queue::list_scopes(conn, &of_queue(who), std::slice::from_ref(&of.request.id))?;
            list(
                rows.into_iter()
                    .map(|(request, line)| format!("{request} {}", line.scope)),
            )
        }),
        reads("queue/store::list_tokens", |conn, who, _| {
            let rows = queue::list_tokens(conn, &of_queue(who), DELIVERY, &[])?;
            list(rows.into_iter().map(|row| row.0.id))
        }),
        reads("queue/store::count_tokens", |conn, who, _| {
            let rows = queue::count_tokens(conn, &of_queue(who), EXPIRING)?;
            count(rows.into_iter().map(|(_, count)| count))
        }),
        reads("queue/gateway_store::list_silent", |conn, who, _| {
            let rows = silent::list_silent(conn, &of_queue(who), LATER, &[])?;
            list(rows.into_iter().map(|row| row.0.id))
        }),
        reads("queue/gateway_store::count_silent", |conn, who, _| {
            let rows = silent::count_silent(conn, &of_queue(who), LATER)?;
            count(rows.into_iter().map(|(_, count)| count))
        }),
        reads("queue/store::count_tenants", |conn, who, _| {
            count([queue::count_tenants(conn, &who.user)?])
        }),
        reads("queue/store::count_by_tenant", |conn, who, _| {
            let rows = queue::count_by_tenant(conn, &who.user)?;
            list(
                rows.into_iter()
                    .map(|(tenant, state, count)| format!("{tenant} {state} {count}")),
            )
        }),
    ]
}

pub fn of_finding() -> Vec<Case> {
    vec![
        reads("finding/store::find_partners", |conn, who, _| {
            let lines = finding::find_partners(conn, &who.user, here(who), "", &ROLES)?;
            list(lines.into_iter().map(|line| line.1))
        }),
        reads("finding/store::find_apis", |conn, who, _| {
            let lines = finding::find_apis(conn, &who.user, finding::Place::Besides(None), "", &ROLES)?;
            list(lines.into_iter().map(|line| line.1))
        }),
        reads("finding/store::find_gateways", |conn, who, _| {
            let lines = finding::find_gateways(conn, &who.user, here(who), "", &ROLES)?;
            list(lines.into_iter().map(|line| line.1))
        }),
        reads("finding/store::find_members", |conn, who, of| {
            // The lead is a member of both.
            let mut lines = finding::find_members(conn, &who.user, who.scope.as_str(), "", &ROLES)?;
            lines.retain(|line| line.1 == of.user.to_string());
            list(lines.into_iter().map(|line| line.1))
        }),
        reads("finding/store::find_requests", |conn, who, _| {
            let rows = finding::find_requests(conn, &who.user, who.scope.as_str(), "", &ROLES)?;
            list(rows.into_iter().map(|row| row.id))
        }),
        reads("finding/store::find_tokens", |conn, who, of| {
            let hints = [of.token.hint.clone()];
            let rows = finding::find_tokens(conn, &who.user, finding::TokenBy::Hint(&hints), &ROLES)?;
            list(rows.into_iter().map(|row| row.0.id))
        }),
    ]
}

pub fn of_machines() -> Vec<Case> {
    vec![
        reads("machines/store::list_accounts", |conn, who, _| {
            list(machines::list_accounts(conn, &who.scope)?.into_iter().map(|row| row.id))
        }),
        reads("machines/store::count_accounts", |conn, who, _| {
            count([machines::count_accounts(conn, &who.scope)?])
        }),
        reads("machines/store::find_account", |conn, who, of| {
            list([machines::find_account(conn, &who.scope, id(&of.account.id))?.id])
        }),
        adds("machines/store::insert_account", |conn, who, of| {
            let mut row = of.account.clone();
            row.id = row.id.replace("sva_0", "sva_1");
            row.name = String::from("Another");
            machines::insert_account(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("machines/store::retire_account", |conn, who, of| {
            flag(machines::retire_account(conn, &who.scope, &of.account.id, NOW)?)
        }),
        reads("machines/store::list_credentials", |conn, who, _| {
            list(
                machines::list_credentials(conn, &who.scope, NOW)?
                    .into_iter()
                    .map(|row| row.id),
            )
        }),
        adds("machines/store::insert_credential", |conn, who, of| {
            let mut row = of.credential.clone();
            row.id.push('x');
            row.digest = Some(vec![7]);
            machines::insert_credential(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("machines/store::end_credentials", |conn, who, of| {
            machines::end_credentials(conn, &who.scope, &of.account.id, NOW).map(|()| vec![])
        }),
        changes("machines/store::end_secrets", |conn, who, of| {
            machines::end_secrets(conn, &who.scope, &of.account.id, NOW).map(|()| vec![])
        }),
        changes("machines/store::touch", |conn, who, of| {
            machines::touch(conn, &who.scope, &of.credential, NOW).map(|()| vec![])
        }),
        adds("machines/store::insert_access_token", |conn, who, of| {
            machines::insert_access_token(conn, &who.scope, &of.access_token()).map(|()| vec![])
        }),
        adds("machines/store::use_assertion", |conn, who, of| {
            machines::use_assertion(conn, &who.scope, &of.account.id, "jti", LATER).map(|()| vec![])
        }),
    ]
}
