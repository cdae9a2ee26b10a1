//! Who has the most tokens.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::PartnerTokens;

use super::{links, use_open};
use crate::ui::chart::{BarRow, BarRows, ChartCard, Series, Sheet, Tip};
use crate::ui::number::{count, percent};
use crate::{t, tf, tn};

/// Partners with the most working tokens.
#[component]
pub fn Partners(
    /// The one with the most first.
    partners: Vec<PartnerTokens>,
    /// Working tokens of all partners.
    all: u32,
) -> impl IntoView {
    let finding = finding(&partners, all);
    let label = tf!(
        "Partners by active tokens. {finding}",
        "Parceiros por tokens ativos. {finding}"
    );
    let sheet = Sheet {
        columns: vec![t!("Partner", "Parceiro"), t!("Active tokens", "Tokens ativos")],
        rows: partners
            .iter()
            .map(|partner| vec![partner.name.clone(), count(partner.active_tokens.into())])
            .collect(),
    };
    let rows: Vec<BarRow> = partners.iter().map(row).collect();
    let hrefs = partners.iter().map(|of| links::of_partner(of.partner)).collect();
    let open = use_open(hrefs);
    let foot =
        || view! { <A href="/partners" attr:class="link-t text-muted">{t!("All partners", "Todos os parceiros")}</A> };
    view! {
        <ChartCard title=t!("Top partners", "Principais parceiros") finding sheet foot>
            <BarRows label=label.clone() series=vec![Series { name: "", fill: "f1" }] rows=rows.clone() open />
        </ChartCard>
    }
}

fn row(partner: &PartnerTokens) -> BarRow {
    BarRow {
        name: partner.name.clone(),
        parts: vec![partner.active_tokens.into()],
        value: count(partner.active_tokens.into()),
        aside: String::new(),
        tip: Tip {
            title: partner.name.clone(),
            detail: tn!(partner.active_tokens.into(), "active token", "active tokens"; "token ativo", "tokens ativos"),
        },
    }
}

fn finding(partners: &[PartnerTokens], all: u32) -> String {
    let Some(first) = partners.first() else {
        return t!("No partner has an active token.", "Nenhum parceiro tem um token ativo.").to_owned();
    };
    let (name, share) = (&first.name, percent(first.active_tokens.into(), all.into()));
    tf!(
        "{name} has {share}% of the active tokens.",
        "{name} tem {share}% dos tokens ativos."
    )
}
