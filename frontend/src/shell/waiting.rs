//! What waits for the reader, as the numbers of the rail.

use leptos::prelude::*;
use tessera_shared::dto::queue::{Queue, QueueKind, Topic};

use crate::api;
use crate::state::{events, tenant};

/// How much waits where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// In the queue, for the reader to act on.
    pub queue: u32,
    /// Among the requests, for somebody's decision.
    pub requests: u32,
}

/// Kept up to date by events; the numbers of before stay until the new ones are there, but never
/// those of another customer.
pub fn use_waiting() -> Memo<Option<Waiting>> {
    let changed = [Topic::Requests, Topic::Tokens, Topic::Gateways].map(|topic| events::count(topic, None));
    let here = Memo::new(move |_| tenant::active().map(|card| card.id));
    let owner = tenant::page_owner();
    let answer = LocalResource::new(move || {
        changed.iter().for_each(Track::track);
        owner.track();
        let (here, entering) = (here.get(), tenant::is_entering());
        async move {
            let waiting = match (here, entering) {
                (Some(_), _) => of_tenant().await,
                (None, false) => of_all().await,
                (None, true) => None,
            };
            (here, waiting)
        }
    });
    Memo::new(move |_| {
        let (of, waiting) = answer.get()?;
        waiting.filter(|_| of == here.get())
    })
}

impl Waiting {
    /// What waits for the reader: the same number that the queue shows as theirs.
    fn of(queue: &Queue) -> Self {
        Self {
            queue: queue.mine(),
            requests: queue.total_of(QueueKind::ToDecide),
        }
    }
}

async fn of_tenant() -> Option<Waiting> {
    let queue = api::queue::of_tenant(None).await.ok()?;
    Some(Waiting::of(&queue))
}

async fn of_all() -> Option<Waiting> {
    let queue = api::queue::mine(None).await.ok()?;
    Some(Waiting::of(&queue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::dto::queue::{QueueGateways, QueueSection};

    #[test]
    fn the_rail_counts_what_the_queue_counts_as_the_readers() {
        let section = |kind, total, mine| QueueSection {
            kind,
            total,
            mine,
            items: Vec::new(),
        };
        let queue = Queue {
            sections: vec![
                section(QueueKind::ToDecide, 3, 0),
                section(QueueKind::ToIssue, 2, 2),
                section(QueueKind::Expiring, 2, 2),
            ],
            gateways: QueueGateways {
                total: 2,
                mine: 1,
                items: Vec::new(),
            },
            tenants: 1,
        };
        assert_eq!(Waiting::of(&queue), Waiting { queue: 5, requests: 3 });
    }
}
