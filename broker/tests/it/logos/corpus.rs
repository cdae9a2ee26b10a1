//! Uploads of every kind a stranger may send.

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgba};

use super::craft::{
    animated_webp, apng, bomb, chunk, cmyk_jpeg, header, jpeg_flood, jpeg_with, palette, picture, png, png_with,
    riff_chunk, stored, webp, webp_header, written,
};

/// What must not be found in anything that is kept.
pub const MARKS: [&[u8]; 4] = [b"script", b"PK\x03\x04", b"Exif", b"evil.example"];

const HTML: &[u8] = b"<!doctype html><script src=//evil.example></script>";
const ZIP: &[u8] = b"PK\x03\x04\x14\x00\x00\x00\x00\x00evil.example";
const JS: &[u8] = b"/*\xff*/fetch('//evil.example')//script";
const SVG: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>fetch('//evil.example')</script></svg>"#;

/// What has to become of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Drawn anew and kept.
    Kept,
    /// Refused with this status, and with this code at `/logo` when it is a 422.
    Refused(u16, &'static str),
    /// Either; decoders differ in their patience.
    Either,
}

use Fate::{Either, Kept, Refused};

pub struct Upload {
    pub name: &'static str,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
    pub fate: Fate,
}

fn of(name: &'static str, kind: &'static str, bytes: impl Into<Vec<u8>>, fate: Fate) -> Upload {
    let bytes = bytes.into();
    Upload {
        name,
        kind,
        bytes,
        fate,
    }
}

const PNG: &str = "image/png";
const JPEG: &str = "image/jpeg";
const WEBP: &str = "image/webp";

pub fn all() -> Vec<Upload> {
    [honest(), two_at_once(), moving(), floods(), broken(), other_kinds()]
        .into_iter()
        .flatten()
        .collect()
}

fn honest() -> Vec<Upload> {
    let wide = ImageBuffer::from_fn(90, 40, |x, y| {
        let part = |value: u32| u16::try_from(value * 500).unwrap();
        Rgba([part(x), part(y), 9, 40_000_u16])
    });
    let grey = ImageBuffer::from_fn(40, 40, |x, _| Luma([u8::try_from(x * 6).unwrap()]));
    let veil = ImageBuffer::from_fn(40, 40, |x, _| LumaA([0_u8, u8::try_from(x * 6).unwrap()]));
    vec![
        of("PNG", PNG, picture(300, 200, ImageFormat::Png), Kept),
        of(
            "PNG of 16 bits",
            PNG,
            written(&DynamicImage::ImageRgba16(wide), ImageFormat::Png),
            Kept,
        ),
        of(
            "PNG in grey",
            PNG,
            written(&DynamicImage::ImageLuma8(grey.clone()), ImageFormat::Png),
            Kept,
        ),
        of(
            "PNG in grey, see-through",
            PNG,
            written(&DynamicImage::ImageLumaA8(veil), ImageFormat::Png),
            Kept,
        ),
        of("PNG with a palette", PNG, palette(), Kept),
        of(
            "largest PNG",
            PNG,
            written(&DynamicImage::new_luma8(2_048, 2_048), ImageFormat::Png),
            Kept,
        ),
        of("JPEG", JPEG, picture(300, 200, ImageFormat::Jpeg), Kept),
        of(
            "JPEG in grey",
            JPEG,
            written(&DynamicImage::ImageLuma8(grey), ImageFormat::Jpeg),
            Kept,
        ),
        of("JPEG in CMYK", JPEG, cmyk_jpeg(), Kept),
        of("WebP", WEBP, picture(300, 200, ImageFormat::WebP), Kept),
        of("JPEG that is called PNG", PNG, picture(64, 64, ImageFormat::Jpeg), Kept),
        of("PNG that is called WebP", WEBP, picture(64, 64, ImageFormat::Png), Kept),
    ]
}

/// Files that another reader takes for something else, and text that hides in a picture.
fn two_at_once() -> Vec<Upload> {
    let base = picture(64, 64, ImageFormat::Png);
    let text = [b"Comment\0".as_slice(), HTML].concat();
    let profile = [b"p\0\0".as_slice(), &stored(HTML)].concat();
    let body = picture(64, 64, ImageFormat::WebP);
    let known = riff_chunk(*b"EXIF", &[b"Exif\0\0", HTML].concat());
    vec![
        of("PNG and HTML", PNG, [&base, HTML].concat(), Kept),
        of("PNG and JavaScript", PNG, [&base, JS].concat(), Kept),
        of("PNG and zip", PNG, [&base, ZIP].concat(), Kept),
        of(
            "PNG with HTML as comment",
            PNG,
            png_with(&base, &[(*b"tEXt", text)]),
            Kept,
        ),
        of(
            "PNG with HTML as profile",
            PNG,
            png_with(&base, &[(*b"iCCP", profile)]),
            Either,
        ),
        of(
            "PNG with Exif",
            PNG,
            png_with(&base, &[(*b"eXIf", [b"Exif\0\0", HTML].concat())]),
            Either,
        ),
        of("JPEG with HTML as comment", JPEG, jpeg_with(0xfe, HTML), Kept),
        of("JPEG with JavaScript as comment", JPEG, jpeg_with(0xfe, JS), Kept),
        of(
            "JPEG with Exif",
            JPEG,
            jpeg_with(0xe1, &[b"Exif\0\0", HTML].concat()),
            Kept,
        ),
        of(
            "JPEG and zip",
            JPEG,
            [&picture(64, 64, ImageFormat::Jpeg), ZIP].concat(),
            Kept,
        ),
        of(
            "WebP with Exif",
            WEBP,
            webp(&[webp_header(0b1000, 64, 64), body[12..].to_vec(), known]),
            Either,
        ),
        of("WebP and zip", WEBP, [&body, ZIP].concat(), Either),
    ]
}

fn moving() -> Vec<Upload> {
    vec![
        of("animated PNG", PNG, apng(), Kept),
        of("animated WebP", WEBP, animated_webp(), Kept),
        of(
            "GIF",
            "image/gif",
            b"GIF89a\x40\x00\x40\x00".as_slice(),
            Refused(415, ""),
        ),
        of(
            "GIF that is called PNG",
            PNG,
            b"GIF89a\x40\x00\x40\x00\x00\x00\x00;".as_slice(),
            Refused(422, "kind"),
        ),
    ]
}

/// A few bytes that claim to be a city, and a few that unpack to one.
pub fn floods() -> Vec<Upload> {
    let claim = |width, height| png(&[(*b"IHDR", header(width, height, 8, 6)), (*b"IDAT", stored(&[0; 9]))]);
    let base = picture(64, 64, ImageFormat::Png);
    let profile = [b"p\0\0".as_slice(), &bomb()].concat();
    let text = [b"c\0\0".as_slice(), &bomb()].concat();
    vec![
        of(
            "PNG of 30,000 × 30,000",
            PNG,
            claim(30_000, 30_000),
            Refused(422, "too_large"),
        ),
        of(
            "PNG as wide as one can be",
            PNG,
            claim(0x7fff_ffff, 16),
            Refused(422, "too_large"),
        ),
        of(
            "PNG one pixel too high",
            PNG,
            claim(16, 2_049),
            Refused(422, "too_large"),
        ),
        of("JPEG of 65,500 × 65,500", JPEG, jpeg_flood(), Either),
        of(
            "WebP of 16,000 × 16,000",
            WEBP,
            webp(&[webp_header(0b10, 16_000, 16_000), riff_chunk(*b"ANIM", &[0; 6])]),
            Either,
        ),
        of(
            "PNG whose profile unpacks to 20 MB",
            PNG,
            png_with(&base, &[(*b"iCCP", profile)]),
            Either,
        ),
        of(
            "PNG whose comment unpacks to 20 MB",
            PNG,
            png_with(&base, &[(*b"zTXt", text)]),
            Kept,
        ),
        of(
            "PNG whose pixels are too many",
            PNG,
            png(&[(*b"IHDR", header(64, 64, 8, 0)), (*b"IDAT", bomb()), (*b"IEND", vec![])]),
            Either,
        ),
    ]
}

fn broken() -> Vec<Upload> {
    let base = picture(200, 200, ImageFormat::Png);
    let mut wrong = base.clone();
    let middle = wrong.len() / 2;
    wrong[middle] ^= 0xff;
    let half = |format| {
        let whole = picture(200, 200, format);
        whole[..whole.len() / 2].to_vec()
    };
    let sides = |width, height| {
        let rows = stored(&[0; 64]);
        png(&[
            (*b"IHDR", header(width, height, 8, 0)),
            (*b"IDAT", rows),
            (*b"IEND", vec![]),
        ])
    };
    vec![
        of("nothing", PNG, Vec::new(), Refused(422, "kind")),
        of(
            "PNG of which the half came",
            PNG,
            half(ImageFormat::Png),
            Refused(422, "unreadable"),
        ),
        of("JPEG of which the half came", JPEG, half(ImageFormat::Jpeg), Either),
        of(
            "WebP of which the half came",
            WEBP,
            half(ImageFormat::WebP),
            Refused(422, "unreadable"),
        ),
        of("PNG with a wrong byte", PNG, wrong, Refused(422, "unreadable")),
        of(
            "PNG without pixels",
            PNG,
            png(&[(*b"IHDR", header(64, 64, 8, 6)), (*b"IEND", vec![])]),
            Refused(422, "unreadable"),
        ),
        of(
            "PNG with too few pixels",
            PNG,
            sides(64, 64),
            Refused(422, "unreadable"),
        ),
        of("PNG without width", PNG, sides(0, 64), Refused(422, "unreadable")),
        of("PNG without height", PNG, sides(64, 0), Refused(422, "unreadable")),
        of(
            "PNG of one pixel",
            PNG,
            picture(1, 1, ImageFormat::Png),
            Refused(422, "too_small"),
        ),
        of(
            "PNG that is only its beginning",
            PNG,
            super::craft::PNG_HEAD,
            Refused(422, "unreadable"),
        ),
        of(
            "PNG that begins with its pixels",
            PNG,
            [super::craft::PNG_HEAD, &chunk(*b"IDAT", &[0])].concat(),
            Refused(422, "unreadable"),
        ),
        of("more than one MiB", PNG, vec![0; 1024 * 1024 + 1], Refused(413, "")),
    ]
}

fn other_kinds() -> Vec<Upload> {
    let spaced = [b"\xef\xbb\xbf\n  ", SVG].concat();
    vec![
        of("SVG", "image/svg+xml", SVG, Refused(415, "")),
        of("SVG that is called PNG", PNG, SVG, Refused(422, "svg")),
        of("SVG behind a byte order mark", PNG, spaced, Refused(422, "svg")),
        of("HTML that is called PNG", PNG, HTML, Refused(422, "svg")),
        of("JavaScript that is called PNG", PNG, JS, Refused(422, "kind")),
        of("zip that is called WebP", WEBP, ZIP, Refused(422, "kind")),
        of(
            "BMP that is called PNG",
            PNG,
            b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".as_slice(),
            Refused(422, "kind"),
        ),
        of(
            "TIFF that is called JPEG",
            JPEG,
            b"II*\0\x08\0\0\0".as_slice(),
            Refused(422, "kind"),
        ),
        of(
            "PDF that is called PNG",
            PNG,
            b"%PDF-1.7".as_slice(),
            Refused(422, "kind"),
        ),
        of(
            "PNG of no kind",
            "application/octet-stream",
            picture(64, 64, ImageFormat::Png),
            Refused(415, ""),
        ),
        of(
            "PNG in a form",
            "multipart/form-data; boundary=x",
            picture(64, 64, ImageFormat::Png),
            Refused(415, ""),
        ),
        of(
            "PNG as JSON",
            "application/json",
            picture(64, 64, ImageFormat::Png),
            Refused(415, ""),
        ),
    ]
}
