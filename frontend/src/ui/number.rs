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

/// A large number in three digits at most: `942`, `18.2 k`, `8.42 M`.
pub fn short(number: u64) -> String {
    let scaled = |unit: u64, name: &str| {
        let hundredths = number.saturating_mul(100) / unit;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match (whole, rest) {
            (_, 0) | (100.., _) => format!("{whole} {name}"),
            (10.., _) if rest / 10 == 0 => format!("{whole} {name}"),
            (10.., _) => format!("{whole}{}{} {name}", point(), rest / 10),
            _ => format!("{whole}{}{rest:02} {name}", point()).replace("0 ", " "),
        }
    };
    match number {
        0..1_000 => number.to_string(),
        1_000..1_000_000 => scaled(1_000, "k"),
        1_000_000..1_000_000_000 => scaled(1_000_000, "M"),
        _ => scaled(1_000_000_000, "G"),
    }
}

/// A share without its sign: `0.31`, `4.2`, `93`; `0` of nothing.
pub fn percent(part: u64, whole: u64) -> String {
    let hundredths = part.saturating_mul(10_000).checked_div(whole).unwrap_or(0);
    match hundredths {
        0 if part > 0 => format!("<0{}01", point()),
        0 => "0".to_owned(),
        1..100 => format!("0{}{hundredths:02}", point()),
        100..1_000 => format!("{}{}{}", hundredths / 100, point(), hundredths % 100 / 10),
        _ => (hundredths / 100).to_string(),
    }
}

/// A median or average: its number and its unit, `("3.2", "h")`.
pub fn length(seconds: u64) -> (String, &'static str) {
    let tenths = |unit: u64| {
        let tenths = (seconds * 10 + unit / 2) / unit;
        if tenths.is_multiple_of(10) || tenths >= 1_000 {
            (tenths / 10).to_string()
        } else {
            format!("{}{}{}", tenths / 10, point(), tenths % 10)
        }
    };
    match seconds {
        0..60 => (seconds.to_string(), "s"),
        60..3_600 => (((seconds + 30) / 60).to_string(), "min"),
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
            (18_204, "18.2 k"),
            (412_090, "412 k"),
            (8_420_000, "8.42 M"),
            (8_400_000, "8.4 M"),
            (8_050_000, "8.05 M"),
            (20_000_000, "20 M"),
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
            (42, 1_000, "4.2"),
            (93, 100, "93"),
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
