//! Sending an act on many rows, one call after the other.
//!
//! A run belongs to the program, not to the page: it goes on when the reader leaves the page, and who comes back finds
//! what became of each row. There is one run at a time, so a second click starts nothing.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::act::ActRef;
use super::plan::{Item, Undo};
use crate::api::{self, ApiError};
use crate::forms::act;
use crate::state::toasts;

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Its turn has not come.
    Waiting,
    /// Its call is out.
    Sending,
    /// Done.
    Done,
    /// Not done, and why.
    Failed(String),
    /// The run ended before its turn.
    Unsent,
}

/// A row of a run.
#[derive(Clone)]
pub struct Line {
    /// The row, as the dialog showed it.
    pub item: Item,
    /// Makes its call safe to repeat; the same for every try.
    key: String,
    /// How far it is.
    pub progress: Progress,
}

impl Line {
    /// It was not done.
    pub const fn is_open(&self) -> bool {
        !matches!(self.progress, Progress::Done)
    }
}

/// An act on many rows, under way or over.
#[derive(Clone)]
pub struct Run {
    /// The act.
    pub act: ActRef,
    /// The reason given, where the act needs one.
    reason: String,
    /// The rows, customer by customer.
    pub lines: Vec<Line>,
    /// Whether calls still go out.
    pub running: bool,
}

impl Run {
    fn next(&self) -> Option<usize> {
        self.lines.iter().position(|line| line.progress == Progress::Waiting)
    }

    /// What it did, in one sentence.
    pub fn summary(&self) -> String {
        self.act.summary(self.done().count(), self.lines.len())
    }

    /// Whether everything was done.
    pub fn is_clean(&self) -> bool {
        self.done().count() == self.lines.len()
    }

    /// The rows that were done.
    pub fn done(&self) -> impl Iterator<Item = String> {
        let done = self.lines.iter().filter(|line| line.progress == Progress::Done);
        done.map(|line| line.item.key.clone())
    }

    /// The rows that failed, and why.
    pub fn failed(&self) -> impl Iterator<Item = (String, &str)> {
        self.lines.iter().filter_map(|line| match &line.progress {
            Progress::Failed(why) => Some((line.item.key.clone(), why.as_str())),
            _ => None,
        })
    }

    /// Lets what did not work have another turn.
    fn rewind(&mut self) {
        for line in &mut self.lines {
            if matches!(line.progress, Progress::Failed(_) | Progress::Unsent) {
                line.progress = Progress::Waiting;
            }
        }
    }

    /// Takes their turn from all rows that still wait for it.
    fn stop(&mut self) {
        for line in &mut self.lines {
            if line.progress == Progress::Waiting {
                line.progress = Progress::Unsent;
            }
        }
    }
}

thread_local! {
    static RUN: ArcRwSignal<Option<Run>> = ArcRwSignal::new(None);
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// The run, while there is one to look at.
pub fn current() -> ArcRwSignal<Option<Run>> {
    RUN.with(Clone::clone)
}

/// The page shows runs; until it goes, no toast has to.
pub fn watch() {
    WATCHED.set(true);
    on_cleanup(|| WATCHED.set(false));
}

/// Begins a run, unless one is under way or waits to be looked at.
pub fn start(act: ActRef, reason: String, items: Vec<(Item, String)>) {
    let run = current();
    if items.is_empty() || run.with_untracked(Option::is_some) {
        return;
    }
    let line = |(item, key)| Line {
        item,
        key,
        progress: Progress::Waiting,
    };
    run.set(Some(Run {
        act,
        reason,
        lines: items.into_iter().map(line).collect(),
        running: true,
    }));
    spawn_local(go_on());
}

/// Tries again what did not work.
pub fn retry() {
    let mut begins = false;
    current().update(|run| {
        if let Some(run) = run.as_mut().filter(|run| !run.running) {
            run.rewind();
            run.running = true;
            begins = true;
        }
    });
    if begins {
        spawn_local(go_on());
    }
}

/// Sends no further row. The call that is out stays out, and its answer is shown.
pub fn stop() {
    update(Run::stop);
}

/// Forgets a run that is over. What it did can still be taken back for a while, unless that was offered already.
pub fn forget() {
    let mut over = None;
    current().update(|run| over = run.take_if(|run| !run.running));
    if let Some(run) = over.filter(|run| !run.is_clean()) {
        offer_undo(&run);
    }
}

/// Says what a run did and offers to take it back, where something does; says whether it did.
fn offer_undo(run: &Run) -> bool {
    let done = run.lines.iter().filter(|line| line.progress == Progress::Done);
    let undos: Vec<Undo> = done.filter_map(|line| line.item.undo.as_deref().cloned()).collect();
    let Some((act, reason)) = undos.first().map(|undo| (undo.act, undo.reason)) else {
        return false;
    };
    toasts::say_undoable(&run.summary(), move || {
        let items = undos.into_iter().map(|undo| (undo.item, api::fresh_key()));
        start(act, reason.to_owned(), items.collect());
    });
    true
}

fn update(change: impl FnOnce(&mut Run)) {
    current().update(|run| {
        if let Some(run) = run {
            change(run);
        }
    });
}

fn tell(index: usize, progress: Progress) {
    update(|run| {
        if let Some(line) = run.lines.get_mut(index) {
            line.progress = progress;
        }
    });
}

async fn go_on() {
    // The browser asks before it closes the page under a run.
    let leaving = window_event_listener(leptos::ev::beforeunload, |event| event.prevent_default());
    loop {
        let next = current().with_untracked(|run| {
            let run = run.as_ref()?;
            let index = run.next()?;
            Some((index, run.reason.clone(), run.lines.get(index)?.clone()))
        });
        let Some((index, reason, line)) = next else { break };
        tell(index, Progress::Sending);
        match (line.item.call)(reason, line.key).await {
            Ok(()) => tell(index, Progress::Done),
            Err(error) => {
                tell(index, Progress::Failed(act::words(&error)));
                // Nobody answers: the others would fail the same way, one long wait after the other.
                if error == ApiError::Offline {
                    stop();
                }
            }
        }
    }
    leaving.remove();
    update(|run| run.running = false);
    over();
}

/// A run in which everything worked needs no more attention; of one that the reader left behind, a toast tells.
fn over() {
    let run = current();
    let Some(run) = run.get_untracked() else { return };
    if run.is_clean() {
        if !offer_undo(&run) {
            toasts::say(&run.summary());
        }
    } else if !WATCHED.get() {
        toasts::complain(&run.summary());
    }
}

#[cfg(test)]
mod tests {
    use super::super::act::tests::Nothing;
    use super::super::plan::tests::item;
    use super::*;

    fn run(progress: &[Progress]) -> Run {
        let line = |(id, progress): (u128, &Progress)| Line {
            item: item(1, id),
            key: String::new(),
            progress: progress.clone(),
        };
        Run {
            act: &Nothing,
            reason: String::new(),
            lines: (1..).zip(progress).map(line).collect(),
            running: true,
        }
    }

    #[test]
    fn stopping_takes_back_only_what_was_not_sent() {
        let mut run = run(&[Progress::Done, Progress::Sending, Progress::Waiting]);
        run.stop();
        let after: Vec<&Progress> = run.lines.iter().map(|line| &line.progress).collect();
        assert_eq!(after, [&Progress::Done, &Progress::Sending, &Progress::Unsent]);
        assert_eq!(run.next(), None);
    }

    #[test]
    fn a_retry_leaves_alone_what_is_done() {
        let failed = Progress::Failed("no".to_owned());
        let mut run = run(&[Progress::Done, failed, Progress::Unsent]);
        assert_eq!(run.failed().count(), 1);
        run.rewind();
        assert_eq!(run.next(), Some(1));
        assert_eq!(run.done().count(), 1);
        assert_eq!(run.failed().count(), 0);
    }
}
