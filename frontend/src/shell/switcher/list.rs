//! What the switcher lists. The broker does the searching, so five thousand customers are like five.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::ids::TenantId;

use crate::api::{self, ApiError};
use crate::state::{session, tenant};
use crate::ui::number::count;
use crate::{t, tf, tn};

/// Most rows of a search.
const SHOWN: u32 = 20;

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the text finds.
    Matches,
    /// Marked by the reader.
    Favourites,
    /// Entered lately.
    Recent,
    /// By name.
    All,
}

impl Part {
    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Matches => t!("Matches", "Resultados"),
            Self::Favourites => t!("Favourites", "Favoritos"),
            Self::Recent => t!("Recent", "Recentes"),
            Self::All => t!("All", "Todos"),
        }
    }
}

/// The rows of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which.
    pub part: Part,
    /// Number of its first row in the whole list.
    pub first: usize,
    /// Its rows.
    pub rows: Vec<TenantCard>,
}

/// An answer, and the text it answers.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    text: String,
    cards: Result<Vec<TenantCard>, ApiError>,
    more: bool,
}

/// The list of the switcher.
#[derive(Clone, Copy)]
pub struct List {
    /// What is typed.
    pub text: RwSignal<String>,
    /// The row that Enter takes.
    pub at: RwSignal<usize>,
    /// Its parts.
    pub groups: Memo<Vec<Group>>,
    found: RwSignal<Option<Found>>,
}

/// A list that follows what is typed.
pub fn use_list() -> List {
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Found>);
    let answer = LocalResource::new(move || search(text.get()));
    // What was found before stays until the next answer is there: nothing flickers while typing.
    let at = RwSignal::new(0);
    Effect::new(move || {
        if let Some(answer) = answer.get() {
            found.set(Some(answer));
            at.set(0);
        }
    });
    let known = LocalResource::new(move || {
        let ids = known_ids();
        async move { api::tenants::by_ids(&ids).await.unwrap_or_default() }
    });
    let cards = RwSignal::new(None::<Vec<TenantCard>>);
    Effect::new(move || {
        if let Some(answer) = known.get() {
            cards.set(Some(answer));
        }
    });
    let groups = Memo::new(move |_| {
        let found = found.get().filter(|found| found.cards.is_ok());
        let (Some(found), Some(known)) = (found, cards.get()) else {
            return Vec::new();
        };
        let rows = found.cards.unwrap_or_default();
        if found.text.trim().is_empty() {
            at_rest(&known, &tenant::favourites(), &tenant::recent(), rows)
        } else {
            numbered([(Part::Matches, rows)])
        }
    });
    List {
        text,
        at,
        groups,
        found,
    }
}

async fn search(text: String) -> Found {
    let (cards, more) = match api::tenants::search(&text, SHOWN).await {
        Ok(page) => (Ok(page.items), page.next.is_some()),
        Err(error) => (Err(error), false),
    };
    Found { text, cards, more }
}

fn known_ids() -> Vec<TenantId> {
    let mut ids = tenant::favourites();
    ids.extend(tenant::recent());
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl List {
    /// The row with this number.
    pub fn row(self, number: usize) -> Option<TenantCard> {
        self.groups
            .with_untracked(|groups| groups.iter().flat_map(|group| &group.rows).nth(number).cloned())
    }

    /// The favourite with this number, from 1.
    pub fn favourite(self, number: usize) -> Option<TenantCard> {
        self.groups.with_untracked(|groups| {
            let favourites = groups.iter().find(|group| group.part == Part::Favourites)?;
            favourites.rows.get(number.checked_sub(1)?).cloned()
        })
    }

    /// How many rows there are. Tracked.
    pub fn len(self) -> usize {
        self.groups
            .with(|groups| groups.iter().map(|group| group.rows.len()).sum())
    }

    /// Whether the rows answer what is typed now. Tracked.
    pub fn is_current(self) -> bool {
        let text = self.text.get();
        self.found
            .with(|found| found.as_ref().is_some_and(|found| found.text == text))
    }

    /// Why there are no rows, once that is known. Tracked.
    pub fn why_empty(self) -> Option<String> {
        let why = self.found.with(|found| match &found.as_ref()?.cards {
            Ok(cards) if cards.is_empty() => Some(
                t!(
                    "No customer of yours begins like this",
                    "Nenhum cliente seu começa assim"
                )
                .to_owned(),
            ),
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        });
        why.filter(|_| self.len() == 0)
    }

    /// `3 of 5,000` while searching, else how many there are. Tracked.
    pub fn tally(self) -> String {
        let all = session::me().map_or(0, |me| u64::from(me.tenant_count));
        let matches = self.found.with(|found| {
            let found = found.as_ref().filter(|found| !found.text.trim().is_empty())?;
            let rows = u64::try_from(found.cards.as_ref().ok()?.len()).ok()?;
            Some((rows, found.more))
        });
        match matches {
            Some((rows, more)) => {
                let plus = if more { "+" } else { "" };
                {
                    let (rows, all) = (count(rows), count(all));
                    tf!("{rows}{plus} of {all}", "{rows}{plus} de {all}")
                }
            }
            None => tn!(all, "customer", "customers"; "cliente", "clientes"),
        }
    }
}

/// Favourites, then recents, then the rest by name; nobody twice.
fn at_rest(known: &[TenantCard], favourites: &[TenantId], recent: &[TenantId], rest: Vec<TenantCard>) -> Vec<Group> {
    let card = |id: &TenantId| known.iter().find(|card| card.id == *id).cloned();
    let recent = recent.iter().filter(|id| !favourites.contains(id));
    let (favourites, recent): (Vec<_>, Vec<_>) = (
        favourites.iter().filter_map(card).collect(),
        recent.filter_map(card).collect(),
    );
    let shown = |id: TenantId| favourites.iter().chain(&recent).any(|card| card.id == id);
    let rest = rest.into_iter().filter(|card| !shown(card.id)).collect();
    numbered([
        (Part::Favourites, favourites),
        (Part::Recent, recent),
        (Part::All, rest),
    ])
}

fn numbered<const N: usize>(groups: [(Part, Vec<TenantCard>); N]) -> Vec<Group> {
    let mut first = 0;
    let number = |(part, rows): (Part, Vec<TenantCard>)| {
        let group = Group { part, first, rows };
        first += group.rows.len();
        group
    };
    groups
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(number)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::permission::Role;
    use tessera_shared::words::TenantStatus;

    fn card(number: u128) -> TenantCard {
        TenantCard {
            id: TenantId::from_u128(number),
            slug: format!("tenant-{number}"),
            name: format!("Tenant {number}"),
            accent: "#0f766e".to_owned(),
            logo: None,
            status: TenantStatus::Active,
            role: Role::SupportAgent,
            waiting: 0,
        }
    }

    #[test]
    fn nobody_is_listed_twice() {
        let cards: Vec<_> = (1..=4).map(card).collect();
        let id = TenantId::from_u128;
        let groups = at_rest(&cards, &[id(2)], &[id(2), id(3)], cards.clone());
        let listed: Vec<_> = groups
            .iter()
            .map(|group| {
                (
                    group.part,
                    group.first,
                    group.rows.iter().map(|card| card.id).collect::<Vec<_>>(),
                )
            })
            .collect();
        let expected = vec![
            (Part::Favourites, 0, vec![id(2)]),
            (Part::Recent, 1, vec![id(3)]),
            (Part::All, 2, vec![id(1), id(4)]),
        ];
        assert_eq!(listed, expected);
    }

    #[test]
    fn a_customer_that_is_gone_is_left_out() {
        let id = TenantId::from_u128;
        assert_eq!(at_rest(&[], &[id(1)], &[id(2)], Vec::new()), Vec::new());
    }
}
