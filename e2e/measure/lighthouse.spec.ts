import { chromium, expect, test } from '@playwright/test';
import { enter, people, signIn } from '../support/people.ts';
import { many, serve } from './world.ts';

// Only this target installs it, so the types are not there for everybody.
interface Result { lhr: { categories: Record<string, { title: string; score: number | null }>; audits: Record<string, { numericValue?: number; score: number | null; title: string; scoreDisplayMode: string }> } }
type Lighthouse = (url: string, flags: object, config?: object) => Promise<Result | undefined>;

const pages = ['/login', '/queue', '/overview', '/tokens', '/audit', '/halden-rail/request'];

test('Lighthouse', async ({}, info) => {
  const module = 'lighthouse';
  const { default: lighthouse, desktopConfig } = (await import(module)) as { default: Lighthouse; desktopConfig: object };
  const stop = await serve(many);
  const port = 18103;
  const { launchOptions } = info.project.use;
  const context = await chromium.launchPersistentContext('', {
    ...launchOptions, args: [...(launchOptions?.args ?? []), `--remote-debugging-port=${String(port)}`], locale: 'en-GB',
  });
  const page = await context.newPage();
  const measure = async (path: string): Promise<void> => {
    const flags = { port, disableStorageReset: true, logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices'] };
    const result = await lighthouse(`${String(process.env.E2E_BASE)}${path}`, flags, desktopConfig);
    const { categories = {}, audits = {} } = result?.lhr ?? {};
    const scores = Object.values(categories).map(({ score }) => Math.round((score ?? 0) * 100));
    const interactive = audits.interactive?.numericValue ?? 0;
    const low = Object.values(audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative').map(({ title }) => title);
    console.log(`| ${path} | ${scores.join(' | ')} | ${Math.round(interactive)} ms | ${low.join('; ')} |`);
    expect.soft(Math.min(...scores), path).toBeGreaterThanOrEqual(95);
  };
  console.log('| page | performance | accessibility | best practices | interactive | below 0.9 |');
  await measure('/login');
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  for (const path of pages.slice(1)) await measure(path);
  await context.close();
  await stop();
});
