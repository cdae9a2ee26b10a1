// write-calls.mjs NAME READY PATH FILE <TOKENS: writes the calls that ask for each of TOKENS (one a line) to FILE,
// after the peer has said of one that it is active and of an unknown one that it is not.
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const [name, ready, path, file] = process.argv.slice(2);
const [address, ...pids] = readFileSync(ready, 'utf8').trim().split('\n');
const tokens = (await text(process.stdin)).trim().split('\n');
const headers = [
  ['authorization', `Basic ${Buffer.from(process.env.PEER_GATEWAY).toString('base64')}`],
  ['content-type', 'application/x-www-form-urlencoded'],
];
const calls = tokens.map((token) => ({ method: 'POST', path, headers, body: `token=${encodeURIComponent(token)}` }));

await expect(calls[0], true);
await expect(calls.at(-1), true);
await expect({ ...calls[0], body: 'token=unknown' }, false);
// For a stranger it may say nothing at all, else the measured call would lack a check that Tessera makes.
await expectRefusal({ ...calls[0], headers: headers.slice(1) });
writeFileSync(file, JSON.stringify({ name, address, pids: pids.map(Number), calls }));

async function expect(call, active) {
  const answer = await ask(call);
  const said = await answer.text();
  if (answer.status !== 200 || JSON.parse(said).active !== active || !answer.headers.has('content-length')) {
    throw new Error(`${name} should say active: ${active} with a content-length: ${answer.status} ${said}`);
  }
}

async function expectRefusal(call) {
  const answer = await ask(call);
  if (answer.ok) {
    throw new Error(`${name} answers strangers: ${await answer.text()}`);
  }
}

function ask({ method, path, headers, body }) {
  return fetch(`http://${address}${path}`, { method, headers, body });
}
