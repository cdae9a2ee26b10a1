import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, newPerson, people, phone, signIn } from '../support/people.ts';

test('the owner gives an agent many customers at once, and takes one back', async ({ browser }) => {
  const owner = await newPerson(browser);
  await signIn(owner, people.owner);
  await owner.goto(`${base()}/platform/people`);
  await owner.getByRole('searchbox', { name: 'Search people' }).fill('otto');
  await keep(owner, 'people-light-1440');
  await owner.getByRole('main').getByRole('link', { name: /^Otto/ }).filter({ visible: true }).click();
  await expect(owner.getByRole('heading', { level: 1, name: /^Otto/ })).toBeVisible();
  await keep(owner, 'person-light-1440');
  await owner.getByRole('button', { name: 'Add to customers…' }).click();
  const dialog = owner.getByRole('dialog', { name: /^Add Otto .* to customers$/ });
  await dialog.getByRole('searchbox', { name: 'Find customers' }).fill('halden');
  await dialog.getByRole('group', { name: 'Customers found' }).getByRole('checkbox', { name: /Halden Rail/ }).check();
  await expect(dialog.getByRole('textbox', { name: 'Customers', exact: true })).toHaveValue('halden-rail');
  await dialog.getByRole('textbox', { name: 'Customers', exact: true }).fill('halden-rail, nobody-here');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  const preview = dialog.getByRole('region', { name: 'What becomes of each' });
  await expect(preview.getByText('Not found')).toBeVisible();
  await expect(preview.getByText('Added')).toBeVisible();
  await keep(owner, 'place-preview-light-1440');
  await dialog.getByRole('button', { name: 'Add to 1 customer' }).click();
  await expect(dialog).toBeHidden();
  const remove = owner.getByRole('row', { name: /Halden Rail/ }).getByRole('button', { name: /Remove/ });
  await expect(remove).toBeVisible();

  // Back again: other journeys count on Otto not knowing this customer.
  await remove.click();
  const question = owner.getByRole('alertdialog', { name: /^Remove Otto .* from Halden Rail\?$/ });
  await question.getByLabel(/Reason/).fill('It was a try.');
  await question.getByRole('button', { name: 'Remove member' }).click();
  await expect(remove).toBeHidden();
});

test('a lead sees the people of their customers on a phone in the dark', async ({ browser }) => {
  const lead = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(lead, people.lead);
  const tabs = lead.getByRole('navigation', { name: 'Main, phone' });
  await tabs.getByRole('button', { name: 'More' }).click();
  await tabs.getByRole('link', { name: 'People' }).click();
  await expect(lead.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await lead.getByRole('searchbox', { name: 'Search people' }).fill('iris');
  await keep(lead, 'people-dark-360');
  await lead.getByRole('main').getByRole('link', { name: /^Iris/ }).filter({ visible: true }).click();
  await expect(lead.getByRole('heading', { level: 1, name: /^Iris/ })).toBeVisible();
  await keep(lead, 'person-dark-360');
  await lead.getByRole('button', { name: 'Add to customers…' }).click();
  await lead.getByRole('textbox', { name: 'Customers', exact: true }).fill('halden-rail');
  await lead.getByRole('button', { name: 'Preview' }).click();
  await expect(lead.getByText('There already')).toBeVisible();
  await keep(lead, 'place-preview-dark-360');
});
