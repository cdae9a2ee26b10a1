//! Why checks were refused in the last day.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::gateways::RefusalCount;

use crate::pages::gateways::refusal_words;
use crate::ui::chart::{BarRow, BarRows, ChartCard, Series, Sheet, Tip};
use crate::ui::number::{count, percent};
use crate::{t, tf, tn};

/// Refusals by reason.
#[component]
pub fn Refused(
    /// The most frequent reason first.
    refusals: Vec<RefusalCount>,
    /// Whether there is one list of gateways to go to.
    #[prop(default = true)]
    linked: bool,
) -> impl IntoView {
    let sum: u64 = refusals.iter().map(|refusal| refusal.count).sum();
    let finding = finding(&refusals, sum);
    let label = tf!(
        "Refused checks by reason, 24 h. {finding}",
        "Verificações recusadas por motivo, 24 h. {finding}"
    );
    let sheet = Sheet {
        columns: vec![t!("Reason", "Motivo"), t!("Checks", "Verificações")],
        rows: refusals
            .iter()
            .map(|refusal| vec![refusal_words(refusal.reason).0.to_owned(), count(refusal.count)])
            .collect(),
    };
    let rows: Vec<BarRow> = refusals.iter().map(|refusal| row(*refusal, sum)).collect();
    let foot = move || {
        linked
            .then(|| view! { <A href="/gateways" attr:class="link-t text-muted">{t!("By gateway", "Por gateway")}</A> })
    };
    view! {
        <ChartCard title=t!("Why refused", "Por que recusadas") finding sheet foot>
            <BarRows label=label.clone() series=vec![Series { name: "", fill: "fb" }] rows=rows.clone() />
        </ChartCard>
    }
}

fn row(refusal: RefusalCount, sum: u64) -> BarRow {
    let (name, hint) = refusal_words(refusal.reason);
    let checks = tn!(refusal.count, "check", "checks"; "verificação", "verificações");
    BarRow {
        name: name.to_owned(),
        parts: vec![refusal.count],
        value: count(refusal.count),
        aside: format!("{}%", percent(refusal.count, sum)),
        tip: Tip {
            title: format!("{name}, {checks}"),
            detail: hint.to_owned(),
        },
    }
}

fn finding(refusals: &[RefusalCount], sum: u64) -> String {
    let Some(first) = refusals.first() else {
        return t!("Nothing was refused in 24 h.", "Nada foi recusado em 24 h.").to_owned();
    };
    let (reason, share) = (refusal_words(first.reason).0, percent(first.count, sum));
    let all = tn!(sum, "refused check", "refused checks"; "verificação recusada", "verificações recusadas");
    tf!(
        "{all} in 24 h, most often: {reason} ({share}%).",
        "{all} em 24 h, com mais frequência: {reason} ({share}%)."
    )
}
