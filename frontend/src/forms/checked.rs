//! What is wrong with a form, before it is sent and after it was refused.

use crate::i18n;
use tessera_shared::error::FieldError;
use tessera_shared::validate::Validate;

/// The body, or what `Validate` and `more` find wrong with it.
pub fn checked<B: Validate>(body: B, more: impl FnOnce(&B) -> Vec<FieldError>) -> Result<B, Vec<FieldError>> {
    let mut errors = body.validate().err().unwrap_or_default();
    errors.extend(more(&body));
    if errors.is_empty() { Ok(body) } else { Err(errors) }
}

/// What a page itself finds wrong, already in the reader's language.
pub fn wrong_here(pointer: &str, detail: &str) -> FieldError {
    FieldError {
        pointer: pointer.to_owned(),
        code: i18n::OWN_RULE.to_owned(),
        detail: detail.to_owned(),
    }
}

/// The first text found for a field; `pointer` also stands for everything below it.
pub fn error_at(errors: &[FieldError], pointer: &str) -> Option<String> {
    errors
        .iter()
        .find(|error| {
            error
                .pointer
                .strip_prefix(pointer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .map(i18n::field_rule)
}
