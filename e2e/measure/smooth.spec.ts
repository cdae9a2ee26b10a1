import { expect, test, type Page } from '@playwright/test';
import { base, enter, people, signIn } from '../support/people.ts';
import { large, many, serve } from './world.ts';
import { animated, traced, type Frames } from './trace.ts';

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

const told = ({ shown, late, dropped, longestTask }: Frames): string =>
  `${String(dropped)} of ${String(shown + dropped)} frames dropped, ${String(late)} shown without the page's newest work, longest task ${ms(longestTask)}`;

declare global {
  interface Window { shown: Promise<number>; gapped: [frames: number, pixels: number] | undefined }
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
  let pace = { frames: 0, missed: 0 };
  const type = async (): Promise<void> => {
    for (const word of ['northquay', 'sol', 'halden rail', 'air cargo', 'energy', 'xq']) {
      await field.pressSequentially(word, { delay: 80 });
      for (let left = word.length; left > 0; left -= 1) await field.press('Backspace', { delay: 30 });
    }
  };
  const { longestTask } = await traced(page, async () => {
    pace = await animated(page, type);
  });
  row('typing in the switcher, 5,000 customers', `${String(pace.missed)} of ${String(pace.frames + pace.missed)} animation frames missed, longest task ${ms(longestTask)}`, '≤ 1 dropped');
  await stop();
});

// Turns the wheel for some seconds, so many CSS pixels a second.
async function scroll(page: Page, speed: number, seconds = 8): Promise<Frames> {
  await page.mouse.move(720, 500);
  return traced(page, async (browser) => {
    const way = -speed * seconds;
    await browser.send('Input.synthesizeScrollGesture', { x: 720, y: 500, yDistance: way, speed, gestureSourceType: 'mouse', preventFling: true });
  });
}

// Counts, from now on, the frames in which the reader saw rows missing, and how many pixels of them at most.
const watchGaps = (page: Page): Promise<void> => page.evaluate(() => {
  window.gapped = [0, 0];
  const look = (): void => {
    if (!window.gapped) return;
    const away = [...document.querySelectorAll('tbody.gap:not([hidden]), tbody [aria-hidden="true"] > td')].map((one) => one.getBoundingClientRect());
    const seen = away.map(({ top, bottom }) => Math.min(bottom, innerHeight) - Math.max(top, 0)).filter((pixels) => pixels > 1);
    if (seen.length > 0) window.gapped = [window.gapped[0] + 1, Math.max(window.gapped[1], ...seen)];
    requestAnimationFrame(look);
  };
  look();
});

const gapsSeen = (page: Page): Promise<string> => page.evaluate(() => {
  const [frames, pixels] = window.gapped ?? [0, 0];
  window.gapped = undefined;
  return frames === 0 ? 'no row missing in any frame' : `rows missing in ${String(frames)} frames, ${pixels.toFixed(0)} px at most`;
});

// The same rows in a page that stands still and has no script: what the browser can do here at best.
async function still(page: Page): Promise<Page> {
  const html = await page.evaluate(() => {
    const rows = [...document.querySelectorAll('tbody[data-block]')].map((block) => block.outerHTML).join('');
    const css = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n');
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    copy.querySelectorAll('script, link, tbody').forEach((one) => one.remove());
    copy.querySelector('main table')?.insertAdjacentHTML('beforeend', rows.repeat(8));
    return copy.outerHTML.replace('</head>', () => `<style>${css}</style></head>`);
  });
  const floor = await page.context().newPage();
  await floor.route('**/still', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>${html}` }));
  await floor.goto(`${base()}/still`);
  return floor;
}

test('scrolling through a list of more than 1,000,000 rows', async ({ page }) => {
  const stop = await serve(large);
  await signIn(page, people.agent);
  if (await page.getByRole('banner').getByText('All customers').isVisible()) await enter(page, 'Halden Rail');
  await page.getByRole('link', { name: 'Audit' }).first().click();
  const shown = page.getByRole('table', { name: 'Audit events' }).locator('tbody tr');
  await expect(shown.nth(20)).toBeVisible();
  const floor = await still(page);
  for (const speed of [2_400, 14_400]) {
    const what = `${String(speed)} px a second`;
    await floor.bringToFront();
    await floor.evaluate(() => scrollTo(0, 0));
    row(`a page of the same rows that stands still, ${what}`, told(await scroll(floor, speed, speed > 5_000 ? 1.3 : 8)), '');
    await page.bringToFront();
    await page.evaluate(() => scrollTo(0, 0));
    await expect(page.locator('[data-row="0"]')).toBeInViewport();
    await watchGaps(page);
    const scrolling = await scroll(page, speed);
    row(`scrolling the trail of 200,000 tokens: more than 1,000,000 rows, ${what}`, `${told(scrolling)}; ${await gapsSeen(page)}; ${String(await shown.count())} rows in the page`, '≤ 1 dropped');
  }
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await stop();
});
