//! The rows of the palette: what was found, and what can be done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::finding::{Find, FindBy, Found};
use tessera_shared::dto::views::{SavedView, ViewedList};
use tessera_shared::validate::MAX_NAME;

use super::commands::{self, Command};
use super::model::Choice;
use super::secret;
use crate::api::{self, ApiError};
use crate::state::overlays::Overlays;
use crate::state::tenant;
use crate::ui::options;
use crate::{t, tf, tn};

/// Most commands beside things that were found.
const FEW: usize = 6;

/// What became of a secret that was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its hash is looked for.
    Hashed,
    /// It is no whole secret of a partner's token.
    NotWhole,
    /// The browser cannot hash here.
    NoCrypto,
}

/// A part of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its heading.
    pub name: String,
    /// What is said at its right.
    pub side: &'static str,
    /// Number of its first row.
    pub first: usize,
    /// Its rows.
    pub rows: Vec<Choice>,
}

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    by: FindBy,
    text: String,
}

/// What it finds.
type Answer = (Wanted, Result<Vec<Found>, ApiError>);

/// The list.
#[derive(Clone, Copy)]
pub struct List {
    /// What is typed.
    pub text: RwSignal<String>,
    /// The row that Enter takes.
    pub at: RwSignal<usize>,
    /// Its parts.
    pub groups: Memo<Vec<Group>>,
    /// What became of a pasted secret.
    pub fate: RwSignal<Option<Fate>>,
    print: RwSignal<Option<String>>,
    wanted: Memo<Wanted>,
    found: RwSignal<Option<Answer>>,
}

/// A list that follows the palette's field.
pub fn use_list(overlays: Overlays) -> List {
    let Overlays { text, row, .. } = overlays;
    let (fate, print) = (RwSignal::new(None), RwSignal::new(None));
    follow_secrets(text, fate, print);
    let wanted = Memo::new(move |_| match (fate.get(), print.get()) {
        (None, _) => Wanted {
            by: FindBy::Text,
            text: words(&text.get()),
        },
        (Some(_), print) => Wanted {
            by: FindBy::Print,
            text: print.unwrap_or_default(),
        },
    });
    let found = RwSignal::new(None);
    let answer = LocalResource::new(move || ask(wanted.get()));
    let at = RwSignal::new(0);
    Effect::new(move || {
        if let Some(answer) = answer.get() {
            found.set(Some(answer));
        }
    });
    let views = LocalResource::new(saved_views);
    let groups = Memo::new(move |_| {
        let wanted = wanted.get();
        let things = found.with(|found| match found {
            // What was found before stays until the next answer is there: nothing flickers while typing.
            Some((of, Ok(things))) if of.by == wanted.by && !wanted.text.is_empty() => things.clone(),
            _ => Vec::new(),
        });
        match wanted.by {
            FindBy::Print => owner(things),
            FindBy::Text => parts(things, views.get().unwrap_or_default(), &wanted.text),
        }
    });
    Effect::new(move || {
        wanted.track();
        at.set(0);
    });
    Effect::new(move || {
        let any = groups.with(|groups| !groups.is_empty());
        let at = at.get();
        row.set(any.then(|| option_id(at)));
    });
    on_cleanup(move || drop(row.try_set(None)));
    List {
        text,
        at,
        groups,
        fate,
        print,
        wanted,
        found,
    }
}

/// As much of the text as is looked for. A secret never is: the field may hold it for a moment, until it is hashed.
fn words(text: &str) -> String {
    if secret::in_text(text).is_some() {
        return String::new();
    }
    text.trim().chars().take(MAX_NAME).collect()
}

/// Takes a secret out of the field as soon as it is there; what is sent is its hash.
fn follow_secrets(text: RwSignal<String>, fate: RwSignal<Option<Fate>>, print: RwSignal<Option<String>>) {
    let shown = StoredValue::new(String::new());
    Effect::new(move || {
        let typed = text.get();
        let Some(found) = secret::in_text(&typed).map(str::to_owned) else {
            if shown.with_value(|shown| *shown != typed) {
                fate.set(None);
                print.set(None);
            }
            return;
        };
        let mask = secret::masked(&found);
        shown.set_value(mask.clone());
        print.set(None);
        text.set(mask);
        if !secret::is_whole(&found) {
            fate.set(Some(Fate::NotWhole));
            return;
        }
        fate.set(Some(Fate::Hashed));
        spawn_local(async move {
            match secret::print(found).await {
                Some(hash) => drop(print.try_set(Some(hash))),
                None => drop(fate.try_set(Some(Fate::NoCrypto))),
            }
        });
    });
}

async fn ask(wanted: Wanted) -> Answer {
    if wanted.text.is_empty() {
        return (wanted, Ok(Vec::new()));
    }
    let body = Find {
        by: wanted.by,
        text: wanted.text.clone(),
        tenant: tenant::active_id(),
    };
    let answer = api::finding::find(&body).await;
    (wanted, answer)
}

/// The saved views that show here. Without them the palette finds everything else all the same.
async fn saved_views() -> Vec<SavedView> {
    match tenant::active_id() {
        Some(here) => api::views::list(None, here).await.unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The name of a view with that of its list.
pub fn view_name(view: &SavedView) -> String {
    let list = match view.list {
        ViewedList::Tokens => "Tokens",
        ViewedList::Requests => t!("Requests", "Pedidos"),
        ViewedList::Audit => t!("Audit", "Auditoria"),
    };
    format!("{list} · {}", view.name)
}

/// Things where one is, what can be done, saved views, then things of other customers.
fn parts(things: Vec<Found>, views: Vec<SavedView>, text: &str) -> Vec<Group> {
    let named = |view: &SavedView| !text.is_empty() && commands::fits(&view_name(view), text);
    let views: Vec<SavedView> = views.into_iter().filter(named).take(FEW).collect();
    let here = tenant::active();
    let id = here.as_ref().map(|card| card.id);
    let (own, other): (Vec<_>, Vec<_>) = things.into_iter().partition(|found| Some(found.tenant.id) == id);
    let few = if own.is_empty() && other.is_empty() && views.is_empty() {
        usize::MAX
    } else {
        FEW
    };
    let fitting = commands::all()
        .into_iter()
        .filter(|command| commands::fits(command.name, text));
    let commands: Vec<Command> = fitting.take(few).collect();
    let name = here.map(|card| card.name).unwrap_or_default();
    let (others, side) = match id {
        Some(_) => (
            t!("Other customers", "Outros clientes"),
            t!("you will switch", "você vai trocar"),
        ),
        None => (
            t!("Your customers", "Seus clientes"),
            t!("you will enter", "você vai entrar"),
        ),
    };
    let open = |found: Vec<Found>| found.into_iter().map(|found| Choice::Open(Box::new(found))).collect();
    numbered([
        (tf!("In {name}", "Em {name}"), "", open(own)),
        (
            t!("Actions", "Ações").to_owned(),
            "",
            commands.into_iter().map(Choice::Do).collect(),
        ),
        (
            t!("Saved views", "Visões salvas").to_owned(),
            "",
            views.into_iter().map(|view| Choice::See(Box::new(view))).collect(),
        ),
        (others.to_owned(), side, open(other)),
    ])
}

/// Whose token it is.
fn owner(things: Vec<Found>) -> Vec<Group> {
    let elsewhere = things.iter().any(|found| Some(found.tenant.id) != tenant::active_id());
    let side = if elsewhere {
        t!("you will switch", "você vai trocar")
    } else {
        ""
    };
    let rows = things.into_iter().map(|found| Choice::Open(Box::new(found))).collect();
    numbered([(t!("Owner", "Dono").to_owned(), side, rows)])
}

fn numbered<const N: usize>(groups: [(String, &'static str, Vec<Choice>); N]) -> Vec<Group> {
    let mut first = 0;
    let number = |(name, side, rows): (String, &'static str, Vec<Choice>)| {
        let group = Group {
            name,
            side,
            first,
            rows,
        };
        first += group.rows.len();
        group
    };
    groups
        .into_iter()
        .filter(|(_, _, rows)| !rows.is_empty())
        .map(number)
        .collect()
}

/// The element of a row.
pub fn option_id(number: usize) -> String {
    format!("found-{number}")
}

impl List {
    /// What the row with this number stands for.
    pub fn choice(self, number: usize) -> Option<Choice> {
        self.groups
            .with_untracked(|groups| groups.iter().flat_map(|group| &group.rows).nth(number).cloned())
    }

    /// How many rows there are. Tracked.
    pub fn len(self) -> usize {
        self.groups
            .with(|groups| groups.iter().map(|group| group.rows.len()).sum())
    }

    /// Whether the rows answer what is typed now. Tracked.
    pub fn is_current(self) -> bool {
        let wanted = self.wanted.get();
        let hashing = self.fate.get() == Some(Fate::Hashed) && self.print.get().is_none();
        !hashing
            && self
                .found
                .with(|found| found.as_ref().is_some_and(|(of, _)| *of == wanted))
    }

    /// Whether there is nothing to see before the answer. Tracked.
    pub fn is_waiting(self) -> bool {
        !self.is_current() && self.len() == 0
    }

    /// Moves the choice and keeps it in sight.
    pub fn point(self, number: usize) {
        self.at.set(number);
        options::keep_id_in_sight(&option_id(number));
    }

    /// The one token that the text stands for: found by its secret, or alone by its hint. Tracked.
    pub fn history(self) -> Option<Found> {
        let wanted = self.wanted.get();
        self.found.with(|found| {
            let things = found.as_ref()?.1.as_ref().ok()?;
            let mut tokens = things.iter().filter(|found| {
                let hint = found.token.as_ref().map(|token| token.hint.as_str());
                wanted.by == FindBy::Print || hint.is_some_and(|hint| is_hint(hint, &wanted.text))
            });
            let one = tokens.next().filter(|_| tokens.next().is_none())?;
            Some(one.clone())
        })
    }

    /// Why there are no rows, once that is known. Tracked.
    pub fn why_empty(self) -> Option<String> {
        if !self.is_current() || self.fate.get().is_some_and(|fate| fate != Fate::Hashed) {
            return None;
        }
        let by = self.wanted.get().by;
        let why = self.found.with(|found| match &found.as_ref()?.1 {
            Err(error) => Some(error.to_string()),
            Ok(_) if by == FindBy::Print => Some(
                t!(
                    "No token of your customers has this secret. One from long ago may be found by its hint.",
                    "Nenhum token dos seus clientes tem este segredo. Um bem antigo pode ser achado pelo final."
                )
                .to_owned(),
            ),
            Ok(_) => Some(t!("Nothing found", "Nada encontrado").to_owned()),
        });
        why.filter(|_| self.len() == 0 || self.failed())
    }

    fn failed(self) -> bool {
        self.found.with(|found| matches!(found, Some((_, Err(_)))))
    }

    /// How many rows there are, for those who do not see them. Tracked.
    pub fn tally(self) -> String {
        tn!(u64::try_from(self.len()).unwrap_or_default(), "result", "results"; "resultado", "resultados")
    }
}

fn is_hint(hint: &str, text: &str) -> bool {
    hint == text || hint.replace('…', "...") == text
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME, is_hint, words};

    #[test]
    fn a_secret_is_never_looked_for_as_words() {
        let secret = format!("tsr_pt_{}", "a".repeat(46));
        for text in [
            secret.clone(),
            format!("Bearer {secret}"),
            "tsr_pt_abcde".to_owned(),
            "tsr_sa_abcdef".to_owned(),
        ] {
            assert_eq!(words(&text), "", "{text}");
        }
        assert_eq!(words(" tsr_pt_…x3Vd "), "tsr_pt_…x3Vd");
        assert_eq!(words(&"x".repeat(200)).len(), MAX_NAME);
    }

    #[test]
    fn a_hint_has_two_spellings() {
        assert!(is_hint("tsr_pt_…x3Vd", "tsr_pt_...x3Vd") && is_hint("tsr_pt_…x3Vd", "tsr_pt_…x3Vd"));
        assert!(!is_hint("tsr_pt_…x3Vd", "x3Ve"));
    }
}
