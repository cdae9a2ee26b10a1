//! How tenants are found by typing: the column that is searched.

/// What a tenant's `search` column holds: every word a typeahead may begin with, in lower case.
pub fn search_text(name: &str, slug: &str) -> String {
    format!("{} {slug}", name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_is_lower_case() {
        assert_eq!(search_text("Halden ÄRA", "halden-rail"), "halden ära halden-rail");
    }
}
