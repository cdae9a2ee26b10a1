//! Typed text in a LIKE pattern. The escape character of every pattern is [`ESCAPE`].

use diesel::SqliteConnection;
use diesel::sql_types::Text;

use crate::db::error::DbError;

diesel::define_sql_function! {
    /// The text in lower case, for comparisons in any case.
    fn lower(text: Text) -> Text
}

/// Teaches a connection the lower case of all letters; SQLite's own knows ASCII only.
pub fn teach_lower(conn: &mut SqliteConnection) -> Result<(), DbError> {
    lower_utils::register_impl(conn, |text: String| text.to_lowercase())?;
    Ok(())
}

/// Makes the character after it stand for itself.
pub const ESCAPE: char = '\\';

/// Matches what has `text` anywhere; the column must be in lower case.
pub fn containing(text: &str) -> String {
    format!("%{}%", literal(text))
}

/// Matches what begins with `text`; the column must be in lower case.
pub fn beginning(text: &str) -> String {
    format!("{}%", literal(text))
}

/// `text` in lower case, with every character standing for itself.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | ESCAPE) {
            out.push(ESCAPE);
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(containing(r"50%_A\"), r"%50\%\_a\\%");
        assert_eq!(beginning("token_"), r"token\_%");
    }
}
