//! Logos: whatever is uploaded, what is kept is a small square picture of our own making.
//!
//! An upload is somebody else's bytes: it may be two kinds of file at once, claim to be as large as a
//! city, or carry text that means something elsewhere. So it is decoded under limits, one at a time,
//! and drawn anew: 8-bit RGB without any of the chunks a PNG may carry besides its pixels. An animation
//! shows its first picture. A see-through one gets a ground it can be read on, the same in both themes.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::png::PngEncoder;
use image::imageops::{FilterType, overlay};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    RgbaImage,
};
use tessera_shared::dto::tenants::{LOGO_KINDS, NO_SVG};
use tessera_shared::error::ErrorCode;
use tokio::sync::Semaphore;

use crate::outcome::{Outcome, Refusal};

/// Longest side of an upload. With 16 bits a channel that is 32 MiB.
const MAX_SIDE: u32 = 2_048;
/// Shortest side of an upload: below it nobody could tell what it shows.
const MIN_SIDE: u32 = 16;
/// What a decoder may allocate, in bytes.
const MAX_MEMORY: u64 = 40 * 1024 * 1024;
/// Side of what is kept, unless the upload is smaller.
const SIDE: u32 = 256;
/// Uploads that may wait for their turn; the next one is told to come back.
const WAITING: usize = 4;

/// Grounds for see-through pictures.
const PAPER: Rgb<u8> = Rgb([255, 255, 255]);
const INK: Rgb<u8> = Rgb([28, 31, 38]);
/// From this mean lightness on, of 255, a picture reads better on ink.
const LIGHT: u64 = 190;

/// Draws logos, one at a time, so that uploads cannot eat the memory.
#[derive(Clone)]
pub struct Pictures {
    turn: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            turn: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(WAITING)),
        }
    }
}

impl Pictures {
    /// The PNG to keep for an upload, in its turn and off the caller's thread.
    pub async fn draw(&self, upload: Vec<u8>) -> Outcome<Vec<u8>> {
        let busy = || Refusal::new(ErrorCode::Unavailable, "Too many pictures at once.");
        let _place = self.waiting.try_acquire().map_err(|_full| busy())?;
        let _turn = self.turn.acquire().await.map_err(|_closed| busy())?;
        let drawn = tokio::task::spawn_blocking(move || draw_blocking(&upload)).await;
        // A decoder that panics met bytes it was not made for: the caller's, not our state.
        drawn.unwrap_or_else(|cause| {
            tracing::warn!(%cause, "a decoder gave up");
            Err(unreadable())
        })
    }
}

fn refused(code: &str, detail: impl Into<String>) -> Refusal {
    Refusal::field("/logo", code, detail)
}

fn unreadable() -> Refusal {
    refused("unreadable", "This picture cannot be read to its end. Export it anew.")
}

/// The PNG to keep for an upload.
pub fn draw_blocking(upload: &[u8]) -> Outcome<Vec<u8>> {
    let picture = decode(upload, kind_of(upload)?)?.into_rgba8();
    let ground = ground_for(&picture)?;
    let small = shrink(flatten(&picture, ground));
    encode(&square(&small, ground))
}

/// What the bytes are, whatever their name or media type says.
fn kind_of(upload: &[u8]) -> Outcome<ImageFormat> {
    match image::guess_format(upload) {
        Ok(kind @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => Ok(kind),
        Ok(_other) => Err(refused("kind", LOGO_KINDS)),
        Err(_unknown) if is_markup(upload) => Err(refused("svg", NO_SVG)),
        Err(_unknown) => Err(refused("kind", LOGO_KINDS)),
    }
}

/// Whether it begins like SVG or another text in angle brackets, behind a byte order mark or spaces.
fn is_markup(upload: &[u8]) -> bool {
    let text = upload.strip_prefix(b"\xef\xbb\xbf").unwrap_or(upload);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

fn decode(upload: &[u8], kind: ImageFormat) -> Outcome<DynamicImage> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(upload), kind);
    reader.limits(limits);
    // Up to here only the header was read.
    let mut decoder = reader.into_decoder().map_err(told)?;
    let (width, height) = decoder.dimensions();
    if width.min(height) < MIN_SIDE {
        return Err(refused(
            "too_small",
            format!("Each side needs at least {MIN_SIDE} pixels."),
        ));
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(told)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn told(cause: image::ImageError) -> Refusal {
    match cause {
        image::ImageError::Limits(_) => refused(
            "too_large",
            format!("Each side may have at most {MAX_SIDE} pixels. Make it smaller."),
        ),
        _ => unreadable(),
    }
}

/// The ground a picture stands on: paper, or ink for a light one that lets its ground through.
fn ground_for(picture: &RgbaImage) -> Outcome<Rgb<u8>> {
    let (mut weight, mut light, mut whole) = (0_u64, 0_u64, true);
    for pixel in picture.pixels() {
        let [red, green, blue, alpha] = pixel.0.map(u64::from);
        whole &= alpha == 255;
        weight += alpha;
        // Rec. 709 luma, near enough.
        light += alpha * (red * 2 + green * 7 + blue) / 10;
    }
    if weight == 0 {
        return Err(refused("empty", "Nothing can be seen on this picture."));
    }
    Ok(if !whole && light / weight > LIGHT { INK } else { PAPER })
}

/// The picture without holes.
fn flatten(picture: &RgbaImage, ground: Rgb<u8>) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let [below_red, below_green, below_blue] = ground.0;
        let mix = |above: u8, below: u8| {
            let sum = u16::from(above) * u16::from(alpha) + u16::from(below) * (255 - u16::from(alpha));
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        Rgb([mix(red, below_red), mix(green, below_green), mix(blue, below_blue)])
    })
}

/// At most [`SIDE`] a side, in the proportions it had.
fn shrink(picture: RgbImage) -> RgbImage {
    if picture.width().max(picture.height()) <= SIDE {
        return picture;
    }
    DynamicImage::ImageRgb8(picture)
        .resize(SIDE, SIDE, FilterType::Lanczos3)
        .into_rgb8()
}

/// In the middle of a square.
fn square(picture: &RgbImage, ground: Rgb<u8>) -> RgbImage {
    let side = picture.width().max(picture.height());
    let mut square = RgbImage::from_pixel(side, side, ground);
    let (left, top) = ((side - picture.width()) / 2, (side - picture.height()) / 2);
    overlay(&mut square, picture, left.into(), top.into());
    square
}

fn encode(picture: &RgbImage) -> Outcome<Vec<u8>> {
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(Refusal::internal)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn png(picture: &RgbaImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    fn drawn(picture: &RgbaImage) -> RgbImage {
        image::load_from_memory(&draw_blocking(&png(picture)).unwrap())
            .unwrap()
            .into_rgb8()
    }

    #[test]
    fn a_wide_picture_becomes_a_square_one_with_paper_above_and_below() {
        let drawn = drawn(&RgbaImage::from_pixel(600, 300, Rgba([200, 0, 0, 255])));
        assert_eq!(drawn.dimensions(), (SIDE, SIDE));
        assert_eq!(*drawn.get_pixel(128, 3), PAPER);
        assert_eq!(*drawn.get_pixel(128, 128), Rgb([200, 0, 0]));
    }

    #[test]
    fn a_small_picture_is_not_blown_up() {
        let drawn = drawn(&RgbaImage::from_pixel(32, 20, Rgba([0, 0, 0, 255])));
        assert_eq!(drawn.dimensions(), (32, 32));
    }

    #[test]
    fn a_light_drawing_without_ground_stands_on_ink_and_a_dark_one_on_paper() {
        let drawing = |ink: u8| {
            RgbaImage::from_fn(64, 64, |x, _| {
                let alpha = if x < 32 { 255 } else { 0 };
                Rgba([ink, ink, ink, alpha])
            })
        };
        assert_eq!(*drawn(&drawing(250)).get_pixel(60, 5), INK);
        assert_eq!(*drawn(&drawing(10)).get_pixel(60, 5), PAPER);
        // Whoever brings a light ground of their own keeps it.
        let white = RgbaImage::from_pixel(64, 32, Rgba([250, 250, 250, 255]));
        assert_eq!(*drawn(&white).get_pixel(30, 2), PAPER);
    }

    #[test]
    fn sides_have_bounds() {
        let flat = |width, height| draw_blocking(&png(&RgbaImage::from_pixel(width, height, Rgba([1, 2, 3, 255]))));
        assert!(flat(MAX_SIDE, MIN_SIDE).is_ok());
        assert!(flat(MAX_SIDE + 1, MIN_SIDE).is_err());
        assert!(flat(64, MIN_SIDE - 1).is_err());
        let nothing = RgbaImage::from_pixel(64, 64, Rgba([9, 9, 9, 0]));
        assert!(draw_blocking(&png(&nothing)).is_err());
    }
}
