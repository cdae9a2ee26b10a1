//! What the groups of the sheet have in common.

use leptos::prelude::*;
use tessera_shared::instant::{Instant, Span};

use crate::ui::number::count;
use crate::ui::{Badge, Column, Glyph, Shape, Table, Time, Tone, moment};
use crate::{t, tf};

/// Days without use after which something is called idle.
const IDLE_DAYS: i64 = 90;

/// One group: a heading with its number, and a table whose head stands on every page of paper.
pub fn group(
    id: &'static str,
    title: &'static str,
    columns: Vec<Column>,
    rows: Option<Vec<AnyView>>,
    note: Option<String>,
) -> AnyView {
    let number = rows.as_ref().map(|rows| count(u64::try_from(rows.len()).unwrap_or(0)));
    let body = match rows {
        Some(rows) if rows.is_empty() => view! {
            <p class="px-4 py-3 text-sm text-muted">{t!("There is nothing here.", "Não há nada aqui.")}</p>
        }
        .into_any(),
        Some(rows) => view! {
            <div class="overflow-x-auto print:overflow-visible" tabindex="0" role="region" aria-label=tf!("Table: {title}", "Tabela: {title}")>
                <Table caption=title columns>{rows}</Table>
            </div>
        }
        .into_any(),
        None => view! {
            <p class="px-4 py-3 text-sm text-muted">{t!("Your role may not see this here.", "Seu papel não pode ver isto aqui.")}</p>
        }
        .into_any(),
    };
    view! {
        <section class="paper card-t overflow-hidden print:overflow-visible" aria-labelledby=id>
            <div class="card-h border-b border-line">
                <h2 id=id class="text-sm">{title}</h2>
                <span class="text-xs text-faint num">{number}</span>
            </div>
            {body}
            {note.map(|note| view! { <p class="px-4 py-3 text-sm text-muted border-t border-line">{note}</p> })}
        </section>
    }
    .into_any()
}

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
