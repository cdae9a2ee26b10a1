import { expect, test, type Page } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, phone, signIn } from '../support/people.ts';

// Types another policy and sends it.
async function change(page: Page, days: string, hours: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Change policy…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change policy' });
  await dialog.getByLabel(/^Longest lifetime in days/).fill(days);
  await dialog.getByLabel(/^Hours a delivery link works/).fill(hours);
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Change policy' }).click();
}

test('support changes what a customer allows, and its admin sees at once what was before', async ({ browser }) => {
  const agent = await newPerson(browser, { viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/settings`);
  const admin = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(admin, people.admin);
  await admin.goto(`${base()}/settings`);
  const [ours, theirs] = [agent, admin].map((page) => page.getByRole('region', { name: 'Policy' }));
  if (ours === undefined || theirs === undefined) throw new Error('no card');
  await expect(theirs.getByText(/^\d+ days$/)).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Change policy…' })).toBeHidden();

  // What is no change, and what breaks a rule, is not sent.
  await ours.getByRole('button', { name: 'Change policy…' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Change policy' });
  await expect(dialog.getByText('Halden Rail')).toBeVisible();
  const days = dialog.getByLabel(/^Longest lifetime in days/);
  await expect(days).toBeFocused();
  const before = { days: await days.inputValue(), hours: await dialog.getByLabel(/^Hours a delivery link works/).inputValue() };
  await dialog.getByRole('button', { name: 'Change policy' }).click();
  await expect(dialog.getByText('This is already the policy.')).toBeVisible();
  await days.fill('4000');
  await dialog.getByRole('button', { name: 'Change policy' }).click();
  await expect(dialog.getByText('Choose 1 to 1825 days.')).toBeVisible();
  await keep(agent, 'policy-change-light-1440');
  await agent.keyboard.press('Escape');

  await change(agent, '45', '24', 'The auditors of the railway asked for it.');
  await expect(agent.getByText('The policy of Halden Rail is changed.')).toBeVisible();
  await expect(ours.getByRole('button', { name: 'Change policy…' })).toBeFocused();
  for (const card of [ours, theirs]) {
    await expect(card.getByText('45 days', { exact: true })).toBeVisible();
    await expect(card.getByText('24 hours', { exact: true })).toBeVisible();
    const newest = card.getByRole('listitem').filter({ hasText: 'Policy changed' }).first();
    await expect(newest).toContainText('The auditors of the railway asked for it.');
    await expect(newest.locator('del').filter({ hasText: before.days })).toBeVisible();
    await expect(newest.locator('ins').filter({ hasText: '45' })).toBeVisible();
  }
  await ours.scrollIntoViewIfNeeded();
  await keep(agent, 'policy-changed-light-1440');
  await theirs.scrollIntoViewIfNeeded();
  await keep(admin, 'policy-changed-dark-360');

  // Somebody else is faster: nothing is changed, nothing typed is lost.
  await ours.getByRole('button', { name: 'Change policy…' }).click();
  await days.fill('30');
  const lead = await newPerson(browser);
  await signIn(lead, people.lead);
  await enter(lead, 'Halden Rail');
  await lead.goto(`${base()}/settings`);
  await change(lead, before.days, before.hours, 'As it was in the contract.');
  await expect(lead.getByText('The policy of Halden Rail is changed.')).toBeVisible();
  await expect(theirs.getByText(`${before.days} days`, { exact: true })).toBeVisible();
  await dialog.getByLabel('Reason').fill('Shorter still.');
  await dialog.getByRole('button', { name: 'Change policy' }).click();
  await expect(dialog.getByRole('alert')).toContainText('faster');
  await expect(days).toHaveValue('30');
  await agent.keyboard.press('Escape');
  await expect(ours.getByText(`${before.days} days`, { exact: true })).toBeVisible();
  await ours.getByRole('button', { name: 'Change policy…' }).click();
  await expect(days).toHaveValue(before.days);
});
