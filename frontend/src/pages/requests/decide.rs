//! The parts of a decision: which scopes, how long, what to tell the partner.

use leptos::prelude::*;
use tessera_shared::dto::requests::{RequestedScope, ScopeRef};

use super::form_state::DecisionDraft;
use super::local_time::{from_field, to_field};
use super::scope_rows::ScopeLabel;
use crate::forms::fields::AreaField;
use crate::ui::{Answer, Seg, moment};
use crate::{t, tf};

/// `2 of 3 scopes`.
pub fn granted_of(granted: usize, asked: usize) -> String {
    tf!("{granted} of {asked} scopes", "{granted} de {asked} escopos")
}

/// A box to clear for every scope asked for.
#[component]
pub fn ScopeChoice(
    /// What is asked for.
    scopes: Vec<RequestedScope>,
    /// The decision so far.
    draft: RwSignal<DecisionDraft>,
) -> impl IntoView {
    let count = move || draft.with(|draft| granted_of(draft.granted_count(), draft.asked_count()));
    let many = scopes
        .iter()
        .any(|row| scopes.first().is_some_and(|first| first.api.id != row.api.id));
    let rows = scopes
        .into_iter()
        .map(|row| {
            let scope = ScopeRef {
                api: row.api.id,
                scope: row.scope.clone(),
            };
            let (ticked, struck) = (scope.clone(), scope.clone());
            let removed = Signal::derive(move || !draft.with(|draft| draft.grants(&struck)));
            let api = many.then(|| format!("{} {}", row.api.name, row.api.version));
            view! {
                <label>
                    <input
                        type="checkbox" class="checkbox mt-0.5"
                        prop:checked=move || draft.with(|draft| draft.grants(&ticked))
                        on:change:target=move |event| {
                            let on = event.target().checked();
                            draft.update(|draft| draft.set_scope(scope.clone(), on));
                        }
                    />
                    <ScopeLabel name=row.scope description=row.description writes=row.writes removed />
                    {api.map(|api| view! { <span class="text-xs text-faint whitespace-nowrap">{api}</span> })}
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="flex items-baseline mb-2">
            <h2 class="text-sm" id="scopes-title">{t!("What they may do", "O que poderá fazer")}</h2>
            <span class="ml-auto text-xs text-muted num" role="status">{count}</span>
        </div>
        <div class="opt-list" role="group" aria-labelledby="scopes-title">{rows}</div>
        <p class="hint">{t!("Clear a box to grant less than asked. The partner sees what you removed.", "Desmarque uma caixa para conceder menos do que foi pedido. O parceiro vê o que você retirou.")}</p>
    }
}

/// Usual lengths within the policy, and the one asked for.
fn lengths(asked: u32, max: u32) -> Vec<Answer<Option<u32>>> {
    let asked = asked.min(max);
    let mut days: Vec<u32> = [30, 90, 365]
        .into_iter()
        .filter(|days| *days <= max && *days != asked)
        .collect();
    days.push(asked);
    days.sort_unstable();
    let label = |days: u32| match days {
        _ if days == asked => tf!("{days} d, as asked", "{days} d, como pedido"),
        365 => t!("1 y", "1 ano").to_owned(),
        _ => format!("{days} d"),
    };
    days.into_iter()
        .map(|days| Answer::new(Some(days), label(days)))
        .collect()
}

/// Length, start and end.
#[component]
pub fn HowLong(
    /// The decision so far.
    draft: RwSignal<DecisionDraft>,
    /// Days asked for.
    asked: u32,
    /// Days the policy allows.
    max: u32,
) -> impl IntoView {
    let days = Signal::derive(move || draft.with(|draft| draft.days));
    let choose = move |days: Option<u32>| draft.update(|draft| draft.set_days(days.unwrap_or(max), moment::now()));
    let start = move || draft.with(|draft| draft.starts_at.map(to_field).unwrap_or_default());
    let end = move || draft.with(|draft| draft.ends_at.map(to_field).unwrap_or_default());
    let zone = moment::zone();
    let hint = tf!(
        "Without a start it works from issue on. The policy allows up to {max} days. Times are in {zone}.",
        "Sem um início, vale a partir da emissão. A política permite até {max} dias. Os horários estão em {zone}."
    );
    view! {
        <h2 class="text-sm mb-2">{t!("How long", "Por quanto tempo")}</h2>
        <div class="mb-3">
            <Seg
                label=t!("Lifetime", "Validade") answers=Signal::stored(lengths(asked, max)) value=days
                on_change=choose
            />
        </div>
        <div class="grid sm:grid-cols-2 gap-3 max-w-md">
            <div>
                <label class="lab" for="starts">{t!("Starts", "Começa")}</label>
                <input
                    id="starts" type="datetime-local" class="input w-full num" aria-describedby="lifetime-hint" prop:value=start
                    on:change:target=move |event| {
                        let at = from_field(&event.target().value());
                        draft.update(|draft| draft.set_start(at, moment::now()));
                    }
                />
            </div>
            <div>
                <label class="lab" for="ends">{t!("Ends", "Termina")}</label>
                <input
                    id="ends" type="datetime-local" class="input w-full num" aria-describedby="lifetime-hint" prop:value=end
                    on:change:target=move |event| {
                        let at = from_field(&event.target().value());
                        draft.update(|draft| draft.set_end(at));
                    }
                />
            </div>
        </div>
        <p class="hint" id="lifetime-hint">
            {hint}
        </p>
    }
}

/// Networks the token may be used from.
#[component]
pub fn FromWhere(
    /// The decision so far.
    draft: RwSignal<DecisionDraft>,
) -> impl IntoView {
    let errors = RwSignal::new(Vec::new());
    Effect::new(move |_| errors.set(draft.with(DecisionDraft::network_errors)));
    view! {
        <AreaField
            id="networks" label=t!("Only from these networks (optional)", "Somente destas redes (opcional)") pointer="/allowed_networks" errors
            value=Signal::derive(move || draft.with(|draft| draft.networks.clone()))
            on_input=move |text| draft.update(|draft| draft.networks = text)
            hint=t!("One a line, such as 192.0.2.0/24. Empty: it works from anywhere. Gateways must tell from where a call comes.", "Uma por linha, como 192.0.2.0/24. Vazio: funciona de qualquer lugar. Os gateways precisam informar de onde vem a chamada.")
        />
    }
}

/// A word to the partner.
#[component]
pub fn NoteField(
    /// The decision so far.
    draft: RwSignal<DecisionDraft>,
) -> impl IntoView {
    view! {
        <label class="lab" for="note">{t!("Note to the partner ", "Recado ao parceiro ")} <span class="text-faint font-normal">{t!("(needed to deny)", "(necessário para negar)")}</span></label>
        <textarea
            id="note" class="textarea w-full min-h-18 text-sm" rows="2" maxlength="1000"
            prop:value=move || draft.with(|draft| draft.note.clone())
            on:input:target=move |event| draft.update(|draft| draft.note = event.target().value())
        />
    }
}

#[cfg(test)]
mod tests {
    use super::lengths;

    #[test]
    fn lengths_stay_within_the_policy() {
        let days = |asked, max| {
            lengths(asked, max)
                .into_iter()
                .filter_map(|answer| answer.value)
                .collect::<Vec<_>>()
        };
        assert_eq!(days(181, 365), [30, 90, 181, 365]);
        assert_eq!(days(90, 90), [30, 90]);
        assert_eq!(days(400, 60), [30, 60]);
    }
}
