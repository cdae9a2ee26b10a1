//! A tenant's accent colour, normalised so that any colour a customer brings stays readable.
//!
//! The screen derives the same colours in `tokens.css`; this is for where no style sheet reaches:
//! the icon of the tab and the mails.

mod oklch;

pub use oklch::{Oklch, contrast};

/// What stands in for a colour that cannot be read.
const FALLBACK: [u8; 3] = [0x34, 0x51, 0xb2];
/// From this lightness on an accent carries dark text.
const BRIGHT: f64 = 0.68;

/// The ground a colour stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A light page.
    Light,
    /// A dark page.
    Dark,
}

/// Reads `#rrggbb`.
pub fn parse_hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Writes `#rrggbb`.
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Band, logo tile and public header.
pub fn solid(raw: Oklch, ground: Ground) -> Oklch {
    let darkest = match ground {
        Ground::Light => 0.40,
        Ground::Dark => 0.46,
    };
    let lightness = if is_bright(raw) {
        raw.l.clamp(0.78, 0.88)
    } else {
        raw.l.clamp(darkest, 0.53)
    };
    raw.with(lightness, 0.16)
}

/// Text on [`solid`].
pub fn on_accent(raw: Oklch) -> Oklch {
    if is_bright(raw) {
        raw.with(0.22, 0.03)
    } else {
        raw.with(0.99, 0.0)
    }
}

/// The customer's name in colour, on a surface.
pub fn text(raw: Oklch, ground: Ground) -> Oklch {
    match ground {
        Ground::Light => raw.with(raw.l.min(0.48), 0.15),
        Ground::Dark => raw.with(raw.l.max(0.76), 0.14),
    }
}

/// Ground of the switcher's chip.
pub fn soft(raw: Oklch, ground: Ground) -> Oklch {
    match ground {
        Ground::Light => raw.with(0.965, 0.022),
        Ground::Dark => raw.with(0.26, 0.035),
    }
}

/// Border of the switcher's chip.
pub fn line(raw: Oklch, ground: Ground) -> Oklch {
    match ground {
        Ground::Light => raw.with(0.86, 0.06),
        Ground::Dark => raw.with(0.42, 0.07),
    }
}

fn is_bright(raw: Oklch) -> bool {
    raw.l >= BRIGHT
}

/// Colours for mails and icons, where nothing can be derived by the reader: `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailColours {
    /// Ground of bands and buttons.
    pub solid: String,
    /// Text on it, with a contrast of at least 4.5:1.
    pub on_solid: String,
}

/// The accent and its text as a light page shows them.
pub fn mail_colours(accent: &str) -> MailColours {
    let raw = Oklch::from_rgb(parse_hex(accent).unwrap_or(FALLBACK));
    MailColours {
        solid: hex(solid(raw, Ground::Light).to_rgb()),
        on_solid: hex(on_accent(raw).to_rgb()),
    }
}

/// How text reads on an accent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Contrast on a light page, from 1 to 21.
    pub light: f64,
    /// Contrast on a dark page.
    pub dark: f64,
    /// Whether the colour is shown as it was given, or moved until text reads well.
    pub as_given: bool,
}

/// How text reads on the accent as screens show it (WCAG 2.2 §1.4.3 asks for 4.5); nothing for what is
/// no colour.
pub fn reading(accent: &str) -> Option<Reading> {
    let rgb = parse_hex(accent)?;
    let raw = Oklch::from_rgb(rgb);
    let ratio = |ground| contrast(solid(raw, ground).to_rgb(), on_accent(raw).to_rgb());
    Some(Reading {
        light: ratio(Ground::Light),
        dark: ratio(Ground::Dark),
        as_given: solid(raw, Ground::Light).to_rgb() == rgb,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Between the colours looked at, in each channel: 140,608 in all.
    const STEP: usize = 5;

    fn each_colour(mut look: impl FnMut([u8; 3])) {
        let channel = || (0..=u8::MAX).step_by(STEP);
        for red in channel() {
            for green in channel() {
                for blue in channel() {
                    look([red, green, blue]);
                }
            }
        }
    }

    #[test]
    fn text_on_any_accent_reads_well() {
        each_colour(|rgb| {
            let raw = Oklch::from_rgb(rgb);
            for ground in [Ground::Light, Ground::Dark] {
                let ratio = contrast(solid(raw, ground).to_rgb(), on_accent(raw).to_rgb());
                assert!(ratio >= 4.5, "{} {ground:?} {ratio:.2}", hex(rgb));
            }
        });
    }

    #[test]
    fn a_name_in_any_accent_reads_well() {
        let surfaces = [
            (Ground::Light, Oklch::new(0.985, 0.002, 264.0)),
            (Ground::Dark, Oklch::new(0.206, 0.007, 264.0)),
        ];
        each_colour(|rgb| {
            let raw = Oklch::from_rgb(rgb);
            for (ground, surface) in surfaces {
                let colour = text(raw, ground).to_rgb();
                let ratio = contrast(colour, surface.to_rgb()).min(contrast(colour, soft(raw, ground).to_rgb()));
                assert!(ratio >= 4.5, "{} {ground:?} {ratio:.2}", hex(rgb));
            }
        });
    }

    #[test]
    fn the_reference_icons_keep_their_colours() {
        let cases = [
            ("#0f766e", "#0f766e", "#fcfcfc"),
            ("#1d4ed8", "#3058b9", "#fcfcfc"),
            ("#facc15", "#f7cd3a", "#201a09"),
        ];
        for (raw, solid, on_solid) in cases {
            let expected = MailColours {
                solid: solid.to_owned(),
                on_solid: on_solid.to_owned(),
            };
            assert_eq!(mail_colours(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_reading_says_when_a_colour_is_moved() {
        let teal = reading("#0f766e").unwrap();
        assert!(teal.as_given && teal.light >= 4.5 && teal.dark >= 4.5);
        let black = reading("#000000").unwrap();
        assert!(!black.as_given && black.light >= 4.5 && black.dark >= 4.5);
        assert_eq!(reading("teal"), None);
    }

    #[test]
    fn a_colour_that_cannot_be_read_gets_another() {
        assert_eq!(mail_colours("red"), mail_colours("#3451b2"));
    }
}
