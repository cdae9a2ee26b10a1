import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

// A world of their own, with lists long enough to get lost in.
useOwnBroker('18097', { tenants: 3, tokens: 2400 });

test.describe.configure({ timeout: 120_000 });

const rows = (page: Page) => page.locator('[data-row]');
const soFar = (page: Page) => page.getByRole('status').filter({ hasText: /shown|in all/ });

async function open(page: Page, list: string): Promise<void> {
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: list }).click();
  await expect(rows(page).first()).toBeVisible();
}

// Scrolls on until so many rows have been loaded.
async function scrollTo(page: Page, number: number): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const shown = Number((await soFar(page).innerText()).replace(/\D/g, ''));
    expect(shown).toBeGreaterThanOrEqual(number);
  }).toPass({ intervals: [30], timeout: 60_000 });
}

test('a long list keeps few rows in the document, and coming back finds the place', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Tokens');
  await expect(page.getByRole('table', { name: 'Tokens' })).toHaveAttribute('aria-rowcount', '-1');
  await scrollTo(page, 700);
  expect(await rows(page).count(), 'rows in the document').toBeLessThan(400);

  // Rows far above gave up their place and come back.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(rows(page).first()).toHaveAttribute('data-row', '0');
  await expect(rows(page).first()).toBeInViewport();
  await page.evaluate(() => window.scrollTo(0, 20_000));
  const there = page.locator('[data-row="450"]');
  await there.scrollIntoViewIfNeeded();
  await expect(there).toHaveAttribute('aria-rowindex', '452');

  const link = there.getByRole('link');
  const name = await link.innerText();
  const before = await there.boundingBox();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.goBack();
  await expect(there).toBeInViewport();
  await expect(there.getByRole('link')).toHaveText(name);
  await expect.poll(async () => Math.abs(((await there.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(3);
  await keep(page, 'lists-tokens-far-light-1440');
});

test('the keyboard goes through the list and on behind it', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Tokens');
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('j');
  const cursor = page.locator('[data-row="4"]');
  await expect(cursor.getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  await expect(page.locator('[data-row="3"]').getByRole('link')).toBeFocused();

  // The focus stays where it is while the reader looks elsewhere, and the next key goes on from there.
  await scrollTo(page, 600);
  await expect(page.locator('[data-row="3"]').getByRole('link')).toBeFocused();
  await page.keyboard.press('j');
  await expect(cursor.getByRole('link')).toBeFocused();
  await expect(cursor).toBeInViewport();
  const name = await cursor.getByRole('link').innerText();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.goBack();
  await expect(cursor).toBeInViewport();

  // What lies behind the list can be reached, and stays while somebody is there.
  await page.getByRole('button', { name: 'Skip the list' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'End of the list' })).toBeFocused();
});

for (const theme of ['light', 'dark'] as const) {
  test(`every list looks right, ${theme}`, async ({ browser }) => {
    const page = await newPerson(browser, { colorScheme: theme });
    await open(page, 'Tokens');
    for (const list of ['tokens', 'requests', 'partners', 'audit']) {
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${base()}/${list}`);
        await expect(rows(page).first()).toBeVisible();
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        await keep(page, `lists-${list}-${theme}-${width}`);
      }
    }
  });
}

test('the list of a phone is as long and as light', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Tokens');
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole('list', { name: 'Tokens' })).toBeVisible();
  await scrollTo(page, 600);
  expect(await rows(page).count(), 'rows in the document').toBeLessThan(400);
});

test('an export is what the filter lets through', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Tokens');
  await page.goto(`${base()}/tokens?state=suspended`);
  await expect(rows(page).first()).toBeVisible();
  await expect(soFar(page)).toHaveText(/in all/);
  const shown = await rows(page).locator('.mono').allInnerTexts();
  const begun = page.waitForEvent('download');
  await page.getByRole('group', { name: 'Export this list' }).getByRole('button', { name: 'CSV' }).click();
  const file = await begun;
  expect(file.suggestedFilename()).toMatch(/^halden-rail-tokens-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines.slice(1).map((line) => line.match(/tsr_pt_…\w+/)?.[0])).toEqual(shown);
});
