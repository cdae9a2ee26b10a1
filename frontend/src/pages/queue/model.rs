//! The queue's rows in order, and moving between them. Nothing here touches the screen.

use tessera_shared::dto::queue::{Queue, QueueGateway, QueueItem, QueueKind, QueueSection};
use tessera_shared::ids::{GatewayId, RequestId, TokenId};

/// Tells rows apart: the same request can wait with two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A request or a token, in a section.
    Item(QueueKind, RequestId, Option<TokenId>),
    /// A gateway.
    Gateway(GatewayId),
}

impl RowKey {
    /// Id of the row's link, which carries the focus when the cursor moves.
    pub fn link_id(self) -> String {
        match self {
            Self::Item(kind, _, Some(token)) => format!("{}-{token}", kind.as_str()),
            Self::Item(kind, request, None) => format!("{}-{request}", kind.as_str()),
            Self::Gateway(gateway) => format!("silent-{gateway}"),
        }
    }
}

/// The key of a row.
pub const fn key_of(item: &QueueItem) -> RowKey {
    RowKey::Item(item.kind, item.request, item.token)
}

/// Whose work is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What the reader's role can act on.
    Mine,
    /// Everything.
    Everyones,
}

impl Whose {
    const fn shows(self, item: &QueueItem) -> bool {
        item.mine || matches!(self, Self::Everyones)
    }

    /// How many things wait, on all pages.
    pub fn count(self, queue: &Queue) -> u32 {
        match self {
            Self::Mine => queue.mine(),
            Self::Everyones => queue.total(),
        }
    }

    /// The gateways that are shown.
    pub fn gateways(self, queue: &Queue) -> Vec<QueueGateway> {
        let shown = |row: &&QueueGateway| row.mine || matches!(self, Self::Everyones);
        queue.gateways.items.iter().filter(shown).cloned().collect()
    }

    /// The section's rows that are shown, and how many wait in all.
    pub fn rows(self, section: &QueueSection) -> (Vec<QueueItem>, u32) {
        let rows = section.items.iter().filter(|item| self.shows(item)).cloned().collect();
        let total = match self {
            Self::Mine => section.mine,
            Self::Everyones => section.total,
        };
        (rows, total)
    }

    /// The keys of all rows that are shown, from above.
    pub fn keys(self, queue: &Queue) -> Vec<RowKey> {
        let items = queue.sections.iter().flat_map(|section| &section.items);
        let gateways = self.gateways(queue).into_iter().map(|row| RowKey::Gateway(row.gateway));
        items
            .filter(|item| self.shows(item))
            .map(key_of)
            .chain(gateways)
            .collect()
    }
}

/// The row with this key.
pub fn find(queue: &Queue, key: RowKey) -> Option<&QueueItem> {
    queue
        .sections
        .iter()
        .flat_map(|section| &section.items)
        .find(|item| key_of(item) == key)
}

/// The key one below (or above) `at`; the first row when there is no cursor yet.
pub fn step(keys: &[RowKey], at: Option<RowKey>, down: bool) -> Option<RowKey> {
    let place = at.and_then(|at| keys.iter().position(|key| *key == at));
    let next = match (place, down) {
        (None, _) => 0,
        (Some(place), true) => (place + 1).min(keys.len().saturating_sub(1)),
        (Some(place), false) => place.saturating_sub(1),
    };
    keys.get(next).copied()
}

/// How many rows of `fresh` are not on the screen.
pub fn news(shown: &Queue, fresh: &Queue, whose: Whose) -> usize {
    let known = whose.keys(shown);
    whose.keys(fresh).iter().filter(|key| !known.contains(key)).count()
}

/// Takes a row out after the reader acted on it; the cursor goes to the row that takes its place.
pub fn remove(queue: &mut Queue, key: RowKey, whose: Whose) -> Option<RowKey> {
    let keys = whose.keys(queue);
    let place = keys.iter().position(|known| *known == key)?;
    for section in &mut queue.sections {
        if let Some(index) = section.items.iter().position(|item| key_of(item) == key) {
            let gone = section.items.remove(index);
            section.total = section.total.saturating_sub(1);
            section.mine = section.mine.saturating_sub(u32::from(gone.mine));
        }
    }
    let left = whose.keys(queue);
    left.get(place).or(left.last()).copied()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use tessera_shared::dto::people::TenantCard;
    use tessera_shared::dto::queue::QueueGateways;
    use tessera_shared::ids::TenantId;
    use tessera_shared::instant::Instant;
    use tessera_shared::permission::Role;
    use tessera_shared::words::{Environment, TenantStatus};

    /// A row of the customer Halden.
    pub fn item(kind: QueueKind, id: u128, mine: bool) -> QueueItem {
        QueueItem {
            kind,
            tenant: TenantCard {
                id: TenantId::from_u128(1),
                slug: "halden".to_owned(),
                name: "Halden".to_owned(),
                accent: "#0f766e".to_owned(),
                logo: None,
                status: TenantStatus::Active,
                role: Role::SupportAgent,
                waiting: 0,
            },
            request: RequestId::from_u128(id),
            token: None,
            company: "Fjord".to_owned(),
            application: "Shop".to_owned(),
            apis: Vec::new(),
            scopes: Vec::new(),
            removed: Vec::new(),
            environment: Environment::Production,
            reason: String::new(),
            contact_email: String::new(),
            starts_at: None,
            ends_at: None,
            since: Instant::from_millis(0),
            lapsed: false,
            version: 1,
            snapshot: String::new(),
            mine,
        }
    }

    fn queue() -> Queue {
        let section = |kind, items: Vec<QueueItem>| QueueSection {
            kind,
            total: u32::try_from(items.len()).unwrap(),
            mine: u32::try_from(items.iter().filter(|item| item.mine).count()).unwrap(),
            items,
        };
        Queue {
            sections: vec![
                section(QueueKind::ToDecide, vec![item(QueueKind::ToDecide, 1, false)]),
                section(
                    QueueKind::ToIssue,
                    vec![item(QueueKind::ToIssue, 2, true), item(QueueKind::ToIssue, 3, true)],
                ),
            ],
            gateways: QueueGateways::default(),
            tenants: 1,
        }
    }

    #[test]
    fn moving_skips_what_is_not_shown_and_stops_at_the_ends() {
        let keys = Whose::Mine.keys(&queue());
        let first = step(&keys, None, true);
        assert_eq!(
            first,
            Some(RowKey::Item(QueueKind::ToIssue, RequestId::from_u128(2), None))
        );
        assert_eq!(step(&keys, first, false), first);
        let last = step(&keys, first, true);
        assert_eq!(step(&keys, last, true), last);
        assert_eq!(step(&[], None, true), None);
    }

    #[test]
    fn counts_follow_whose_work() {
        assert_eq!(Whose::Mine.count(&queue()), 2);
        assert_eq!(Whose::Everyones.count(&queue()), 3);
    }

    #[test]
    fn the_next_row_takes_the_cursor() {
        let mut queue = queue();
        let keys = Whose::Mine.keys(&queue);
        assert_eq!(remove(&mut queue, keys[0], Whose::Mine), Some(keys[1]));
        assert_eq!(remove(&mut queue, keys[1], Whose::Mine), None);
        assert_eq!(Whose::Mine.count(&queue), 0);
        assert_eq!(Whose::Everyones.count(&queue), 1);
    }

    #[test]
    fn only_unseen_rows_are_news() {
        let (shown, mut fresh) = (queue(), queue());
        fresh.sections[1].items.push(item(QueueKind::ToIssue, 9, true));
        assert_eq!(news(&shown, &fresh, Whose::Mine), 1);
        assert_eq!(news(&fresh, &shown, Whose::Mine), 0);
    }
}
