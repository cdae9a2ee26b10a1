//! Forms that make something: checked here, sent once, refused field by field.

use leptos::prelude::*;
use tessera_shared::error::FieldError;

use super::act::{Act, use_act};
use super::fields::{Errors, focus_first_error};
use crate::api::{self, ApiError};

/// The state of such a form.
#[derive(Clone, Copy)]
pub struct Creation {
    /// What is wrong with the fields.
    pub errors: Errors,
    /// How far the call is.
    pub act: Act,
    /// One key per body: pressing twice, or again after a lost answer, makes one thing.
    key: StoredValue<String>,
}

/// A form of the component that calls this.
pub fn use_creation() -> Creation {
    Creation {
        errors: RwSignal::new(Vec::new()),
        act: use_act(),
        key: StoredValue::new(api::fresh_key()),
    }
}

impl Creation {
    /// Shows what is wrong with the form, or sends its body under the key and gives `done` the answer.
    pub fn submit<B, T, F>(
        self,
        form: Result<B, Vec<FieldError>>,
        send: impl FnOnce(B, String) -> F,
        done: impl FnOnce(T) + 'static,
    ) where
        T: 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        match form {
            Err(found) => {
                self.errors.set(found);
                focus_first_error();
            }
            Ok(body) => {
                self.errors.set(Vec::new());
                let refused = move |error: &ApiError| {
                    // A refused body may be changed and sent as another one. Without an answer the
                    // same body may have been taken already.
                    if error.code().is_some() {
                        self.key.set_value(api::fresh_key());
                    }
                    self.errors.set(error.fields().to_vec());
                };
                self.act.run_or(send(body, self.key.get_value()), done, refused);
            }
        }
    }
}
