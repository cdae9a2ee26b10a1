//! What a page says of its acts.

/// What can be done to many rows at once. The words are for any number of rows.
pub trait Act: Sync + 'static {
    /// Its key, while rows are chosen.
    fn key(&self) -> &'static str;

    /// The button of the bar.
    fn button(&self, number: usize) -> String;

    /// The button of the dialog: the act and its objects.
    fn confirm(&self, number: usize) -> String;

    /// What will happen, and whether it can be taken back.
    fn consequence(&self) -> &'static str;

    /// What is asked for a reason, where one is needed.
    fn reason(&self) -> Option<Reason>;

    /// Whether it ends things: its buttons are red.
    fn ends(&self) -> bool;

    /// Whether many rows need more than one key.
    fn guarded(&self) -> bool;

    /// What a run did, in one sentence: `done` of `all` rows.
    fn summary(&self, done: usize, all: usize) -> String;
}

/// An act of a page.
pub type ActRef = &'static dyn Act;

/// The field for a reason.
#[derive(Clone, Copy)]
pub struct Reason {
    /// What it is for.
    pub label: &'static str,
    /// What stands in it at first.
    pub usual: &'static str,
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// An act without words.
    pub struct Nothing;

    impl Act for Nothing {
        fn key(&self) -> &'static str {
            ""
        }

        fn button(&self, _number: usize) -> String {
            String::new()
        }

        fn confirm(&self, _number: usize) -> String {
            String::new()
        }

        fn consequence(&self) -> &'static str {
            ""
        }

        fn reason(&self) -> Option<Reason> {
            None
        }

        fn ends(&self) -> bool {
            false
        }

        fn guarded(&self) -> bool {
            false
        }

        fn summary(&self, _done: usize, _all: usize) -> String {
            String::new()
        }
    }
}
