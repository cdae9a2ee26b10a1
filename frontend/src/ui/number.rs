//! Numbers and lengths of time in words: `1,284`, `8.42 M`, `0.31%`, `38 ms`, `2 d 4 h`; with the signs of the reader's
//! language, in Portuguese `1.284` and `0,31%`.

use crate::i18n::pick;

/// Stands between the whole number and its tenths.
pub fn point() -> char {
    pick('.', ',')
}

/// A whole number with thousands apart: `1,284`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(pick(',', '.'));
        }
        text.push(digit);
    }
    text
}

/// `number` in parts of a `unit`, such as hundredths of a thousand, the half rounded up.
fn rounded(number: u64, parts: u64, unit: u64) -> u64 {
    number
        .saturating_mul(parts)
        .saturating_add(unit / 2)
        .checked_div(unit)
        .unwrap_or(0)
}

/// `840` hundredths are `8.4`.
fn decimal(parts: u64, of: u64) -> String {
    let (whole, rest, places) = (parts / of, parts % of, of.to_string().len() - 1);
    let rest = format!("{rest:0places$}");
    match rest.trim_end_matches('0') {
        "" => whole.to_string(),
        rest => format!("{whole}{}{rest}", point()),
    }
}

/// A large number, rounded to three digits: `942`, `18.2 k`, `8.42 M`.
pub fn short(number: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000, "k"), (1_000_000, "M"), (1_000_000_000, "G")];
    let fits = |(unit, _): &(u64, &str)| rounded(number, 1, *unit) < 1_000;
    let largest = UNITS.last().copied();
    let Some((unit, name)) = UNITS.into_iter().find(fits).or(largest).filter(|_| number >= 1_000) else {
        return number.to_string();
    };
    let places = [100, 10, 1];
    let fits = |of: &u64| rounded(number, *of, unit) < 1_000;
    let of = places.into_iter().find(fits).unwrap_or(1);
    format!("{} {name}", decimal(rounded(number, of, unit), of))
}

/// A share without its sign, rounded: `0.31`, `4.2`, `93`; `0` of nothing, and `100` of nothing less than all.
pub fn percent(part: u64, whole: u64) -> String {
    let hundredths = rounded(part, 10_000, whole);
    let tenths = rounded(part, 1_000, whole);
    match (hundredths, tenths) {
        (0, _) if part > 0 => format!("<0{}01", point()),
        (0, _) => "0".to_owned(),
        (1..100, _) => format!("0{}{hundredths:02}", point()),
        (_, ..100) => format!("{}{}{}", tenths / 10, point(), tenths % 10),
        _ if part < whole => rounded(part, 100, whole).min(99).to_string(),
        _ => rounded(part, 100, whole).to_string(),
    }
}

/// A median or average: its number and its unit, `("3.2", "h")`.
pub fn length(seconds: u64) -> (String, &'static str) {
    let tenths = |unit: u64| {
        let tenths = rounded(seconds, 10, unit);
        if tenths < 1_000 {
            decimal(tenths, 10)
        } else {
            rounded(seconds, 1, unit).to_string()
        }
    };
    match seconds {
        0..60 => (seconds.to_string(), "s"),
        60..3_600 => (rounded(seconds, 1, 60).to_string(), "min"),
        3_600..172_800 => (tenths(3_600), "h"),
        _ => (tenths(86_400), "d"),
    }
}

/// [`length`] as one text: `3.2 h`.
pub fn length_text(seconds: u64) -> String {
    let (number, unit) = length(seconds);
    format!("{number} {unit}")
}

/// How long something waits, two parts at most: `41 min`, `19 h`, `2 d 4 h`.
pub fn age(seconds: u64) -> String {
    let (days, hours) = (seconds / 86_400, seconds % 86_400 / 3_600);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{hours} h"),
        _ if hours == 0 || days > 9 => format!("{days} d"),
        _ => format!("{days} d {hours} h"),
    }
}

/// A number with its noun: `1 scope`, `4 scopes`; see [`crate::tn`].
pub fn plural(number: u64, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", count(number))
    }
}

/// The exact value as a float, for drawing.
pub fn float(number: u64) -> f64 {
    let high = u32::try_from(number >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(number & 0xffff_ffff).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

/// A position or length in a list as a float, for drawing.
pub fn float_of(index: usize) -> f64 {
    u64::try_from(index).map_or(0.0, float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_short_numbers() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1_284), "1,284");
        assert_eq!(count(1_000_000), "1,000,000");
        for (number, text) in [
            (942, "942"),
            (1_000, "1 k"),
            (1_005, "1.01 k"),
            (9_996, "10 k"),
            (18_204, "18.2 k"),
            (24_365, "24.4 k"),
            (99_960, "100 k"),
            (412_090, "412 k"),
            (999_600, "1 M"),
            (8_420_000, "8.42 M"),
            (8_400_000, "8.4 M"),
            (8_050_000, "8.05 M"),
            (20_000_000, "20 M"),
            (4_200_000_000_000, "4200 G"),
        ] {
            assert_eq!(short(number), text);
        }
    }

    #[test]
    fn shares() {
        for (part, whole, text) in [
            (0, 0, "0"),
            (31, 10_000, "0.31"),
            (1, 1_000_000, "<0.01"),
            (1, 12_000, "0.01"),
            (3, 16, "19"),
            (8, 12, "67"),
            (4, 41, "9.8"),
            (42, 1_000, "4.2"),
            (996, 100_000, "1.0"),
            (9_996, 100_000, "10"),
            (93, 100, "93"),
            (199, 200, "99"),
            (200, 200, "100"),
            (3, 2, "150"),
        ] {
            assert_eq!(percent(part, whole), text);
        }
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(length_text(38), "38 s");
        assert_eq!(length_text(11_520), "3.2 h");
        assert_eq!(length_text(7_200), "2 h");
        assert_eq!(length_text(259_200), "3 d");
        for (seconds, text) in [
            (12, "12 s"),
            (2_460, "41 min"),
            (68_400, "19 h"),
            (187_200, "2 d 4 h"),
            (172_800, "2 d"),
        ] {
            assert_eq!(age(seconds), text);
        }
    }
}
