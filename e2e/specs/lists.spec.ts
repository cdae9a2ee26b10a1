import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';

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

test('what somebody else changes shows in its place, and what is new is offered', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Tokens');
  await page.goto(`${base()}/tokens?environment=production`);
  const active = rows(page).filter({ hasText: 'Active' }).nth(2);
  const link = active.getByRole('link');
  const id = String((await link.getAttribute('href'))?.split('/').pop());
  const row = rows(page).filter({ has: page.locator(`a[href="/tokens/${id}"]`) });
  await row.getByRole('checkbox').focus();
  const place = await row.getAttribute('data-row');
  const note = page.getByText('Something here changed.');

  const other = await newPerson(browser);
  await signIn(other, people.lead);
  const tenant = demo().tenant.id;
  const { summary } = await rest<{ summary: { version: number } }>(other, 'GET', `/tokens/${id}`, tenant);
  await rest(other, 'POST', `/tokens/${id}/suspend`, tenant, { version: summary.version, reason: 'Seen by another.' });
  await expect(row).toContainText('Suspended');
  await expect(row).toHaveAttribute('data-row', String(place));
  await expect(row.getByRole('checkbox')).toBeFocused();
  await expect(note).toBeHidden();

  // One that no longer matches stays where it is until the reader asks.
  await page.goto(`${base()}/tokens?state=suspended`);
  await expect(row).toBeVisible();
  const { summary: now } = await rest<{ summary: { version: number } }>(other, 'GET', `/tokens/${id}`, tenant);
  await rest(other, 'POST', `/tokens/${id}/resume`, tenant, { version: now.version, reason: 'A mistake.' });
  await expect(note).toBeVisible();
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(row).toHaveCount(0);
  await expect(note).toBeHidden();
});

test('a card takes a tap anywhere, and all of them can be chosen', async ({ browser }) => {
  const page = await newPerson(browser, { hasTouch: true });
  await open(page, 'Tokens');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${base()}/tokens?state=active`);
  const card = rows(page).nth(1);
  await expect(card).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).check();
  await expect(page.getByRole('group', { name: /selected$/ })).toBeVisible();
  await expect(card.getByRole('checkbox')).toBeChecked();
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).uncheck();
  const name = await card.getByRole('link').innerText();
  const size = await card.boundingBox();
  await card.tap({ position: { x: (size?.width ?? 0) - 20, y: (size?.height ?? 0) - 10 } });
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

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
