import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { base } from './people.ts';

// What the demo says about itself: logins, a tenant, a gateway, tokens.
export function demo(): { tenant: { id: string }; tokens: { live: string; revoked: string; foreign: string } } {
  return JSON.parse(readFileSync(join(process.env.E2E_DATA ?? '', 'demo.json'), 'utf8')) as ReturnType<typeof demo>;
}

// Calls the API as the person signed in on `page`, in a tenant; says the answer's body.
export async function rest<T>(page: Page, method: 'GET' | 'POST', path: string, tenant: string, body?: unknown): Promise<T> {
  const answer = await page.request.fetch(`${base()}/api/v1${path}`, {
    method,
    headers: { 'x-tenant-id': tenant, origin: base() },
    ...(body === undefined ? {} : { data: body }),
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return (answer.status() === 204 ? undefined : await answer.json()) as T;
}
