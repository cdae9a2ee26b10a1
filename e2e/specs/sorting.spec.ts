import { expect, type Page, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';

// A world of their own, with lists of several pages that nobody else changes.
useOwnBroker('18098', { tenants: 3, tokens: 600 });

test.describe.configure({ timeout: 120_000 });

const rows = (page: Page) => page.locator('[data-row]');
const head = (page: Page, name: string) => page.getByRole('columnheader', { name });

interface Row { id: string; application: string; expires_at: string; submitted_at: string }

// What the broker says the list is.
async function listed(page: Page, list: string, query: string): Promise<Row[]> {
  const { items } = await rest<{ items: Row[] }>(page, 'GET', `/${list}?limit=100&${query}`, demo().tenant.id);
  return items;
}

async function open(page: Page, list: string): Promise<void> {
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: list }).click();
  await expect(rows(page).first()).toBeVisible();
}

// Where the links of the rows on the screen lead, in order.
const shown = (page: Page) => rows(page).evaluateAll((all) => all.map((row) => String(row.querySelector('a')?.getAttribute('href')).split('/').pop()));

test('a head sorts by keyboard, keeps its focus, and the address says how', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Tokens');
  await expect(head(page, 'Ends')).not.toHaveAttribute('aria-sort');
  await head(page, 'Ends').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(head(page, 'Ends')).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=ends_first/);
  await expect(head(page, 'Ends').getByRole('button')).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Sort' })).toHaveValue('ends_first');
  const soonest = await listed(page, 'tokens', 'sort=ends_first');
  const ends = soonest.map(({ expires_at }) => expires_at);
  expect(ends).toEqual([...ends].sort());
  await expect.poll(async () => (await shown(page)).slice(0, 30)).toEqual(soonest.slice(0, 30).map(({ id }) => id));
  await keep(page, 'sorting-tokens-light-1440');

  // Further pages go on in the order.
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, 70 * 44));
    await expect(page.locator('[data-row="70"]')).toBeInViewport({ timeout: 1_000 });
  }).toPass();
  await expect(page.locator('[data-row="70"]').getByRole('link')).toHaveAttribute('href', `/tokens/${String(soonest[70]?.id)}`);

  // Who opens one and comes back finds the list as it was; pressing again brings back the usual order.
  await page.locator('[data-row="70"]').getByRole('link').click();
  await expect(page).toHaveURL(/tokens\/tok_/);
  await page.goBack();
  await expect(page).toHaveURL(/sort=ends_first/);
  await expect(page.locator('[data-row="70"]')).toBeInViewport();
  await expect(head(page, 'Ends')).toHaveAttribute('aria-sort', 'ascending');
  await page.evaluate(() => window.scrollTo(0, 0));
  await head(page, 'Ends').getByRole('button').click();
  await expect(head(page, 'Ends')).not.toHaveAttribute('aria-sort');
  await expect(page).not.toHaveURL(/sort=/);
  const newest = await listed(page, 'tokens', '');
  await expect.poll(async () => (await shown(page))[0]).toBe(newest[0]?.id);
});

test('a link can name the order, and a filter keeps it', async ({ browser }) => {
  const page = await newPerson(browser);
  await open(page, 'Requests');
  await page.goto(`${base()}/requests?sort=oldest`);
  await expect(head(page, 'Filed')).toHaveAttribute('aria-sort', 'ascending');
  const oldest = await listed(page, 'requests', 'sort=oldest');
  await expect.poll(async () => (await shown(page))[0]).toBe(oldest[0]?.id);
  await page.getByRole('searchbox').fill(String(oldest[3]?.application));
  await expect(page).toHaveURL(/q=/);
  await expect(page).toHaveURL(/sort=oldest/);
  const found = await listed(page, 'requests', `sort=oldest&q=${encodeURIComponent(String(oldest[3]?.application))}`);
  await expect.poll(async () => (await shown(page)).slice(0, 30)).toEqual(found.slice(0, 30).map(({ id }) => id));
  await head(page, 'Filed').getByRole('button').click();
  await expect(head(page, 'Filed')).toHaveAttribute('aria-sort', 'descending');

  // A word that is no order is none.
  await page.goto(`${base()}/requests?sort=ends_first`);
  await expect(head(page, 'Filed')).toHaveAttribute('aria-sort', 'descending');
  await page.goto(`${base()}/audit?sort=oldest`);
  await expect(head(page, 'When')).toHaveAttribute('aria-sort', 'ascending');
  await keep(page, 'sorting-audit-light-1440');
});

for (const theme of ['light', 'dark'] as const) {
  test(`a phone sorts by a pill, ${theme}`, async ({ browser }) => {
    const page = await newPerson(browser, { viewport: { width: 360, height: 740 }, colorScheme: theme });
    await signIn(page, people.auditor);
    for (const [list, order] of [['tokens', 'ends_first'], ['requests', 'oldest'], ['audit', 'oldest']] as const) {
      await page.goto(`${base()}/${list}`);
      await expect(rows(page).first()).toBeVisible();
      await page.getByRole('combobox', { name: 'Sort' }).selectOption(order);
      await expect(page).toHaveURL(new RegExp(`sort=${order}`));
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await keep(page, `sorting-${list}-${theme}-360`);
    }
  });
}
