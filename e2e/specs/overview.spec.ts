import { expect, type Page, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

const card = (page: Page, title: string) => page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const charts = ['Time to token', 'Request funnel', 'Checks per hour', 'Expiring soon', 'Why refused', 'Top partners', 'Idle tokens'];

async function openOverview(page: Page, email: string, customer?: string): Promise<void> {
  await signIn(page, email);
  if (customer !== undefined) await enter(page, customer);
  await page.goto(`${base()}/overview`);
}

// The list shows the number that was promised.
async function shows(page: Page, count: number): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible();
  if (count === 0) await expect(page.getByText('No token matches')).toBeVisible();
  else await expect(page.getByRole('status').filter({ hasText: /in all|shown/ })).toHaveText(new RegExp(`^(${String(count)} in all|\\d+ shown)$`));
}

const first = (text: string | null): number => Number(/[\d,]+/.exec(text ?? '')?.[0].replace(',', '') ?? NaN);

test('every chart has its finding, its values by keyboard and a table', async ({ browser }) => {
  const agent = await newPerson(browser, { reducedMotion: 'reduce' });
  await openOverview(agent, people.agent, 'Halden Rail');
  for (const title of charts) {
    const chart = card(agent, title);
    await expect(chart.getByRole('img').first()).toHaveAccessibleName(/\S/);
    const plot = chart.getByRole('group', { name: /Arrow keys read the values/ }).first();
    await plot.focus();
    await agent.keyboard.press('Home');
    await expect(plot.locator('[aria-live]')).toHaveText(/\d/);
    await agent.keyboard.press('Escape');
    await expect(plot.locator('[aria-live]')).toBeEmpty();
    await chart.getByRole('button', { name: `${title} as a table` }).click();
    await expect(chart.getByRole('table', { name: title }).getByRole('columnheader').first()).toBeVisible();
    await chart.getByRole('button', { name: `${title} as a chart` }).click();
    await expect(plot).toBeVisible();
  }
});

test('figures and charts lead to lists of the same rows', async ({ browser }) => {
  const agent = await newPerson(browser);
  await openOverview(agent, people.agent, 'Halden Rail');
  for (const link of [/idle tokens?$/, /tokens? in 14 weeks$/, /^Active tokens/, /^Expire within 30 d/]) {
    const figure = agent.getByRole('main').getByRole('link', { name: link });
    await expect(figure).toBeVisible();
    const number = figure.locator('.text-2xl');
    const count = first(await (await number.count() > 0 ? number : figure).textContent());
    await figure.click();
    await shows(agent, count);
    await agent.goBack();
  }
  const partners = card(agent, 'Top partners').getByRole('group');
  await partners.focus();
  await agent.keyboard.press('Home');
  const told = await partners.locator('[aria-live]').textContent();
  await agent.keyboard.press('Enter');
  await shows(agent, first(told?.split(', ').at(-1) ?? ''));
  await agent.getByRole('button', { name: 'Clear filters' }).click();
  await expect(agent).toHaveURL(/\/tokens$/);
});

test('all customers together, and the way into one', async ({ browser }) => {
  for (const who of [people.agent, people.lead]) {
    const person = await newPerson(browser);
    await openOverview(person, who);
    await expect(person.getByRole('heading', { name: 'All customers', level: 1 })).toBeVisible();
    await expect(person.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Overview' })).toBeVisible();
    const row = person.getByRole('region', { name: 'Most waiting work' }).getByRole('listitem').first();
    const customer = (await row.getByRole('link').textContent())?.trim() ?? '';
    await row.getByRole('link').click();
    await expect(person.getByRole('banner').getByText(customer)).toBeVisible();
    await expect(person.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();
    await person.context().close();
  }
});

test('nothing is wrong with the overviews in both themes, wide and narrow', async ({ browser }) => {
  test.setTimeout(120_000);
  const agent = await newPerson(browser, { reducedMotion: 'reduce' });
  await openOverview(agent, people.agent);
  for (const place of ['all', 'one']) {
    if (place === 'one') {
      await enter(agent, 'Halden Rail');
      await agent.goto(`${base()}/overview`);
    }
    await expect(card(agent, 'Why refused')).toBeVisible();
    for (const [width, height] of [[1440, 2000], [360, 740]] as const) {
      await agent.setViewportSize({ width, height });
      for (const colorScheme of ['light', 'dark'] as const) {
        await agent.emulateMedia({ colorScheme });
        await keep(agent, `overview-${place}-${colorScheme}-${String(width)}`);
      }
    }
    await agent.setViewportSize({ width: 1440, height: 900 });
  }
});

test('a timeline goes from the request to what lies ahead', async ({ browser }) => {
  const agent = await newPerson(browser, { reducedMotion: 'reduce' });
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/tokens?state=active`);
  await agent.getByRole('table', { name: 'Tokens' }).getByRole('row').nth(1).getByRole('link').first().click();
  const story = card(agent, 'What happened').getByRole('list').first();
  await expect(story).toContainText('Request filed');
  await expect(story).toContainText(/Request approved.*Token issued.*Now.*Ends/s);
  await keep(agent, 'token-timeline-light-1440');
  await agent.getByRole('link', { name: /^req_/ }).click();
  await expect(agent).toHaveURL(/\/requests\//);
  await expect(card(agent, 'What happened').getByRole('list').first()).toContainText(/Request filed.*Token issued.*Now.*Ends/s);
});
