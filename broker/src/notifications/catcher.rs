//! The demo's mail catcher: keeps the newest mails in memory for everybody to read.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tessera_shared::dto::people::DemoMail;
use tessera_shared::instant::Instant;

use crate::notifications::Letter;

const KEPT: usize = 200;

/// Caught mails, newest last.
#[derive(Debug, Default)]
pub struct MailCatcher(Mutex<(u64, VecDeque<DemoMail>)>);

impl MailCatcher {
    /// Keeps `letter`.
    pub fn catch(&self, letter: &Letter, at: Instant) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.0 += 1;
        let number = held.0;
        held.1.push_back(DemoMail {
            number,
            at,
            to: letter.to.clone(),
            subject: letter.subject.clone(),
            text: letter.text.clone(),
            html: letter.html.clone(),
        });
        while held.1.len() > KEPT {
            held.1.pop_front();
        }
    }

    /// All of them, newest first.
    pub fn all(&self) -> Vec<DemoMail> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.1.iter().rev().cloned().collect()
    }
}
