//! What has to be done by hand before an act that hits hard goes out to many rows; `mod.rs` says why.

use leptos::prelude::*;
use tessera_shared::ids::TenantId;

use super::plan::Plan;
use crate::ui::Field;
use crate::{t, tf};

/// What the reader has shown to have seen.
#[derive(Clone, Copy)]
pub struct Guard {
    typed: RwSignal<String>,
    ticked: RwSignal<Vec<TenantId>>,
    asks: Asks,
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Nothing,
    ShortName,
    EveryCustomer,
}

/// The guard of a plan.
pub fn use_guard(plan: &Plan) -> Guard {
    let asks = match (plan.act.guarded(), plan.count(), plan.groups.len()) {
        (true, 2.., 1) => Asks::ShortName,
        (true, 2.., _) => Asks::EveryCustomer,
        _ => Asks::Nothing,
    };
    Guard {
        typed: RwSignal::new(String::new()),
        ticked: RwSignal::new(Vec::new()),
        asks,
    }
}

impl Guard {
    /// Whether every customer's line carries a box to tick.
    pub fn ticks(self) -> bool {
        self.asks == Asks::EveryCustomer
    }

    /// Whether this customer was ticked. Tracked.
    pub fn has_ticked(self, tenant: TenantId) -> bool {
        self.ticked.with(|ticked| ticked.contains(&tenant))
    }

    /// Ticks a customer or takes the tick away.
    pub fn tick(self, tenant: TenantId, on: bool) {
        self.ticked.update(|ticked| {
            ticked.retain(|known| *known != tenant);
            if on {
                ticked.push(tenant);
            }
        });
    }

    /// What is still missing. Tracked.
    pub fn missing(self, plan: &Plan) -> Option<String> {
        let slug = plan.only_tenant().map(|card| card.slug.as_str()).unwrap_or_default();
        match self.asks {
            Asks::Nothing => None,
            Asks::ShortName if self.typed.with(|typed| typed.trim() == slug) => None,
            Asks::ShortName => Some(tf!("Type {slug} first.", "Digite {slug} primeiro.")),
            Asks::EveryCustomer => {
                let left = plan.groups.iter().find(|group| !self.has_ticked(group.tenant.id))?;
                let name = &left.tenant.name;
                Some(tf!("Tick {name} first.", "Marque {name} primeiro."))
            }
        }
    }
}

/// The field for the short name, where one is asked for.
#[component]
pub fn ShortNameField(
    /// What the reader has shown.
    guard: Guard,
    /// The customer's short name.
    slug: String,
) -> impl IntoView {
    let label = tf!("Type {slug} to confirm", "Digite {slug} para confirmar");
    let hint = t!("The short name of the customer.", "O nome curto do cliente.");
    (guard.asks == Asks::ShortName).then(|| {
        view! {
            <div class="px-5 pt-4">
                <Field id="short-name" label hint>
                    <input
                        id="short-name" class="input w-full mono" autocomplete="off" spellcheck="false" autocapitalize="none"
                        aria-describedby="short-name-note"
                        prop:value=move || guard.typed.get()
                        on:input:target=move |event| guard.typed.set(event.target().value())
                    />
                </Field>
            </div>
        }
    })
}
