import { defineConfig } from '@playwright/test';

// Debian's own browser: nothing is downloaded. The flags keep it from calling home.
const launch = {
  executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run',
  ],
};

export default defineConfig({
  testDir: 'specs',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    launchOptions: launch,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    locale: 'en-GB',
  },
});
