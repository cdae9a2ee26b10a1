//! How much of a span of time is used up.

use leptos::prelude::*;
use tessera_shared::instant::Instant;

use crate::ui::moment;
use crate::ui::number::age;
use crate::ui::time::use_now;
use crate::{t, tf, tn};

/// Seven days before the end the bar warns.
const WARN_SECONDS: u64 = 7 * 86_400;

/// A bar from start to end, filled up to now, with both dates below.
#[component]
pub fn LifetimeBar(
    /// It begins.
    starts_at: Instant,
    /// It ends.
    expires_at: Instant,
) -> impl IntoView {
    let now = use_now();
    let whole = moment::seconds_since(starts_at, expires_at).max(1);
    let left = Signal::derive(move || moment::seconds_since(now.get(), expires_at));
    let used = move || whole.saturating_sub(left.get());
    let class = move || {
        if left.get() < WARN_SECONDS {
            "meter meter-warn"
        } else {
            "meter"
        }
    };
    let label = move || {
        let (used, whole) = (age(used()), tn!(whole.div_ceil(86_400), "day", "days"; "dia", "dias"));
        tf!("{used} of {whole} used", "{used} de {whole} usados")
    };
    let remaining = move || match left.get() {
        0 => t!("over", "encerrado").to_owned(),
        left => {
            let left = age(left);
            tf!("{left} left", "restam {left}")
        }
    };
    view! {
        <div class="text-right text-xs text-muted num mb-2">{remaining}</div>
        <progress class=class max=whole.to_string() prop:value=move || used().to_string() aria-label=label></progress>
        <div class="flex justify-between text-xs text-faint mt-2 num">
            <span>{moment::date(starts_at)}</span> <span>{moment::date(expires_at)}</span>
        </div>
    }
}
