//! Picture files put together by hand: what no encoder would write.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbaImage};

/// The eight bytes every PNG begins with.
pub const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A picture with something on it, in one of the formats `image` writes.
pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let drawn = RgbaImage::from_fn(width, height, |x, y| {
        let part = |value: u32| u8::try_from(value % 256).unwrap();
        image::Rgba([part(x * 3), part(y * 5), part(x + y), 255])
    });
    let picture = DynamicImage::ImageRgba8(drawn);
    let picture = match format {
        ImageFormat::Jpeg => DynamicImage::ImageRgb8(picture.into_rgb8()),
        _ => picture,
    };
    written(&picture, format)
}

pub fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// One chunk of a PNG.
pub fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut checked = kind.to_vec();
    checked.extend(data);
    let mut bytes = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend(&checked);
    bytes.extend(crc32fast::hash(&checked).to_be_bytes());
    bytes
}

/// The chunks of a PNG in order, with their kinds.
pub fn chunks(png: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    let mut rest = png.strip_prefix(PNG_HEAD).unwrap();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_be_bytes(rest[..4].try_into().unwrap())).unwrap();
        found.push((rest[4..8].try_into().unwrap(), rest[8..8 + length].to_vec()));
        rest = &rest[12 + length..];
    }
    found
}

/// A PNG of these chunks.
pub fn png(chunks: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut bytes = PNG_HEAD.to_vec();
    bytes.extend(chunks.iter().flat_map(|(kind, data)| chunk(*kind, data)));
    bytes
}

/// A PNG with more chunks behind its header.
pub fn png_with(base: &[u8], more: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut all = chunks(base);
    all.splice(1..1, more.iter().cloned());
    png(&all)
}

/// The header of a PNG: its sides, bits a channel and kind of colour.
pub fn header(width: u32, height: u32, bits: u8, colour: u8) -> Vec<u8> {
    let mut data = [width.to_be_bytes(), height.to_be_bytes()].concat();
    data.extend([bits, colour, 0, 0, 0]);
    data
}

/// Data as zlib without compression.
pub fn stored(data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x78, 0x01];
    let blocks = data.chunks(65_535);
    let last = blocks.len() - 1;
    for (number, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        bytes.push(u8::from(number == last));
        bytes.extend(length.to_le_bytes());
        bytes.extend((!length).to_le_bytes());
        bytes.extend(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    bytes.extend((high << 16 | low).to_be_bytes());
    bytes
}

/// Twenty million zeros as zlib, in a few kilobytes.
pub fn bomb() -> Vec<u8> {
    let zeros = DynamicImage::new_luma8(2_000, 10_000);
    let all = chunks(&written(&zeros, ImageFormat::Png));
    let data = all.iter().filter(|(kind, _)| kind == b"IDAT");
    data.flat_map(|(_, data)| data.clone()).collect()
}

/// A PNG in a palette of two colours.
pub fn palette() -> Vec<u8> {
    let mut rows = Vec::new();
    for row in 0..32_u8 {
        rows.push(0);
        rows.extend((0..32_u8).map(|column| u8::from(row > column)));
    }
    png(&[
        (*b"IHDR", header(32, 32, 8, 3)),
        (*b"PLTE", vec![200, 30, 30, 30, 30, 200]),
        (*b"IDAT", stored(&rows)),
        (*b"IEND", vec![]),
    ])
}

/// An animated PNG whose default picture is its first.
pub fn apng() -> Vec<u8> {
    let control = |number: u32| {
        let mut data = number.to_be_bytes().to_vec();
        for side in [64_u32, 64, 0, 0] {
            data.extend(side.to_be_bytes());
        }
        data.extend([0, 1, 0, 10, 0, 0]);
        data
    };
    let mut all = chunks(&picture(64, 64, ImageFormat::Png));
    let frame = all.iter().find(|(kind, _)| kind == b"IDAT").unwrap().1.clone();
    let second = [&2_u32.to_be_bytes()[..], &frame].concat();
    let end = all.len() - 1;
    all.splice(end..end, [(*b"fcTL", control(1)), (*b"fdAT", second)]);
    let counts = [2_u32.to_be_bytes(), 0_u32.to_be_bytes()].concat();
    all.splice(1..1, [(*b"acTL", counts), (*b"fcTL", control(0))]);
    png(&all)
}

/// One chunk of a RIFF file.
pub fn riff_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    bytes.extend(data);
    bytes.resize(bytes.len() + data.len() % 2, 0);
    bytes
}

/// A WebP of these chunks.
pub fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body: Vec<u8> = chunks.concat();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(u32::try_from(body.len() + 4).unwrap().to_le_bytes());
    bytes.extend(b"WEBP");
    bytes.extend(body);
    bytes
}

/// The extended header of a WebP.
pub fn webp_header(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let mut data = vec![flags, 0, 0, 0];
    data.extend(&(width - 1).to_le_bytes()[..3]);
    data.extend(&(height - 1).to_le_bytes()[..3]);
    riff_chunk(*b"VP8X", &data)
}

/// A WebP of two pictures that take turns.
pub fn animated_webp() -> Vec<u8> {
    let frame = |side: u32| {
        let mut data = vec![0; 6];
        data.extend(&(side - 1).to_le_bytes()[..3]);
        data.extend(&(side - 1).to_le_bytes()[..3]);
        data.extend([100, 0, 0, 0]);
        data.extend(&picture(side, side, ImageFormat::WebP)[12..]);
        riff_chunk(*b"ANMF", &data)
    };
    webp(&[
        webp_header(0b10, 64, 64),
        riff_chunk(*b"ANIM", &[0, 0, 0, 0, 0, 0]),
        frame(64),
        frame(64),
    ])
}

/// The header of a JPEG of so many components, each of one square.
fn jpeg_header(width: u16, height: u16, components: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    // Whoever has four of them says that they are ink, not a transformed picture.
    bytes.extend(b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00");
    bytes.extend([0xff, 0xdb, 0, 67, 0]);
    bytes.extend([1; 64]);
    bytes.extend([0xff, 0xc0, 0, 8 + 3 * components, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.push(components);
    bytes.extend((1..=components).flat_map(|number| [number, 0x11, 0]));
    bytes
}

/// A JPEG in cyan, magenta, yellow and black: every block the same.
pub fn cmyk_jpeg() -> Vec<u8> {
    let mut bytes = jpeg_header(16, 16, 4);
    for table in [0x00, 0x10] {
        // One code of one bit: no difference, or the end of the block.
        bytes.extend([0xff, 0xc4, 0, 20, table, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    // Four squares of four components, two bits each.
    bytes.extend([0; 4]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// A JPEG that claims to be as large as one can be.
pub fn jpeg_flood() -> Vec<u8> {
    jpeg_header(65_500, 65_500, 3)
}

/// A JPEG with one more segment behind its start.
pub fn jpeg_with(marker: u8, data: &[u8]) -> Vec<u8> {
    let base = picture(64, 64, ImageFormat::Jpeg);
    let mut bytes = vec![0xff, 0xd8, 0xff, marker];
    bytes.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
    bytes.extend(data);
    bytes.extend(&base[2..]);
    bytes
}
