//! How tenants are found by typing: the column that is searched, and how typed text goes into it.

/// What a tenant's `search` column holds: every word a typeahead may begin with, in lower case.
pub fn search_text(name: &str, slug: &str) -> String {
    format!("{} {slug}", name.to_lowercase())
}

/// `text` as part of a LIKE pattern whose escape character is the backslash: in lower case, and
/// with every character standing for itself.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            out.push('\\');
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
        assert_eq!(literal(r"50%_A\"), r"50\%\_a\\");
    }

    #[test]
    fn the_column_is_lower_case() {
        assert_eq!(search_text("Halden ÄRA", "halden-rail"), "halden ära halden-rail");
    }
}
