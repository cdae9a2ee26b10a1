//! Reading CBOR (RFC 8949) as authenticators write it: CTAP2's canonical form, of which definite
//! lengths, shortest integers and distinct keys are held up here.

/// How deep things may lie in each other: an attestation object needs three levels.
const MAX_DEPTH: u8 = 4;

/// A data item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A whole number of either sign.
    Int(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Text.
    Text(&'a str),
    /// A list.
    List(Vec<Value<'a>>),
    /// Pairs of keys and values.
    Map(Map<'a>),
    /// True, false or null.
    Simple(u8),
}

/// Pairs of keys and values; no key comes twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map<'a>(Vec<(Value<'a>, Value<'a>)>);

impl<'a> Map<'a> {
    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn find(&self, is_key: impl Fn(&Value<'a>) -> bool) -> Option<&Value<'a>> {
        self.0.iter().find(|(key, _)| is_key(key)).map(|(_, value)| value)
    }

    /// The value under a text.
    pub fn at(&self, wanted: &str) -> Option<&Value<'a>> {
        self.find(|key| *key == Value::Text(wanted))
    }

    /// The number under a number.
    pub fn int(&self, wanted: i64) -> Option<i64> {
        match self.find(|key| *key == Value::Int(wanted))? {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The bytes under a number.
    pub fn bytes(&self, wanted: i64) -> Option<&'a [u8]> {
        match self.find(|key| *key == Value::Int(wanted))? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// The map that `bytes` begin with, and what is behind it.
pub fn map(bytes: &[u8]) -> Option<(Map<'_>, &[u8])> {
    match value(bytes, MAX_DEPTH)? {
        (Value::Map(map), rest) => Some((map, rest)),
        _ => None,
    }
}

/// The map that `bytes` are, to the last one.
pub fn whole_map(bytes: &[u8]) -> Option<Map<'_>> {
    map(bytes).filter(|(_, rest)| rest.is_empty()).map(|(map, _)| map)
}

/// A major type (RFC 8949 §3.1) with its argument, and what is behind them.
fn head(bytes: &[u8]) -> Option<(u8, u64, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (major, short) = (first >> 5, first & 31);
    let width = match short {
        0..24 => return Some((major, u64::from(short), rest)),
        24..28 => 1_usize << (short - 24),
        // 31 would be an indefinite length; the others mean nothing.
        _ => return None,
    };
    let (argument, rest) = rest.split_at_checked(width)?;
    let argument = argument.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    let least = match short {
        24 => 24,
        25 => 1 << 8,
        26 => 1 << 16,
        _ => 1 << 32,
    };
    (argument >= least).then_some((major, argument, rest))
}

fn value(bytes: &[u8], depth: u8) -> Option<(Value<'_>, &[u8])> {
    let (major, argument, rest) = head(bytes)?;
    let depth = depth.checked_sub(1)?;
    match major {
        0 => Some((Value::Int(i64::try_from(argument).ok()?), rest)),
        1 => Some((Value::Int(-1 - i64::try_from(argument).ok()?), rest)),
        2 | 3 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(argument).ok()?)?;
            let value = if major == 2 {
                Value::Bytes(bytes)
            } else {
                Value::Text(std::str::from_utf8(bytes).ok()?)
            };
            Some((value, rest))
        }
        4 => {
            let (mut items, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let item;
                (item, rest) = value(rest, depth)?;
                items.push(item);
            }
            Some((Value::List(items), rest))
        }
        5 => {
            let (mut pairs, mut rest) = (Vec::new(), rest);
            for _ in 0..argument {
                let (key, item);
                (key, rest) = value(rest, depth)?;
                (item, rest) = value(rest, depth)?;
                if pairs.iter().any(|(known, _)| *known == key) {
                    return None;
                }
                pairs.push((key, item));
            }
            Some((Value::Map(Map(pairs)), rest))
        }
        7 => match argument {
            20..=22 => Some((Value::Simple(u8::try_from(argument).ok()?), rest)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Option<Value<'_>> {
        value(bytes, MAX_DEPTH)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(value, _)| value)
    }

    #[test]
    fn items_are_those_of_rfc_8949_appendix_a() {
        let cases: [(&[u8], Value<'_>); 12] = [
            (&[0x00], Value::Int(0)),
            (&[0x17], Value::Int(23)),
            (&[0x18, 0x18], Value::Int(24)),
            (&[0x19, 0x03, 0xe8], Value::Int(1_000)),
            (&[0x1a, 0x00, 0x0f, 0x42, 0x40], Value::Int(1_000_000)),
            (
                &[0x1b, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x10, 0],
                Value::Int(1_000_000_000_000),
            ),
            (&[0x20], Value::Int(-1)),
            (&[0x39, 0x03, 0xe7], Value::Int(-1_000)),
            (&[0x44, 1, 2, 3, 4], Value::Bytes(&[1, 2, 3, 4])),
            (&[0x64, 0x49, 0x45, 0x54, 0x46], Value::Text("IETF")),
            (&[0xf5], Value::Simple(21)),
            (
                &[0x83, 1, 2, 3],
                Value::List(vec![Value::Int(1), Value::Int(2), Value::Int(3)]),
            ),
        ];
        for (bytes, value) in cases {
            assert_eq!(read(bytes), Some(value), "{bytes:x?}");
        }
        let map = whole_map(&[0xa2, 0x01, 0x02, 0x03, 0x41, 0x04]).unwrap();
        assert_eq!(
            (map.int(1), map.bytes(3), map.int(3), map.len()),
            (Some(2), Some(&[4][..]), None, 2)
        );
    }

    #[test]
    fn what_is_not_canonical_or_not_whole_is_refused() {
        let cases: [&[u8]; 17] = [
            &[],
            &[0x18, 0x17],                                           // 23 in two bytes
            &[0x19, 0x00, 0xff],                                     // 255 in three
            &[0x1a, 0x00, 0x00, 0xff, 0xff],                         // 65535 in five
            &[0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],             // 2³²−1 in nine
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // past 63 bits
            &[0x1c],                                                 // reserved
            &[0x5f, 0x41, 1, 0xff],                                  // indefinite bytes
            &[0xbf, 0xff],                                           // indefinite map
            &[0x44, 1, 2, 3],                                        // too short
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // longer than anything
            &[0x62, 0xc3, 0x28],                                     // no UTF-8
            &[0xa2, 1, 2, 1, 3],                                     // a key twice
            &[0xa1, 1],                                              // a key without a value
            &[0xc0, 0x00],                                           // a tag
            &[0xf9, 0x3c, 0x00],                                     // a float
            &[0x81, 0x81, 0x81, 0x81, 0x00],                         // too deep
        ];
        for bytes in cases {
            assert_eq!(read(bytes), None, "{bytes:x?}");
        }
        assert_eq!(whole_map(&[0xa0, 0x00]), None, "something behind");
        assert_eq!(whole_map(&[0x80]), None, "a list");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(bytes: Vec<u8>) {
            let _ = map(&bytes);
        }
    }
}
