import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, linkInMail, newPerson, people, phone, signIn } from '../support/people.ts';

const password = 'four quiet words walk';

test('the owner of the platform adds a customer, and its first call passes', async ({ browser }) => {
  const email = 'mira@osprey.example';
  const owner = await newPerson(browser);
  await signIn(owner, people.owner);
  await owner.goto(`${base()}/platform/tenants`);
  await expect(owner.getByRole('link', { name: 'Add customer' })).toBeVisible();
  await expect(owner.getByRole('heading', { level: 1 })).toBeVisible();
  await keep(owner, 'platform-tenants-light-1440');
  await owner.getByRole('link', { name: 'Add customer' }).click();
  const begun = Date.now();
  await owner.getByLabel('Name', { exact: true }).fill('Osprey Lines');
  await expect(owner.getByLabel('Short name')).toHaveValue('osprey-lines');
  await owner.getByLabel('Colour', { exact: true }).fill('#7c3aed');
  await keep(owner, 'add-customer-1-light-1440');
  await owner.getByRole('button', { name: 'Continue' }).click();
  await owner.getByLabel('E-mail of the first admin').fill(email);
  await keep(owner, 'add-customer-2-light-1440');
  await owner.getByRole('button', { name: 'Continue' }).click();
  await owner.getByLabel('Name of the first API').fill('Departures');
  await expect(owner.getByLabel('Audience')).toHaveValue('osprey-lines/departures');
  await keep(owner, 'add-customer-3-light-1440');
  await owner.getByRole('button', { name: 'Create customer' }).click();
  const news = owner.getByRole('region', { name: 'First call' });
  await expect(news.getByText('Waiting for the first call')).toBeVisible();
  await keep(owner, 'add-customer-4-light-1440');

  // What is on the screen is what whoever installs the gateway types.
  const credential = ((await owner.getByTestId('credential').textContent()) ?? '').trim();
  const command = (await owner.getByRole('region', { name: 'Test command' }).textContent()) ?? '';
  const address = /curl -i (\S+)/.exec(command)?.[1] ?? '';
  const hello = await fetch(address, { headers: { 'x-gateway-key': credential } });
  expect(hello.status).toBe(200);
  expect(await hello.json()).toMatchObject({ customer: 'osprey-lines', gateway: 'edge-1', audience: 'osprey-lines/departures' });
  await expect(news.getByText('The first call passed')).toBeVisible({ timeout: 20_000 });
  expect(Date.now() - begun, 'a customer is added in under a minute').toBeLessThan(60_000);
  await keep(owner, 'add-customer-5-light-1440');
  await owner.getByRole('link', { name: 'Done' }).click();

  // It is there, and further people can be brought.
  await owner.getByRole('searchbox', { name: 'Search customers' }).fill('osprey');
  await owner.getByRole('button', { name: 'Invite… people to Osprey Lines' }).click();
  const dialog = owner.getByRole('dialog', { name: 'Invite member' });
  await expect(dialog.getByText('They become an admin of Osprey Lines.')).toBeVisible();
  await keep(owner, 'platform-invite-light-1280');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  // The first admin joins on a phone and finds the API and the gateway.
  const mira = await newPerson(browser, phone);
  await mira.goto(await linkInMail(mira, email, /You are invited to Osprey Lines/));
  await mira.getByLabel('Your name').fill('Mira Holt');
  await mira.getByLabel('Password').fill(password);
  await mira.getByRole('button', { name: 'Accept the invitation' }).click();
  await mira.getByRole('link', { name: 'Sign in' }).click();
  await mira.getByLabel('E-mail').fill(email);
  await mira.getByLabel('Password').fill(password);
  await mira.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(mira.getByRole('heading', { name: 'Osprey Lines', level: 1 })).toBeVisible();
  await mira.goto(`${base()}/gateways`);
  await expect(mira.getByRole('main').getByText('edge-1').filter({ visible: true }).first()).toBeVisible();
});

test('the wizard works on a small screen in the dark, and goes back to what is wrong', async ({ browser }) => {
  const owner = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(owner, people.owner);
  await owner.goto(`${base()}/platform/tenants/new`);
  await owner.getByRole('button', { name: 'Continue' }).click();
  await expect(owner.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await owner.getByLabel('Name', { exact: true }).fill('Halden Rail');
  await keep(owner, 'add-customer-1-dark-360');
  await owner.getByRole('button', { name: 'Continue' }).click();
  await owner.getByLabel('E-mail of the first admin').fill('who@halden.example');
  await keep(owner, 'add-customer-2-dark-360');
  await owner.getByRole('button', { name: 'Continue' }).click();
  await owner.getByLabel('Name of the first API').fill('Seats');
  await keep(owner, 'add-customer-3-dark-360');
  await owner.getByRole('button', { name: 'Create customer' }).click();
  await expect(owner.getByRole('alert')).toContainText('A customer with this short name exists already.');
  await owner.getByRole('button', { name: 'Back' }).click();
  await owner.getByRole('button', { name: 'Back' }).click();
  await owner.getByLabel('Name', { exact: true }).fill('Kestrel Ferries');
  for (const button of ['Continue', 'Continue', 'Create customer']) await owner.getByRole('button', { name: button }).click();
  await expect(owner.getByText('Waiting for the first call')).toBeVisible();
  await keep(owner, 'add-customer-4-dark-360');
});
