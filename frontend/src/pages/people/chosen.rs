//! The customers that are chosen, as text: what can be pasted is what can be ticked.

use crate::{t, tn};
use tessera_shared::dto::placing::{PlaceOutcome, Placed};

/// The short names in a text, each once, in their order.
pub fn slugs(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    let mut found: Vec<String> = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// The text with one short name more, or without it.
pub fn toggled(text: &str, slug: &str) -> String {
    let mut all = slugs(text);
    if all.iter().any(|known| known == slug) {
        all.retain(|known| known != slug);
    } else {
        all.push(slug.to_owned());
    }
    all.join("\n")
}

/// How many would change.
pub fn changing(results: &[Placed]) -> usize {
    let changes = |placed: &&Placed| matches!(placed.outcome, PlaceOutcome::Added | PlaceOutcome::Changed);
    results.iter().filter(changes).count()
}

/// `40 customers`.
pub fn customers(number: usize) -> String {
    tn!(u64::try_from(number).unwrap_or(0), "customer", "customers"; "cliente", "clientes")
}

/// What an outcome is called.
pub fn outcome_words(outcome: PlaceOutcome) -> &'static str {
    match outcome {
        PlaceOutcome::Added => t!("Added", "Adicionado"),
        PlaceOutcome::Changed => t!("Role changes", "Papel muda"),
        PlaceOutcome::Unchanged => t!("There already", "Já está lá"),
        PlaceOutcome::Kept => t!("Keeps another role", "Mantém outro papel"),
        PlaceOutcome::Suspended => t!("Suspended", "Suspenso"),
        PlaceOutcome::Unknown => t!("Not found", "Não encontrado"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_taken_as_people_write_them() {
        assert_eq!(
            slugs("halden-rail, northquay;\n  Halden-Rail\tosprey-lines"),
            ["halden-rail", "northquay", "osprey-lines"]
        );
        assert!(slugs(" ,\n").is_empty());
    }

    #[test]
    fn a_tick_comes_and_goes() {
        let one = toggled("", "northquay");
        assert_eq!(one, "northquay");
        assert_eq!(toggled(&toggled(&one, "osprey"), "northquay"), "osprey");
    }
}
