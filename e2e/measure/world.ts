import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serve as startOver } from '../support/broker.ts';

const binary = process.env.E2E_BROKER ?? '../target/release/tessera';
const folder = resolve('../target/measure');

// A demo world that is made the first time and kept: `many` customers, or one customer with very much (six events in the trail for
// each token).
export interface World { name: string; tenants: number; tokens: number; port: string }

export const many: World = { name: 'many', tenants: 5_000, tokens: 6_000, port: '18101' };
export const large: World = { name: 'large', tenants: 1, tokens: 200_000, port: '18102' };

// Serves a world; the answer stops it.
export async function serve({ name, tenants, tokens, port }: World): Promise<() => Promise<void>> {
  const data = join(folder, name);
  const made = `${data}.made`;
  mkdirSync(folder, { recursive: true });
  if (!existsSync(made)) {
    console.log(`Making a world of ${String(tenants)} customers and ${String(tokens)} tokens in ${data}; that happens once`);
    rmSync(data, { recursive: true, force: true });
    const size = ['--tenants', String(tenants), '--tokens', String(tokens)];
    const done = spawnSync(binary, ['demo', ...size, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (done.status !== 0) throw new Error(`the world ${name} was not made`);
    writeFileSync(made, '');
  }
  const broker = await startOver(data, port, ['--demo']);
  process.env.E2E_BASE = broker.base;
  return broker.stop;
}
