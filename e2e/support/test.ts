import { test as plain } from '@playwright/test';

export * from '@playwright/test';

// A test that leaves no window open behind it: each holds a live connection and a clock, and slows down every test that follows.
export const test = plain.extend<{ tidy: undefined }>({
  tidy: [async ({ browser }, use) => {
    const before = new Set(browser.contexts());
    await use(undefined);
    const left = browser.contexts().filter((context) => !before.has(context));
    await Promise.all(left.map((context) => context.close()));
  }, { auto: true }],
});
