// make-icons.mjs: draws the product's mark as PNG, for browsers that install the app. Run it when the mark changes.
import { mkdirSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const folder = "frontend/static/icons";
const ink = [0x16, 0x18, 0x1d];
const samples = 4;

// The mark of favicon.svg, in a square of 32.
const squares = [[1, 1], [9, 1], [1, 9]];
const isMark = (x, y) => {
  const [u, v] = [(x - 7) / 1.125, (y - 7) / 1.125];
  const side = Math.abs(u - 12) + Math.abs(v - 12);
  return squares.some(([left, top]) => u >= left && u <= left + 6 && v >= top && v <= top + 6) || Math.abs(side - 2.8) <= 0.6 * Math.SQRT2;
};
const isTile = (x, y, radius) => {
  const [u, v] = [Math.max(radius - x, x - 32 + radius, 0), Math.max(radius - y, y - 32 + radius, 0)];
  return u * u + v * v <= radius * radius;
};

const draw = (size, radius) => {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [tile, mark] = [0, 0];
      for (let at = 0; at < samples * samples; at++) {
        const u = ((x + ((at % samples) + 0.5) / samples) * 32) / size;
        const v = ((y + (Math.floor(at / samples) + 0.5) / samples) * 32) / size;
        if (radius > 0 && !isTile(u, v, radius)) continue;
        tile++;
        if (isMark(u, v)) mark++;
      }
      const white = tile > 0 ? mark / tile : 0;
      const pixel = [...ink.map((part) => Math.round(part + (255 - part) * white)), Math.round((tile * 255) / samples ** 2)];
      rows.set(pixel, y * (size * 4 + 1) + 1 + x * 4);
    }
  }
  return rows;
};

const chunk = (kind, data) => {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

const png = (size, radius) => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const data = deflateSync(draw(size, radius), { level: 9 });
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
};

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/icon-192.png`, png(192, 7));
writeFileSync(`${folder}/icon-512.png`, png(512, 7));
// Cut by the device: no corners, and the mark within the inner four fifths.
writeFileSync(`${folder}/maskable-512.png`, png(512, 0));
