//! OKLCH and sRGB, after Björn Ottosson's definition of Oklab (as CSS Color 4 §9.3 and §10.2 use it).

/// A colour as lightness, chroma and hue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// Lightness from 0 (black) to 1 (white).
    pub l: f64,
    /// Chroma; 0 is grey, sRGB ends near 0.32.
    pub c: f64,
    /// Hue in degrees.
    pub h: f64,
}

impl Oklch {
    /// A colour from its parts.
    pub const fn new(l: f64, c: f64, h: f64) -> Self {
        Self { l, c, h }
    }

    /// From sRGB.
    pub fn from_rgb(rgb: [u8; 3]) -> Self {
        let [red, green, blue] = rgb.map(linear);
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short;
        Self::new(lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    }

    /// To sRGB; what lies outside is clipped channel by channel, as browsers do.
    pub fn to_rgb(self) -> [u8; 3] {
        let (sin, cos) = self.h.to_radians().sin_cos();
        let (a, b) = (self.c * cos, self.c * sin);
        let long = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
        ]
        .map(|light| byte(encoded(light.clamp(0.0, 1.0))))
    }

    /// The same hue with another lightness and at most this chroma.
    pub(super) fn with(self, lightness: f64, most: f64) -> Self {
        Self::new(lightness, self.c.min(most), self.h)
    }
}

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.2).
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

fn encoded(light: f64) -> f64 {
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

/// The nearest of 256 steps, found bit by bit.
fn byte(value: f64) -> u8 {
    let wanted = value * 255.0 + 0.5;
    (0..8).rev().fold(0, |found, bit| {
        let next = found | (1 << bit);
        if f64::from(next) <= wanted { next } else { found }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back_is_the_same_colour(rgb: [u8; 3]) {
            prop_assert_eq!(Oklch::from_rgb(rgb).to_rgb(), rgb);
        }
    }

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    }
}
