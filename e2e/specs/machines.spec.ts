import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

test('a lead makes a service account, whose secret works until it is ended', async ({ browser, request }) => {
  const lead = await newPerson(browser);
  await signIn(lead, people.lead);
  await enter(lead, 'Halden Rail');
  await lead.goto(`${base()}/members`);
  const machines = lead.getByRole('region', { name: 'Service accounts' });
  await machines.getByRole('button', { name: 'New service account' }).click();
  const dialog = lead.getByRole('dialog', { name: 'New service account' });
  await dialog.getByRole('button', { name: 'Make service account' }).click();
  await expect(dialog.getByText('Choose what it may do.')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('Nightly report');
  await dialog.getByLabel('See tokens, never their secret').check();
  await dialog.getByLabel('Revoke a token').check();
  await keep(lead, 'machine-new-light-1280');
  await dialog.getByRole('button', { name: 'Make service account' }).click();
  const id = (await dialog.getByTestId('client_id').textContent()) ?? '';
  const secret = (await dialog.getByTestId('client_secret').textContent()) ?? '';
  expect(secret).toMatch(/^tsr_sa_/);
  await keep(lead, 'machine-secret-light-1280');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(machines.getByText('Nightly report', { exact: true }).first()).toBeVisible();
  await expect(lead.getByText(secret)).toHaveCount(0);

  const ask = (shown: string) => request.post(`${base()}/oauth2/token`, {
    form: { grant_type: 'client_credentials', client_id: id, client_secret: shown },
  });
  const granted = await (await ask(secret)).json();
  const call = () => request.get(`${base()}/api/v1/tokens`, {
    headers: { authorization: `Bearer ${granted.access_token}`, 'x-tenant-id': granted.tenant_id },
  });
  expect((await call()).status()).toBe(200);

  await machines.getByRole('button', { name: 'New secret… for Nightly report' }).click();
  const rotate = lead.getByRole('dialog', { name: 'New secret for Nightly report' });
  await rotate.getByRole('button', { name: 'At once' }).click();
  await rotate.getByRole('button', { name: 'Make new secret' }).click();
  const second = (await rotate.getByTestId('client_secret').textContent()) ?? '';
  await rotate.getByRole('button', { name: 'Done' }).click();
  expect((await ask(secret)).status()).toBe(401);
  expect((await ask(second)).status()).toBe(200);

  await keep(lead, 'machines-light-1280');
  await machines.getByRole('button', { name: 'End… Nightly report' }).click();
  const end = lead.getByRole('alertdialog');
  await end.getByRole('textbox').fill('The report is no longer needed.');
  await end.getByRole('button', { name: 'End service account' }).click();
  await expect(machines.getByText('Ended')).toBeVisible();
  expect((await call()).status()).toBe(401);
});
