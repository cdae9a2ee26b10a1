//! What waits for the reader, as the numbers of the rail.

use leptos::prelude::*;
use tessera_shared::dto::queue::Topic;

use crate::api;
use crate::state::{events, tenant};

/// How much waits where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// In the queue.
    pub queue: u32,
    /// Among the requests of the customer on the screen.
    pub requests: u32,
}

/// Kept up to date by events; the numbers of before stay until the new ones are there, but never
/// those of another customer.
pub fn use_waiting() -> Memo<Option<Waiting>> {
    let changed = [Topic::Requests, Topic::Tokens].map(|topic| events::count(topic, None));
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

async fn of_tenant() -> Option<Waiting> {
    let detail = api::tenants::get().await.ok()?;
    Some(Waiting {
        queue: detail.to_decide + detail.to_issue,
        requests: detail.to_decide,
    })
}

async fn of_all() -> Option<Waiting> {
    let queue = api::queue::mine(None).await.ok()?;
    Some(Waiting {
        queue: queue.sections.iter().map(|section| section.total).sum(),
        requests: 0,
    })
}
