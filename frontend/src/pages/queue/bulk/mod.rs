//! Acts on many rows of the queue, perhaps of many customers: what they are for, what goes out, and what is said.

pub mod plan;
mod send;
mod words;

use leptos::prelude::*;
use tessera_shared::dto::queue::QueueItem;

use self::plan::BulkAct;
use super::acts::Acts;
use crate::components::bulk::{self, ActRef, Plan};

/// The acts, in the order of the bar.
static ACTS: [ActRef; 4] = [&BulkAct::Approve, &BulkAct::Issue, &BulkAct::Resend, &BulkAct::Deny];

/// What `act` would do to these rows.
pub fn plan_of(act: BulkAct, rows: Vec<QueueItem>) -> Plan {
    let of = |row: QueueItem| {
        let why = act.leaves_out(&row).map(|why| words::left_out(act, &row, why));
        (send::item(act, row), why)
    };
    Plan::of(act.as_act(), rows.into_iter().map(of))
}

/// What can be done to the chosen rows.
#[component]
pub fn BulkBar(
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let items = Memo::new(move |_| acts.chosen_items());
    let count = Memo::new(move |_| items.with(Vec::len));
    let customers = Memo::new(move |_| {
        let mut ids: Vec<_> = items.with(|items| items.iter().map(|item| item.tenant.id).collect());
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    });
    let offers = Memo::new(move |_| {
        let of = |act: &BulkAct| items.with(|items| items.iter().filter(|item| act.leaves_out(item).is_none()).count());
        BulkAct::ALL.iter().map(of).collect::<Vec<_>>()
    });
    let ask = move |index: usize| {
        if let Some(act) = BulkAct::ALL.get(index) {
            acts.ask(*act, items.get_untracked());
        }
    };
    view! { <bulk::BulkBar count customers acts=&ACTS offers on_act=ask on_clear=move |()| acts.clear_chosen() /> }
}

/// Asks about the act that was chosen, or shows the run.
#[component]
pub fn BulkDialog(
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let done = move |(_, done): (ActRef, Vec<String>)| {
        let rows = acts.keys().into_iter().filter(|row| done.contains(&row.link_id()));
        for row in rows {
            acts.take_out(row);
        }
    };
    view! { <bulk::BulkDialog bulk=acts.bulk on_done=done on_close=move |()| acts.focus_cursor() /> }
}
