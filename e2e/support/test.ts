import { test as plain } from '@playwright/test';
import { startBroker } from './broker.ts';

export * from '@playwright/test';

export const test = plain.extend<{ tidy: undefined }, { world: undefined }>({
  // A small demo world for the journeys that run one after the other; those that run beside them have another one.
  world: [async ({}, use, { parallelIndex }) => {
    const broker = await startBroker(String(18_080 - parallelIndex), ['--demo', '--demo-tenants', '60', '--demo-tokens', '1200']);
    Object.assign(process.env, { E2E_BASE: broker.base, E2E_DATA: broker.data });
    await use(undefined);
    await broker.stop();
  }, { auto: true, scope: 'worker', timeout: 240_000 }],
  // Leaves no window open behind a test: each holds a live connection and a clock, and slows down every test that follows.
  tidy: [async ({ browser }, use) => {
    const before = new Set(browser.contexts());
    await use(undefined);
    const left = browser.contexts().filter((context) => !before.has(context));
    await Promise.all(left.map((context) => context.close()));
  }, { auto: true }],
});
