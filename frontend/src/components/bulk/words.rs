//! What is said about any act on many rows.

use super::plan::Plan;
use crate::{tf, tn};

fn many(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// `2 customers`.
pub fn customers(number: usize) -> String {
    tn!(many(number), "customer", "customers"; "cliente", "clientes")
}

/// `3 selected`.
pub fn selected(number: usize) -> String {
    tn!(many(number), "selected", "selected"; "selecionado", "selecionados")
}

/// The question.
pub fn question(plan: &Plan) -> String {
    let act = plan.act.confirm(plan.count());
    let place = plan
        .only_tenant()
        .map_or_else(|| customers(plan.groups.len()), |card| card.name.clone());
    tf!("{act} in {place}?", "{act} em {place}?")
}
