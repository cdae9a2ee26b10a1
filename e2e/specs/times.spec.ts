import { expect, test } from '../support/test.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

useOwnBroker('18091', { tenants: 3, tokens: 300 });

// Of the first use the broker knows the day in UTC. In a zone behind UTC that day begins on the day before.
test('the day of the first use is the same in every zone', async ({ browser }) => {
  const page = await newPerson(browser, { timezoneId: 'America/Sao_Paulo' });
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  const first = page.getByRole('listitem').filter({ hasText: 'First used' }).locator('time');
  await page.goto(`${base()}/tokens?state=active`);
  const links = page.getByRole('main').locator('a[href^="/tokens/tok_"]:visible');
  await expect(links.first()).toBeVisible();
  const tokens = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  for (const token of tokens) {
    await page.goto(`${base()}${token}`);
    await expect(page.getByRole('listitem').filter({ hasText: 'Token issued' })).toBeVisible();
    if (await first.count() > 0) break;
  }
  const day = (await first.getAttribute('datetime')) ?? '';
  expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  await expect(first).toHaveText(new RegExp(`^${String(Number(day.slice(8)))} `));
  await expect(first).toHaveAttribute('title', / UTC$/);
  // It stands after the opening of the link, with which the use began.
  const steps = await page.getByRole('listitem').filter({ hasText: /Link opened|First used/ }).allTextContents();
  expect(steps.map((step) => /^(Link opened|First used)/.exec(step)?.[0])).toEqual(['Link opened', 'First used']);
});
