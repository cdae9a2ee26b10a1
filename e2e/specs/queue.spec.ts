import { expect, test, type Locator, type Page } from '../support/test.ts';
import { askForAccess, confirmByMail, moveTo } from '../support/journey.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

useOwnBroker('18094');

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const rows = (page: Page, name: string): Locator => section(page, name).getByRole('listitem');
const bar = (page: Page): Locator => page.getByRole('group', { name: /selected$/ });
const choose = (row: Locator): Promise<void> => row.getByRole('checkbox').check();

test('an admin denies two requests for one reason and approves the others', async ({ browser }) => {
  test.setTimeout(120_000);
  const [partner, admin] = await Promise.all([newPerson(browser), newPerson(browser)]);
  for (const company of ['Aldervik', 'Brennhus']) {
    const email = `ops@${company.toLowerCase()}.example`;
    await askForAccess(partner, { company, email, application: 'Fare board' });
    await confirmByMail(partner, email);
  }
  await signIn(admin, people.admin);
  const waiting = rows(admin, 'To decide');
  await expect(waiting.filter({ hasText: 'Brennhus' })).toBeVisible();
  const before = await waiting.count();
  expect(before).toBeGreaterThan(3);
  for (const company of ['Aldervik', 'Brennhus']) await choose(waiting.filter({ hasText: company }));
  await expect(bar(admin)).toContainText('2 selected');

  await bar(admin).getByRole('button', { name: 'Deny 2…' }).click();
  const dialog = admin.getByRole('alertdialog', { name: 'Deny 2 requests in Halden Rail?' });
  await expect(dialog.getByText('This cannot be undone')).toBeVisible();
  await dialog.getByLabel(/^Reason/).fill('The contract is not signed yet.');
  const deny = dialog.getByRole('button', { name: 'Deny 2 requests' });
  await expect(deny).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Type halden-rail to confirm').fill('halden-rail');
  await keep(admin, 'queue-deny-two-light-1440');
  await deny.dblclick();
  await expect(admin.getByText('2 requests denied. The partners are told why.').first()).toBeVisible();
  await expect(waiting).toHaveCount(before - 2);
  await expect(waiting.filter({ hasText: 'Aldervik' })).toHaveCount(0);

  await section(admin, 'To decide').getByRole('checkbox', { name: 'Select all: To decide' }).check();
  const left = before - 2;
  await bar(admin).getByRole('button', { name: `Approve ${left}` }).click();
  const asked = admin.getByRole('dialog', { name: `Approve ${left} requests in Halden Rail?` });
  await asked.getByRole('button', { name: `Approve ${left} requests` }).click();
  await expect(section(admin, 'To decide')).toBeHidden();
  await expect(admin.getByText(`${left} requests approved. Support can issue now.`).first()).toBeVisible();

  // Both partners got the one reason.
  await partner.goto(`${base()}/mail`);
  const mails = partner.getByRole('navigation', { name: 'Mails' }).getByRole('link');
  await mails.filter({ hasText: 'ops@aldervik.example' }).first().click();
  await expect(partner.getByRole('article', { name: 'Mail' })).toContainText('The contract is not signed yet.');
});

test('an agent issues for several customers; what another took first is told, and the others go on', async ({ browser }) => {
  test.setTimeout(120_000);
  const [agent, lead] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await Promise.all([signIn(agent, people.agent), signIn(lead, people.lead)]);
  const waiting = rows(agent, 'To issue');
  const [first, second] = [waiting.filter({ hasText: 'Solvara Energy' }).first(), waiting.filter({ hasText: 'Kestrel Air Cargo' }).first()];
  const taken = await second.getByRole('link').textContent();
  for (const row of [first, second]) await choose(row);
  await expect(bar(agent)).toContainText('2 selected, 2 customers');
  await bar(agent).getByRole('button', { name: 'Issue 2' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Issue 2 tokens in 2 customers?' });
  for (const name of ['Solvara Energy', 'Kestrel Air Cargo']) await expect(dialog.getByText(name)).toBeVisible();
  await keep(agent, 'queue-issue-two-light-1440');

  // Meanwhile somebody else issues one of them.
  const theirs = rows(lead, 'To issue').filter({ hasText: taken ?? '' }).filter({ hasText: 'Kestrel Air Cargo' });
  await moveTo(lead, theirs);
  const stays = rows(lead, 'To issue').filter({ hasText: 'Solvara Energy' }).first();
  const before = await stays.elementHandle();
  await lead.keyboard.press('i');
  await lead.keyboard.press('Enter');
  await expect(theirs).toBeHidden();
  // The act entered its customer, and the list is the same one and not another that looks like it.
  await expect(lead.getByRole('banner').getByText('Kestrel Air Cargo')).toBeVisible();
  expect(await stays.evaluate((row, known) => row === known, before)).toBe(true);

  await dialog.getByRole('button', { name: 'Issue 2 tokens' }).click();
  const result = agent.getByRole('dialog', { name: 'What became of the selection' });
  await expect(result.getByRole('status')).toHaveText('1 of 2 issued');
  const lines = result.getByRole('listitem');
  await expect(lines.filter({ hasText: 'Solvara Energy' })).toContainText('Done');
  await expect(lines.filter({ hasText: 'Kestrel Air Cargo' })).toContainText('Refused');
  await expect(result.getByRole('button', { name: 'Try 1 again' })).toBeVisible();
  await keep(agent, 'queue-partly-light-1440');
  await agent.keyboard.press('Escape');
  await expect(result).toBeHidden();
  // What failed stays chosen and says why; what was done is gone; the screen is still that of all customers.
  await expect(bar(agent)).toContainText('1 selected');
  await expect(bar(agent)).not.toContainText('customers');
  await expect(agent.getByRole('button', { name: /^Switch customer, now in All customers/ })).toBeVisible();
});

test('by keyboard alone: choose, a range, act, confirm; the focus is seen and comes back', async ({ browser }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  const waiting = rows(agent, 'To issue');
  await expect(waiting.first()).toBeVisible();
  await moveTo(agent, waiting.first());
  const before = await waiting.count();
  const press = (key: string): Promise<void> => agent.keyboard.press(key);
  await press('x');
  await expect(bar(agent)).toContainText('1 selected');
  await moveTo(agent, waiting.nth(2));
  await press('Shift+X');
  await expect(bar(agent)).toContainText('3 selected');
  await press('Escape');
  await expect(bar(agent)).toBeHidden();
  await press('x');
  await press('k');
  await press('Shift+X');
  await expect(bar(agent)).toContainText('2 selected');
  await press('i');
  const confirm = agent.getByRole('dialog', { name: /^Issue 2 tokens in/ }).getByRole('button', { name: 'Issue 2 tokens' });
  await expect(confirm).toBeFocused();
  expect(await confirm.evaluate((button) => getComputedStyle(button).outlineStyle)).toBe('solid');
  await press('Escape');
  await expect(confirm).toBeHidden();
  await expect(waiting.nth(1).getByRole('link')).toBeFocused();
  await press('i');
  await expect(confirm).toBeFocused();
  await press('Enter');
  await expect(waiting).toHaveCount(before - 2);
  // The row that took the place has cursor and focus.
  await expect(agent.getByRole('main').locator('li[aria-current=true]').getByRole('link')).toBeFocused();
});

test('rows stay where they are when news come', async ({ browser }) => {
  test.setTimeout(120_000);
  const [partner, admin] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await signIn(admin, people.admin);
  await admin.goto(`${base()}/queue?everyone=true`);
  const all = admin.getByRole('main').getByRole('listitem');
  await expect(all.first()).toBeVisible();
  const places = (): Promise<string[]> => all.evaluateAll((items) =>
    items.map((item) => `${item.querySelector('a')?.getAttribute('href')} ${item.getBoundingClientRect().top}`));
  const before = await places();
  await askForAccess(partner, { company: 'Cedermark', email: 'it@cedermark.example', application: 'Delay alarm' });
  await confirmByMail(partner, 'it@cedermark.example');
  const news = admin.getByRole('button', { name: /^1 new, show/ });
  await expect(news).toBeVisible();
  expect(await places()).toEqual(before);
  await news.click();
  await expect(all.filter({ hasText: 'Cedermark' })).toBeVisible();
});

for (const [theme, width, height] of [['light', 360, 740], ['dark', 360, 740], ['light', 1440, 900], ['dark', 1440, 900]] as const) {
  test(`the queue with rows chosen, ${theme}, ${width} pixels wide`, async ({ browser }) => {
    const options = { colorScheme: theme, viewport: { width, height }, reducedMotion: 'reduce' } as const;
    const agent = await newPerson(browser, options);
    await signIn(agent, people.agent);
    await choose(rows(agent, 'To issue').first());
    await choose(rows(agent, 'Delivery problems').first());
    await expect(bar(agent)).toContainText('2 selected');
    await keep(agent, `queue-chosen-${theme}-${width}`);
    await bar(agent).getByRole('button', { name: 'Resend 1' }).click();
    await expect(agent.getByRole('dialog').getByText('Left out')).toBeVisible();
    await keep(agent, `queue-resend-${theme}-${width}`);
  });
}
