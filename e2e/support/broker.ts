import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = process.env.E2E_BROKER ?? '../target/debug/tessera';

export interface Broker {
  base: string;
  data: string;
  // Runs another command of the binary over the same data; `input` goes to its standard input.
  command(args: string[], input?: string): string;
  stop(): Promise<void>;
}

// Starts `tessera serve` in a folder of its own and waits until it can serve.
export async function startBroker(port: string, args: string[], settings: Record<string, string> = {}): Promise<Broker> {
  return serve(mkdtempSync(join(tmpdir(), 'tessera-e2e-')), port, args, settings);
}

// The same over the data of a folder.
export async function serve(data: string, port: string, args: string[], settings: Record<string, string> = {}): Promise<Broker> {
  const log = openSync(join(data, 'broker.log'), 'w');
  const env = { ...settingsFree(), ...settings };
  const base = `http://localhost:${port}`;
  // Who answers already would pass for the new one.
  if (await answers(base)) throw new Error(`something answers at ${base} already`);
  const broker = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...args], {
    stdio: ['ignore', log, log], env,
  });
  await ready(broker, base, data);
  return {
    base,
    data,
    command(more, input = '') {
      const done = spawnSync(binary, [...more, '--data', data], { env, input, encoding: 'utf8' });
      if (done.status !== 0) throw new Error(`tessera ${more.join(' ')}: ${done.stderr}`);
      return done.stdout;
    },
    stop: async () => {
      const ended = once(broker, 'exit');
      if (broker.exitCode === null && broker.kill('SIGTERM')) await ended;
    },
  };
}

async function ready(broker: ChildProcess, base: string, data: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    if (await answers(base)) return;
    if (tries > 300 || broker.exitCode !== null || broker.signalCode !== null) throw new Error(`the broker did not start; see ${data}/broker.log`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function answers(base: string): Promise<boolean> {
  return fetch(`${base}/readyz`).then((answer) => answer.ok, () => false);
}

// The broker reads every TESSERA_ variable as a setting; those of the test run are none of its business.
function settingsFree(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TESSERA_')));
}
