//! A tenant's accent colour, normalised so that any colour a customer brings stays readable.

/// Reads `#rrggbb`.
pub fn parse_hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Colours for mails, where nothing can be derived by the reader: `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailColours {
    /// Ground of bands and buttons.
    pub solid: String,
    /// Text on it, with a contrast of at least 4.5:1.
    pub on_solid: String,
}

/// The accent itself, darkened until white reads well on it.
pub fn mail_colours(accent: &str) -> MailColours {
    let mut channels = parse_hex(accent).unwrap_or([0x34, 0x51, 0xb2]);
    while contrast_with_white(channels) < 4.5 {
        channels = channels.map(|channel| channel.saturating_sub(channel / 16 + 1));
    }
    let [red, green, blue] = channels;
    MailColours {
        solid: format!("#{red:02x}{green:02x}{blue:02x}"),
        on_solid: "#ffffff".to_owned(),
    }
}

/// Contrast ratio of a colour against white (WCAG 2.2, relative luminance).
fn contrast_with_white(channels: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = channels.map(linear);
    let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    1.05 / (luminance + 0.05)
}
