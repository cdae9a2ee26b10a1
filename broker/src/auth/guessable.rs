//! Which passwords fall to the first guesses, told without asking anybody.
//!
//! The list of common passwords from breaches, common words and names is compiled in (it comes
//! with `zxcvbn`). A password counts as guessable when it is in that list, or made of few entries
//! of it, of keyboard walks, dates and repetitions, in any case and with the usual letters swapped
//! for digits. What others know of the person counts as the most common words of all. Which
//! characters a password holds is otherwise nobody's business.

use zxcvbn::zxcvbn;

/// A password that takes fewer guesses is refused: what a thief of the database would try first.
const FEWEST_GUESSES: u64 = 100_000_000;

/// Words everybody tries here.
const OURS: [&str; 4] = ["tessera", "token", "broker", "support"];

/// Shortest part of a name that counts by itself.
const SHORTEST_PART: usize = 3;

/// Names and addresses, whole and in parts.
fn known_words(theirs: &[String]) -> Vec<&str> {
    let parts = theirs
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|part| part.chars().count() >= SHORTEST_PART);
    let whole = theirs.iter().map(String::as_str);
    OURS.into_iter().chain(whole).chain(parts).collect()
}

/// Whether `password` is among the first that are tried for somebody known by `theirs`. Spaces and
/// punctuation between words add nothing.
pub fn is_guessable(password: &str, theirs: &[String]) -> bool {
    let known = known_words(theirs);
    let squeezed: String = password.chars().filter(|c| c.is_alphanumeric()).collect();
    [password, &squeezed]
        .iter()
        .any(|text| zxcvbn(text, &known).guesses() < FEWEST_GUESSES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ana(password: &str) -> bool {
        is_guessable(
            password,
            &["Ana Ferreira".to_owned(), "ana.ferreira@halden.example".to_owned()],
        )
    }

    #[test]
    fn common_passwords_and_patterns_are_guessable_in_any_case() {
        for bad in [
            "passwordpassword",
            "PasswordPassword",
            "p4ssw0rdp4ssw0rd",
            "123456789012345",
            "qwertyuiopasdfgh",
            "aaaaaaaaaaaaaaaaaaaa",
            "iloveyouiloveyou",
            "letmein letmein",
            "abcabcabcabcabcabc",
            ". . . . . . . . . .",
        ] {
            assert!(ana(bad), "{bad}");
        }
    }

    #[test]
    fn what_others_know_of_the_person_is_guessable() {
        for bad in [
            "ana.ferreira@halden.example",
            "ANA.FERREIRA@halden.example",
            "Ana Ferreira 2026",
            "ferreira ferreira",
            "tessera tessera",
            "tessera-support-1",
        ] {
            assert!(ana(bad), "{bad}");
        }
        let whole = "Jo Xylbrandt-Quorvik".to_owned();
        assert!(is_guessable("xylbrandt-quorvik", &[whole]));
        assert!(!is_guessable("xylbrandt-quorvik", &[]));
    }

    #[test]
    fn a_few_words_of_any_script_are_not() {
        for good in [
            "four quiet words walk",
            "paper lanterns at noon",
            "quatre mots calmes",
            "четыре тихих слова",
            "静かな言葉が四つ並んで歩いて行く道",
            "7f3k9qv2m8x1zt5",
        ] {
            assert!(!ana(good), "{good}");
        }
    }
}
