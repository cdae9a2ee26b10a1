//! What the groups of the sheet have in common.

use leptos::prelude::*;
use tessera_shared::instant::{Instant, Span};

use crate::t;
use crate::ui::{Badge, Glyph, Shape, Time, Tone, moment};

/// Days without use after which something is called idle.
const IDLE_DAYS: i64 = 90;

/// A date, or that there was none.
pub fn date_or_never(at: Option<Instant>) -> AnyView {
    match at {
        Some(at) => view! { <Time at shape=Shape::Date /> }.into_any(),
        None => t!("never", "nunca").into_any(),
    }
}

/// How old a secret is.
pub fn age(since: Instant) -> AnyView {
    view! { <Time at=since shape=Shape::Age /> }.into_any()
}

/// Whether something that works since `since` and was last used then is idle.
pub fn is_idle(since: Instant, used: Option<Instant>, now: Instant) -> bool {
    used.unwrap_or(since) + Span::days(IDLE_DAYS) < now
}

/// The mark of what nobody used for long.
pub fn idle_mark(since: Instant, used: Option<Instant>) -> AnyView {
    is_idle(since, used, moment::now())
        .then(|| view! { " " <Badge tone=Tone::Warn icon=Glyph::Clock text=t!("Idle", "Ocioso") /> })
        .into_any()
}

/// Lines for whoever has read it.
#[component]
pub fn Signatures() -> impl IntoView {
    let line = || {
        view! {
            <p class="flex flex-wrap items-end gap-x-3 gap-y-6 text-sm">
                <span>{t!("Reviewed by", "Revisado por")}</span>
                <span class="flex-1 min-w-40 border-b border-line-strong h-6"></span>
                <span>{t!("on", "em")}</span>
                <span class="w-36 border-b border-line-strong h-6"></span>
            </p>
        }
    };
    view! {
        <section class="paper card-t p-5 grid gap-6" aria-labelledby="signed">
            <h2 id="signed" class="text-sm">{t!("Signed off", "Assinaturas")}</h2>
            {line()} {line()}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_is_what_nobody_used_for_long() {
        let now = Instant::from_millis(10_000_000_000_000);
        let (old, young) = (now - Span::days(91), now - Span::days(89));
        assert!(is_idle(old, None, now));
        assert!(is_idle(old, Some(old), now));
        assert!(!is_idle(old, Some(young), now));
        assert!(!is_idle(young, None, now));
    }
}
