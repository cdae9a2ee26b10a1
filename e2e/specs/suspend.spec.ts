import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, newPerson, people, phone, signIn } from '../support/people.ts';

test('the owner of the platform suspends a customer and lets it work again', async ({ browser }) => {
  const owner = await newPerson(browser);
  await signIn(owner, people.owner);
  await owner.goto(`${base()}/platform/tenants?q=halden`);
  const row = owner.getByRole('row').filter({ hasText: 'Halden Rail' });
  await row.getByRole('button', { name: 'Suspend… Halden Rail' }).click();
  const dialog = owner.getByRole('alertdialog', { name: 'Suspend Halden Rail?' });
  await keep(owner, 'tenant-suspend-light-1280');
  await dialog.getByRole('textbox').fill('The contract ended.');
  await dialog.getByRole('button', { name: 'Suspend customer' }).click();
  await expect(row.getByText('Suspended')).toBeVisible();
  await keep(owner, 'tenant-suspended-light-1280');

  // Its admin, on a phone in the dark, still reads.
  const admin = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(admin, people.admin);
  await admin.goto(`${base()}/tokens`);
  await expect(admin.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible();
  await keep(admin, 'suspended-admin-dark-360');

  await row.getByRole('button', { name: 'Resume… Halden Rail' }).click();
  const back = owner.getByRole('dialog', { name: 'Let Halden Rail work again?' });
  await back.getByRole('textbox').fill('It was prolonged.');
  await back.getByRole('button', { name: 'Resume customer' }).click();
  await expect(row.getByText('Active')).toBeVisible();
});
