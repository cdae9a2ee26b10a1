import { spawn } from 'node:child_process';
import { mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Starts the broker with a small demo world and waits until it can serve.
export default async function start(): Promise<() => void> {
  const data = mkdtempSync(join(tmpdir(), 'tessera-e2e-'));
  const port = process.env.E2E_PORT ?? '18080';
  const base = `http://localhost:${port}`;
  const log = openSync(join(data, 'broker.log'), 'w');
  const binary = process.env.E2E_BROKER ?? '../target/debug/tessera';
  const args = [
    'serve', '--demo', '--demo-tenants', '60', '--demo-tokens', '1200',
    '--data', data, '--listen', `127.0.0.1:${port}`,
  ];
  const broker = spawn(binary, args, { stdio: ['ignore', log, log], env: settingsFree() });
  process.env.E2E_BASE = base;
  process.env.E2E_DATA = data;
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) break;
    if (tries > 300 || broker.exitCode !== null) throw new Error(`the broker did not start; see ${data}/broker.log`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return () => {
    broker.kill('SIGTERM');
  };
}

// The broker reads every TESSERA_ variable as a setting; those of the test run are none of its business.
function settingsFree(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TESSERA_')));
}
