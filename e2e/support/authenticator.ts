import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

// What an authenticator app shows for `secret` now (RFC 6238). It is still good when the half minute ends on the way.
export function code(secret: string): string {
  return codeOf(secret, 0);
}

// What it shows in the next half minute, which is good now: for who used the code of now already.
export function nextCode(secret: string): string {
  return codeOf(secret, 1);
}

function codeOf(secret: string, steps: number): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const tag = createHmac('sha1', seed).update(counter).digest();
  const number = tag.readUInt32BE((tag.at(-1) ?? 0) & 15) & 0x7fffffff;
  return (number % 1_000_000).toString().padStart(6, '0');
}
