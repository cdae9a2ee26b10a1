//! What can go wrong in the database, without Diesel's types.

use diesel::result::{DatabaseErrorKind, Error};
use tessera_shared::error::ErrorCode;

/// The database did not do what was asked; nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    /// No such row.
    #[error("no such row")]
    NotFound,
    /// A unique index refused a row; the text names the constraint or columns.
    #[error("already exists: {0}")]
    Unique(String),
    /// Another constraint refused a row.
    #[error("refused by a constraint: {0}")]
    Constraint(String),
    /// Another writer was in the way; the same call may work again.
    #[error("busy: {0}")]
    Busy(String),
    /// The database cannot be reached.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The disk is full.
    #[error("storage full: {0}")]
    Full(String),
    /// The URL names neither database.
    #[error("a database URL starts with sqlite:// or postgres://")]
    BadUrl,
    /// A stored value does not have the shape it was written in.
    #[error("corrupt value: {0}")]
    Corrupt(String),
    /// Anything else.
    #[error("database error: {0}")]
    Broken(String),
}

impl DbError {
    /// The stable name of the error.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::Unique(_) => ErrorCode::AlreadyExists,
            Self::Busy(_) | Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::Full(_) => ErrorCode::StorageFull,
            Self::Constraint(_) | Self::BadUrl | Self::Corrupt(_) | Self::Broken(_) => ErrorCode::Internal,
        }
    }

    /// Whether a unique index with `name` in its constraint or column list refused the row.
    pub fn is_unique(&self, name: &str) -> bool {
        matches!(self, Self::Unique(what) if what.contains(name))
    }
}

impl From<Error> for DbError {
    fn from(cause: Error) -> Self {
        match cause {
            Error::NotFound => Self::NotFound,
            Error::DatabaseError(kind, info) => {
                let text = match info.constraint_name() {
                    Some(name) => format!("{name}: {}", info.message()),
                    None => info.message().to_owned(),
                };
                match kind {
                    DatabaseErrorKind::UniqueViolation => Self::Unique(text),
                    DatabaseErrorKind::ForeignKeyViolation
                    | DatabaseErrorKind::NotNullViolation
                    | DatabaseErrorKind::CheckViolation => Self::Constraint(text),
                    DatabaseErrorKind::SerializationFailure => Self::Busy(text),
                    DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                        Self::Unavailable(text)
                    }
                    _ => Self::from_text(text),
                }
            }
            other => Self::from_text(other.to_string()),
        }
    }
}

impl DbError {
    fn from_text(text: String) -> Self {
        let has = |part: &str| text.contains(part);
        if has("database or disk is full") || has("No space left on device") {
            Self::Full(text)
        } else if has("database is locked") || has("deadlock detected") || has("lock timeout") {
            Self::Busy(text)
        } else if has("server closed the connection")
            || has("terminating connection")
            || has("no connection to the server")
            || has("the database system is")
        {
            Self::Unavailable(text)
        } else {
            Self::Broken(text)
        }
    }
}
