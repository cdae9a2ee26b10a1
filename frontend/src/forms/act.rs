//! One act at a time: busy while it runs, and what went wrong when it did.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::error::ErrorCode;

use crate::api::ApiError;
use crate::t;

/// The progress of an act.
#[derive(Clone, Copy)]
pub struct Act {
    /// It runs.
    pub busy: RwSignal<bool>,
    /// Why the last try failed, in words.
    pub failure: RwSignal<Option<String>>,
}

/// An act of the component that calls this.
pub fn use_act() -> Act {
    Act {
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    }
}

impl Act {
    /// Runs `call` unless one runs already, and then `done` with its answer.
    pub fn run<T: 'static>(
        self,
        call: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.run_or(call, done, |_| ());
    }

    /// Like [`Act::run`], and `failed` sees the error first.
    pub fn run_or<T: 'static>(
        self,
        call: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
        failed: impl FnOnce(&ApiError) + 'static,
    ) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = call.await;
            // The reader may have left the page in the meantime.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => done(answer),
                Err(error) => {
                    failed(&error);
                    self.failure.try_set(Some(words(&error)));
                }
            }
        });
    }
}

/// What went wrong, and what to do about it.
pub fn words(error: &ApiError) -> String {
    match error.code() {
        Some(ErrorCode::Stale) => t!(
            "Somebody else was faster. Load it again and look before you act.",
            "Alguém foi mais rápido. Recarregue e confira antes de agir."
        )
        .to_owned(),
        Some(ErrorCode::NotFound) => t!(
            "It is gone, or you may no longer see it.",
            "Isto não existe mais, ou você não pode mais vê-lo."
        )
        .to_owned(),
        _ => error.to_string(),
    }
}
