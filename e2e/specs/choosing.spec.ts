import { expect, type Page, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';

// A world of their own: what is suspended and revoked here is nobody else's.
useOwnBroker('18099', { tenants: 3, tokens: 300 });

test.describe.configure({ timeout: 120_000 });

interface Token { summary: { id: string; state: string; version: number } }
interface Event { action: string; object: string; reason: string }

const rows = (page: Page) => page.locator('[data-row]');
const box = (page: Page, row: number) => page.locator(`[data-row="${String(row)}"]`).getByRole('checkbox');
const bar = (page: Page) => page.getByRole('group', { name: / selected$/ });
const dialog = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'));
const ids = (page: Page, number: number) => rows(page).evaluateAll((all, number) => all.slice(0, number).map((row) => String(row.querySelector('a')?.getAttribute('href')).split('/').pop()), number);

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${base()}/tokens?${query}`);
  await expect(rows(page).first()).toBeVisible();
}

async function states(page: Page, of: (string | undefined)[]): Promise<string[]> {
  const each = of.map((id) => rest<Token>(page, 'GET', `/tokens/${String(id)}`, demo().tenant.id));
  return (await Promise.all(each)).map(({ summary }) => summary.state);
}

test('three tokens are suspended by keyboard and taken back, two are revoked', async ({ browser }) => {
  const page = await newPerson(browser);
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await open(page, 'state=active');
  const three = await ids(page, 3);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(bar(page)).toHaveAccessibleName('3 selected');
  await expect(box(page, 1)).toBeChecked();
  await keep(page, 'choosing-tokens-light-1440');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();

  // By the mouse: a box, and with shift the range up to another.
  await box(page, 0).click();
  await box(page, 2).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toHaveAccessibleName('3 selected');

  // One key asks; nothing goes out without a reason and the customer's short name.
  await page.keyboard.press('s');
  await expect(dialog(page).getByRole('heading', { name: 'Suspend 3 tokens in Halden Rail?' })).toBeVisible();
  await dialog(page).getByRole('textbox', { name: /^Reason/ }).fill('Leaked in a public repository.');
  const confirm = dialog(page).getByRole('button', { name: 'Suspend 3 tokens' });
  await expect(confirm).toBeDisabled();
  await expect(confirm).toHaveAccessibleDescription('Type halden-rail first.');
  await page.keyboard.press('Enter');
  await keep(page, 'choosing-question-light-1440');
  expect(await states(page, three)).toEqual(['active', 'active', 'active']);
  await dialog(page).getByRole('textbox', { name: 'Type halden-rail to confirm' }).fill('halden-rail');
  await confirm.click();
  await expect(page.getByText('3 tokens suspended. Refused everywhere.').first()).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  await expect(bar(page)).toBeHidden();
  expect(await states(page, three)).toEqual(['suspended', 'suspended', 'suspended']);
  await expect(page.locator('[data-row="1"]')).toContainText('Suspended');

  // Taken back, whatever was typed since.
  await page.keyboard.press('u');
  await expect(page.getByText('3 tokens resumed. Gateways let them through.').first()).toBeVisible();
  expect(await states(page, three)).toEqual(['active', 'active', 'active']);
  await expect(page.locator('[data-row="1"]')).not.toContainText('Suspended');
  const { items } = await rest<{ items: Event[] }>(page, 'GET', '/audit?action=token.&limit=6', demo().tenant.id);
  expect(items.filter(({ action }) => action === 'token.suspended').map(({ reason }) => reason)).toEqual(Array(3).fill('Leaked in a public repository.'));
  expect(new Set(items.map(({ object }) => object))).toEqual(new Set(three));

  // Revoking has no way back, and no offer of one.
  await box(page, 0).click();
  await box(page, 1).click();
  await bar(page).getByRole('button', { name: /^Revoke 2/ }).click();
  await dialog(page).getByRole('textbox', { name: /^Reason/ }).fill('The partner closed its shop.');
  await dialog(page).getByRole('textbox', { name: /^Type/ }).fill('halden-rail');
  await dialog(page).getByRole('button', { name: 'Revoke 2 tokens' }).click();
  await expect(page.getByText('2 tokens revoked. Refused everywhere.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Undo/ })).toBeHidden();
  expect(await states(page, three)).toEqual(['revoked', 'revoked', 'active']);
  await expect(box(page, 0)).toHaveCount(0);
});

test('a refusal of one stops no other and says why; a run can be stopped', async ({ browser }) => {
  const page = await newPerson(browser);
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await open(page, 'state=active&environment=production');
  const four = await ids(page, 4);
  for (const row of [0, 1, 2, 3]) await box(page, row).click();
  // Somebody else is faster with the second one.
  const { summary: second } = await rest<Token>(page, 'GET', `/tokens/${String(four[1])}`, demo().tenant.id);
  await rest(page, 'POST', `/tokens/${second.id}/suspend`, demo().tenant.id, { version: second.version, reason: 'Seen by another.' });
  let calls = 0;
  let go: () => void = () => undefined;
  const held = new Promise<void>((done) => { go = done; });
  await page.route('**/suspend', async (route) => {
    calls += 1;
    if (calls === 3) await held;
    await route.continue();
  });
  await page.keyboard.press('s');
  await dialog(page).getByRole('textbox', { name: /^Reason/ }).fill('Under attack.');
  await dialog(page).getByRole('textbox', { name: /^Type/ }).fill('halden-rail');
  await dialog(page).getByRole('button', { name: 'Suspend 4 tokens' }).click();
  const results = dialog(page).getByRole('list', { name: 'What became of each' }).getByRole('listitem');
  await expect(results.nth(2)).toContainText('Sending');
  await dialog(page).getByRole('button', { name: 'Stop' }).click();
  go();
  await expect(results.nth(0)).toContainText('Done');
  await expect(results.nth(1)).toContainText('Refused');
  await expect(results.nth(2)).toContainText('Done');
  await expect(results.nth(3)).toContainText('Not sent');
  await expect(dialog(page).getByRole('status')).toHaveText('2 of 4 suspended');
  await keep(page, 'choosing-results-light-1440');
  await dialog(page).getByText('Close', { exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(bar(page)).toHaveAccessibleName('2 selected');
  await page.unroute('**/suspend');

  // What was done can be taken back; what was not is left alone.
  await page.keyboard.press('u');
  await expect(page.getByText('2 tokens resumed.').first()).toBeVisible();
  expect(await states(page, four)).toEqual(['active', 'suspended', 'active', 'active']);
});

test('a choice ends with its filter, and a run goes on after its page is left', async ({ browser }) => {
  const page = await newPerson(browser);
  await signIn(page, people.lead);
  await enter(page, 'Halden Rail');
  const main = page.getByRole('navigation', { name: 'Main', exact: true });
  await main.getByRole('link', { name: 'Requests' }).click();
  await main.getByRole('link', { name: 'Tokens' }).click();
  await page.getByRole('combobox', { name: 'State' }).selectOption('active');
  await expect(page).toHaveURL(/state=active/);
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).check();
  await expect(bar(page)).toBeVisible();
  await page.getByRole('combobox', { name: 'Environment' }).selectOption('sandbox');
  await expect(bar(page)).toBeHidden();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const two = await ids(page, 2);
  await box(page, 0).click();
  await box(page, 1).click();

  // The run goes on while another page is on the screen.
  const tenants: (string | undefined)[] = [];
  let go: () => void = () => undefined;
  const held = new Promise<void>((done) => { go = done; });
  await page.route('**/suspend', async (route) => {
    tenants.push(route.request().headers()['x-tenant-id']);
    await held;
    await route.continue();
  });
  await page.keyboard.press('s');
  await dialog(page).getByRole('textbox', { name: /^Reason/ }).fill('Under attack.');
  await dialog(page).getByRole('textbox', { name: /^Type/ }).fill('halden-rail');
  await dialog(page).getByRole('button', { name: 'Suspend 2 tokens' }).click();
  await expect.poll(() => tenants.length).toBe(1);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Requests', level: 1 })).toBeVisible();
  go();
  await expect.poll(() => states(page, two)).toEqual(['suspended', 'suspended']);
  expect(tenants).toEqual([demo().tenant.id, demo().tenant.id]);
});

test('a choice stays behind with its customer', async ({ browser }) => {
  const page = await newPerson(browser);
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await open(page, '');
  await box(page, 0).click();
  await box(page, 1).click();
  await expect(bar(page)).toHaveAccessibleName('2 selected');
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'Find a customer' }).fill('northquay');
  await expect(page.getByRole('option', { name: /Northquay/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Issued for Northquay/)).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await expect(bar(page)).toBeHidden();
  await expect(page.getByRole('main').getByRole('checkbox', { checked: true })).toHaveCount(0);
  await page.keyboard.press('s');
  await expect(dialog(page)).toBeHidden();
  await page.goBack();
  await expect(bar(page)).toBeHidden();
});

test('an auditor sees no boxes', async ({ browser }) => {
  const page = await newPerson(browser);
  await signIn(page, people.auditor);
  await open(page, '');
  await expect(page.getByRole('main').getByRole('checkbox', { name: /^Select/ })).toHaveCount(0);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('s');
  await expect(dialog(page)).toBeHidden();
  await expect(bar(page)).toBeHidden();
});

for (const theme of ['light', 'dark'] as const) {
  test(`choosing looks right, ${theme}`, async ({ browser }) => {
    const page = await newPerson(browser, { colorScheme: theme });
    await signIn(page, people.agent);
    await enter(page, 'Halden Rail');
    await open(page, 'state=active&sort=ends_first');
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(rows(page).first()).toBeVisible();
      for (const row of [0, 1]) await box(page, row).check();
      await expect(bar(page)).toHaveAccessibleName('2 selected');
      await keep(page, `choosing-${theme}-${String(width)}`);
      await bar(page).getByRole('button', { name: /^Suspend 2/ }).click();
      await expect(dialog(page)).toBeVisible();
      await keep(page, `choosing-question-${theme}-${String(width)}`);
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      await bar(page).getByRole('button', { name: 'Clear selection' }).click();
    }
  });
}
