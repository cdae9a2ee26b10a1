//! What happened to one thing, what is now and what lies ahead, as a timeline.

use leptos::prelude::*;
use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestStage, TokenState};

use super::audit_facts::Facts;
use super::audit_words::{Words, who, words};
use super::life::{Ahead, Life, Now, Past};
use crate::ui::{Glyph, Place, Shape, Timeline, TimelineEntry, Tone};
use crate::{t, tf, tn};

/// A life as a timeline: past, "Now", and what lies ahead.
#[component]
pub fn LifeTimeline(
    /// Whose.
    life: Life,
) -> impl IntoView {
    let Life { past, now, ahead } = life;
    view! {
        <Timeline>
            {past.into_iter().map(|(at, past)| happened(at, past)).collect_view()}
            {now.map(|now| view! { <NowEntry now /> })}
            {ahead.into_iter().map(|(at, ahead)| view! { <AheadEntry at ahead /> }).collect_view()}
        </Timeline>
    }
}

/// Events one below the other, the newest first or last as they come.
#[component]
pub fn EventTimeline(
    /// Which.
    events: Vec<AuditEvent>,
) -> impl IntoView {
    view! { <Timeline>{events.into_iter().map(|event| view! { <EventEntry event /> }).collect_view()}</Timeline> }
}

fn happened(at: Instant, past: Past) -> AnyView {
    match past {
        Past::Event(event) => view! { <EventEntry event /> }.into_any(),
        Past::FirstUse => view! {
            <TimelineEntry icon=Glyph::Activity title=t!("First used", "Primeiro uso") at shape=Shape::UtcDay tone=Tone::Ok />
        }
        .into_any(),
        Past::LastUse(gateway) => {
            let who = gateway.map_or_else(String::new, |gateway| tf!("at {gateway}", "em {gateway}"));
            view! { <TimelineEntry icon=Glyph::Activity title=t!("Last used", "Último uso") who at tone=Tone::Ok /> }
                .into_any()
        }
        Past::Confirmed(done, waiting) => {
            let count = u64::try_from(done).unwrap_or(u64::MAX);
            let who = tn!(count, "gateway refuses it", "gateways refuse it"; "gateway o recusa", "gateways o recusam");
            let open = waiting.join(", ");
            view! {
                <TimelineEntry icon=Glyph::ShieldCheck title=t!("Confirmed", "Confirmado") who at tone=Tone::Ok>
                    {(!open.is_empty()).then(|| view! {
                        <p class="text-xs text-warn mt-0.5">{tf!("Not confirmed yet: {open}", "Ainda sem confirmação: {open}")}</p>
                    })}
                </TimelineEntry>
            }
            .into_any()
        }
    }
}

#[component]
fn EventEntry(event: AuditEvent) -> impl IntoView {
    let Words { icon, tone, title } = words(event.action);
    let (who, at, reason) = (who(&event), event.at, event.reason.clone());
    view! {
        <TimelineEntry icon title who at tone>
            {reason.map(|reason| view! { <p class="text-sm text-muted mt-0.5">"“" {reason} "”"</p> })}
            <Facts event />
        </TimelineEntry>
    }
}

#[component]
fn NowEntry(now: Now) -> impl IntoView {
    let (who, tone) = match now {
        Now::Token(TokenState::Suspended) => (
            t!(
                "suspended, every gateway refuses it",
                "suspenso, todos os gateways o recusam"
            ),
            Tone::Warn,
        ),
        Now::Token(TokenState::Pending) => (t!("its start lies ahead", "ainda não começou"), Tone::Plain),
        Now::Token(_) => (t!("gateways let it through", "os gateways o aceitam"), Tone::Ok),
        Now::Request(RequestStage::AwaitingPartner) => (
            t!(
                "the partner has to confirm the address",
                "o parceiro precisa confirmar o endereço"
            ),
            Tone::Plain,
        ),
        Now::Request(RequestStage::AwaitingDecision) => (
            t!("an admin has to decide", "um administrador precisa decidir"),
            Tone::Warn,
        ),
        Now::Request(_) => (
            t!("support has to issue the token", "o suporte precisa emitir o token"),
            Tone::Plain,
        ),
    };
    view! { <TimelineEntry icon=Glyph::CircleDot title=t!("Now", "Agora") who tone place=Place::Now /> }
}

#[component]
fn AheadEntry(at: Option<Instant>, ahead: Ahead) -> impl IntoView {
    let (icon, title, who) = match ahead {
        Ahead::Confirm => (Glyph::BadgeCheck, t!("Partner confirms", "Parceiro confirma"), ""),
        Ahead::Decide => (Glyph::Check, t!("Admin decides", "Admin decide"), ""),
        Ahead::Issue => (Glyph::KeyRound, t!("Support issues", "Suporte emite"), ""),
        Ahead::Open => (
            Glyph::MailOpen,
            t!("Partner opens the link", "Parceiro abre o link"),
            if at.is_some() { t!("until", "até") } else { "" },
        ),
        Ahead::Start => (Glyph::Clock, t!("Starts", "Começa"), ""),
        Ahead::FirstUse => (Glyph::Activity, t!("First use", "Primeiro uso"), ""),
        Ahead::End => (Glyph::CalendarX, t!("Ends", "Termina"), ""),
    };
    view! { <TimelineEntry icon title who at place=Place::Later /> }
}
