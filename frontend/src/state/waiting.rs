//! Calls that wait until a person has done something.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Those that wait for one thing.
pub struct Waiting(RefCell<Vec<Function>>);

impl Waiting {
    /// Nobody yet.
    pub const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// Waits; says whether it was done.
    pub fn wait(&self) -> impl Future<Output = bool> + use<> {
        let promise = Promise::new(&mut |resolve, _reject| self.0.borrow_mut().push(resolve));
        async move { JsFuture::from(promise).await.is_ok_and(|done| done.is_truthy()) }
    }

    /// Lets everybody go on who waits.
    pub fn settle(&self, done: bool) {
        for resolve in self.0.take() {
            // It only hands the answer over.
            drop(resolve.call1(&JsValue::NULL, &JsValue::from_bool(done)));
        }
    }
}
