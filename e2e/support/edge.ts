import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';

// What the API behind the gateway answers: the headers it was called with.
export interface Seen {
  headers: Record<string, string | string[] | undefined>;
}

export interface Edge {
  // Calls the API through nginx.
  call(token?: string, headers?: Record<string, string>): Promise<{ status: number; seen?: Seen; challenge: string | null }>;
  stop(): Promise<void>;
}

// A real nginx with the configuration the app shows, in front of a real small API.
export async function startEdge(snippet: string, credential: string): Promise<Edge> {
  const api = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ headers: request.headers } satisfies Seen));
  });
  const upstream = await listen(api);
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'tessera-nginx-'));
  const site = snippet
    .replaceAll('{{CREDENTIAL}}', credential)
    .replaceAll('{{UPSTREAM}}', `127.0.0.1:${upstream}`)
    .replaceAll('{{LISTEN}}', `127.0.0.1:${port}`);
  expect(site).not.toMatch(/^[^#]*\{\{/m);
  writeFileSync(join(home, 'site.conf'), site, { mode: 0o640 });
  writeFileSync(join(home, 'nginx.conf'), mainFile(home));
  const nginx = spawn('nginx', ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const ended = new Promise<void>((resolve) => nginx.on('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}/seats`;
  await expect.poll(() => fetch(url).then((answer) => answer.status, () => 0)).toBe(401);
  return {
    async call(token, headers = {}) {
      const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
      const answer = await fetch(url, { headers: { ...headers, ...authorization } });
      const seen = answer.ok ? ((await answer.json()) as Seen) : undefined;
      return { status: answer.status, seen, challenge: answer.headers.get('www-authenticate') };
    },
    async stop() {
      nginx.kill('SIGTERM');
      await ended;
      api.close();
    },
  };
}

function mainFile(home: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${home}/${name};`).join('\n  ')}
  include ${home}/site.conf;
}
`;
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
