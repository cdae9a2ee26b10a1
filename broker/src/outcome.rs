//! How a use case ends when it does not succeed: a code for machines, words for people, a cause
//! for the log, in three separate places.

use tessera_shared::error::{ErrorCode, FieldError};
use tessera_shared::lifecycle::NotPossible;

use crate::db::DbError;
use crate::random::RandomError;

/// Why a use case did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The caller did something that cannot be granted.
    #[error("{code}: {detail}")]
    Known {
        /// Stable name.
        code: ErrorCode,
        /// Public English text.
        detail: String,
    },
    /// Fields break rules.
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    /// The caller was here too often; it may come back in so many seconds.
    #[error("too many calls; again in {seconds} s")]
    TooMany {
        /// At least 1.
        seconds: u64,
    },
    /// The database did not do it.
    #[error(transparent)]
    Db(DbError),
    /// A defect or a broken part; the text goes to the log only.
    #[error("internal: {0}")]
    Internal(String),
}

/// The result of a use case.
pub type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    /// A refusal with a public text.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Known {
            code,
            detail: detail.into(),
        }
    }

    /// No such thing, or not for this caller.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "There is nothing here.")
    }

    /// Somebody else was faster.
    pub fn stale() -> Self {
        Self::new(
            ErrorCode::Stale,
            "This changed since you read it. Reload and look again.",
        )
    }

    /// One field breaks a rule that only the broker can check.
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        }])
    }

    /// A defect or a broken part.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// The stable name.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Known { code, .. } => *code,
            Self::Invalid(_) => ErrorCode::Invalid,
            Self::TooMany { .. } => ErrorCode::TooManyRequests,
            Self::Db(error) => error.code(),
            Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

impl From<DbError> for Refusal {
    /// A missing row is told in the words of everything else that is not there: a difference
    /// would say which ids exist.
    fn from(cause: DbError) -> Self {
        match cause {
            DbError::NotFound => Self::not_found(),
            other => Self::Db(other),
        }
    }
}

impl From<NotPossible> for Refusal {
    fn from(cause: NotPossible) -> Self {
        Self::new(ErrorCode::NotPossible, format!("{cause}."))
    }
}

impl From<RandomError> for Refusal {
    fn from(cause: RandomError) -> Self {
        Self::internal(cause)
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(cause: diesel::result::Error) -> Self {
        Self::from(DbError::from(cause))
    }
}
