import { crc32 } from './crc32.ts';
import { deflateSync } from 'node:zlib';

function chunk(kind: string, data: Buffer): Buffer {
  const checked = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(checked), 4);
  return Buffer.concat([ends.subarray(0, 4), checked, ends.subarray(4)]);
}

// A PNG of a ring on white, in this colour: something that looks like a logo.
export function ring(side: number, [red, green, blue]: [number, number, number]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((side * 3 + 1) * side, 255);
  for (let y = 0; y < side; y += 1) {
    rows[y * (side * 3 + 1)] = 0;
    for (let x = 0; x < side; x += 1) {
      const far = Math.hypot(x - side / 2, y - side / 2) / side;
      if (far > 0.22 && far < 0.4) rows.set([red, green, blue], y * (side * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([head, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
