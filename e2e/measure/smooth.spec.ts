import { expect, test, type Page } from '@playwright/test';
import { enter, people, signIn } from '../support/people.ts';
import { large, many, serve } from './world.ts';
import { traced } from './trace.ts';

const at = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const row = (...cells: string[]): void => console.log(`| ${cells.join(' | ')} |`);

// From the key that chooses a customer to its first rows on the screen.
async function switchTo(page: Page, name: string): Promise<number> {
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'Find a customer' }).fill(name);
  await expect(page.getByRole('listbox', { name: 'Customers' }).getByRole('option').first()).toContainText(name);
  // The listener has to be there before the key is pressed.
  await page.evaluate((name) => void (window.shown = new Promise<number>((resolve) => {
    let pressed = 0;
    addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true, once: true });
    const look = (): void => {
      const there = document.querySelector('main')?.textContent?.includes(`Issued for ${name}`) === true
        && document.querySelector('main a[href^="/tokens/tok_"]') !== null && pressed > 0;
      // The frame after the one that drew it has shown it.
      requestAnimationFrame(there ? () => resolve(performance.now() - pressed) : look);
    };
    look();
  })), name);
  await page.keyboard.press('Enter');
  return page.evaluate(() => window.shown);
}

declare global {
  interface Window { shown: Promise<number> }
}

test('switching and typing among 5,000 customers', async ({ page }) => {
  const stop = await serve(many);
  await signIn(page, people.agent);
  const names = ['Halden Rail', 'Northquay Freight', 'Solvara Energy'];
  await enter(page, 'Halden Rail');
  await page.getByRole('link', { name: 'Tokens' }).first().click();
  await expect(page.locator('main a[href^="/tokens/tok_"]').first()).toBeVisible();
  const times: number[] = [];
  for (let turn = 1; turn <= 100; turn += 1) times.push(await switchTo(page, names[turn % names.length] ?? ''));
  times.sort((one, other) => one - other);
  row('switch of the customer → its first rows, 100 times', `p50 ${ms(at(times, 0.5))}, p95 ${ms(at(times, 0.95))}`, 'p95 ≤ 150 ms');

  await page.keyboard.press('c');
  const field = page.getByRole('combobox', { name: 'Find a customer' });
  await expect(field).toBeVisible();
  const typing = await traced(page, async () => {
    for (const word of ['northquay', 'sol', 'halden rail', 'air cargo', 'energy', 'xq']) {
      await field.pressSequentially(word, { delay: 80 });
      for (let left = word.length; left > 0; left -= 1) await field.press('Backspace', { delay: 30 });
    }
  });
  row('typing in the switcher, 5,000 customers', `${String(typing.dropped)} of ${String(typing.shown + typing.dropped)} frames dropped, longest task ${ms(typing.longestTask)}`, '≤ 1 dropped');
  stop();
});

test('scrolling through a list of more than 1,000,000 rows', async ({ page }) => {
  const stop = await serve(large);
  await signIn(page, people.agent);
  if (await page.getByRole('banner').getByText('All customers').isVisible()) await enter(page, 'Halden Rail');
  await page.getByRole('link', { name: 'Audit' }).first().click();
  const shown = page.getByRole('table', { name: 'Audit events' }).locator('tbody tr');
  await expect(shown.nth(20)).toBeVisible();
  await page.mouse.move(720, 500);
  const scrolling = await traced(page, async () => {
    for (let turn = 0; turn < 400; turn += 1) {
      await page.mouse.wheel(0, 240);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  });
  const rows = await shown.count();
  const deep = await page.evaluate(() => Math.round(Math.max(window.scrollY, ...[...document.querySelectorAll('main *')].map((one) => one.scrollTop))));
  row('scrolling the trail of 200,000 tokens: more than 1,000,000 rows', `${String(scrolling.dropped)} of ${String(scrolling.shown + scrolling.dropped)} frames dropped, longest task ${ms(scrolling.longestTask)}; ${String(deep)} px deep, ${String(rows)} rows in the page`, '≤ 1 dropped');
  stop();
});
