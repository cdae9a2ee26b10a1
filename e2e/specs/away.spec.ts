import { expect, test, type Page } from '../support/test.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

const reason = 'Show departures on the platforms, word by word as it was typed.';

// The form of a new request, filled in.
async function typed(page: Page, application: string): Promise<void> {
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.goto(`${base()}/requests/new`);
  await page.getByLabel('Partner').selectOption({ index: 1 });
  await page.getByLabel('Application').fill(application);
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('checkbox').first().check();
}

const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send for confirmation' }).click();

test('nothing typed is lost without a network', async ({ context, page }) => {
  await typed(page, 'Platform screens');
  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await send(page);
  await expect(page.getByRole('form', { name: 'Request' }).getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Application')).toHaveValue('Platform screens');
  await expect(page.getByLabel('Reason')).toHaveValue(reason);
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toBeHidden();
  await send(page);
  await expect(page.getByText('Waiting for the partner.')).toBeVisible();
});

test('nothing typed is lost when the session ends', async ({ browser }) => {
  const page = await newPerson(browser);
  await typed(page, 'Concourse screens');
  await page.context().clearCookies();
  await send(page);
  const dialog = page.getByRole('dialog', { name: 'Your session ended' });
  await expect(dialog).toBeVisible();
  await expect(page.locator('#application')).toHaveValue('Concourse screens');
  await expect(page.locator('#reason')).toHaveValue(reason);
  await dialog.getByLabel('Password').fill('paper lanterns at noon');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  // What could not be sent goes out by itself.
  await expect(page.getByText('Waiting for the partner.')).toBeVisible();
});

test('a partner may change the language in the middle of the form, or load it again', async ({ browser }) => {
  const page = await newPerson(browser);
  await page.goto(`${base()}/halden-rail/request`);
  await page.getByLabel('Company').fill('Nordkapp Signage');
  await page.getByLabel('Your name').fill('Ida Berg');
  await page.getByLabel('Application').fill('Quay screens');
  await page.getByRole('checkbox').first().check();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('pt-BR');
  const kept = async (): Promise<void> => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pedir acesso');
    await expect(page.getByLabel('Empresa')).toHaveValue('Nordkapp Signage');
    await expect(page.getByLabel('Seu nome')).toHaveValue('Ida Berg');
    await expect(page.locator('#application')).toHaveValue('Quay screens');
    await expect(page.getByRole('checkbox').first()).toBeChecked();
  };
  await kept();
  await page.reload();
  await kept();
  const other = await newPerson(browser);
  await other.goto(`${base()}/halden-rail/request`);
  await expect(other.getByLabel('Company')).toHaveValue('');
});
