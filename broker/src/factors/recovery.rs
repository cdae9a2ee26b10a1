//! Recovery codes: 80 random bits each, in letters and digits that nobody takes for each other.

use crate::keys::SecretKey;
use crate::random::{self, RandomError};

/// How many there are after they were made.
pub const HOW_MANY: usize = 10;

const LENGTH: usize = 16;
/// Without i, l, o and u (as Crockford's base 32 has it).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new code as it is shown: four groups of four.
pub fn generate() -> Result<String, RandomError> {
    let mut out = String::new();
    for (place, byte) in random::bytes::<LENGTH>()?.into_iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push('-');
        }
        out.extend(ALPHABET.get(usize::from(byte % 32)).map(|byte| char::from(*byte)));
    }
    Ok(out)
}

/// What a typed code means, if it can be one: in any case, with or without hyphens.
pub fn read(typed: &str) -> Option<String> {
    let read: String = typed
        .chars()
        .filter(|c| *c != '-' && !c.is_whitespace())
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let good = read.len() == LENGTH && read.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then_some(read)
}

/// What is stored of a code that was [`read`].
pub fn digest(key: &SecretKey, user: &str, code: &str) -> Vec<u8> {
    key.mac(&[user.as_bytes(), code.as_bytes()]).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = generate().unwrap();
        assert_eq!(code.len(), 19);
        let plain = code.replace('-', "");
        for typed in [
            &code,
            &plain,
            &code.to_uppercase(),
            &plain.replace('0', "O").replace('1', "l"),
        ] {
            assert_eq!(read(typed).as_ref(), Some(&plain), "{typed}");
        }
        for typed in ["", "123456", "0123-4567-89ab-cde!", "0123-4567-89ab-cdef-0"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_digest_is_of_one_person() {
        let key = SecretKey::new([7; 32]);
        assert_ne!(digest(&key, "usr_1", "x"), digest(&key, "usr_2", "x"));
    }
}
