//! What happened to one thing, as a timeline.

use leptos::prelude::*;
use tessera_shared::dto::audit::AuditEvent;

use super::audit_words::{Words, facts, who, words};
use crate::ui::{Timeline, TimelineEntry};

/// Audit events as a timeline, oldest first; `children` are further entries, such as "Now" and the
/// end that lies ahead.
#[component]
pub fn AuditTimeline(
    /// The events, oldest first.
    events: Vec<AuditEvent>,
    /// Entries after the last event.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let entry = |event: AuditEvent| {
        let Words { icon, tone, title } = words(event.action);
        let (who, at, facts) = (who(&event), event.at, facts(&event));
        let fact = |(name, value): (String, String)| view! { <span class="break-words">{name} ": " {value}</span> };
        view! {
            <TimelineEntry icon title who at tone>
                {event.reason.map(|reason| view! { <p class="text-sm text-muted mt-0.5">"“" {reason} "”"</p> })}
                {(!facts.is_empty()).then(|| view! {
                    <p class="text-xs text-faint mt-0.5 flex flex-wrap gap-x-3">{facts.into_iter().map(fact).collect_view()}</p>
                })}
            </TimelineEntry>
        }
    };
    view! {
        <Timeline>
            {events.into_iter().map(entry).collect_view()}
            {children.map(|children| children())}
        </Timeline>
    }
}
