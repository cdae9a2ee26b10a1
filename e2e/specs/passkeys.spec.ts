import { expect, test, type Browser, type Page } from '../support/test.ts';
import { code } from '../support/authenticator.ts';
import { type Broker, startBroker } from '../support/broker.ts';
import { keep } from '../support/look.ts';
import { Authenticator } from '../support/passkey.ts';
import { newPerson, phone } from '../support/people.ts';

const password = 'four quiet words walk';
const desk = { viewport: { width: 1440, height: 900 }, colorScheme: 'light' } as const;
const pocket = { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const;

let broker: Broker;

test.beforeAll(async () => {
  broker = await startBroker('18087', [], { TESSERA_SESSION__FRESH_MINUTES: '1' });
  broker.command(['tenant', 'create', 'halden-rail', 'Halden Rail']);
  for (const name of ['vera', 'nils', 'olga']) {
    broker.command(['user', 'create', `${name}@tessera.example`, name, '--owner'], `${password}\n`);
  }
});
test.afterAll(() => broker.stop());

async function showPassword(page: Page, person: string): Promise<void> {
  await page.goto(`${broker.base}/login`);
  await page.getByLabel('E-mail').fill(`${person}@tessera.example`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

// Signs in for the first time and adds the passkey the role asks for.
async function begin(browser: Browser, person: string): Promise<{ page: Page; authenticator: Authenticator; codes: string[] }> {
  const page = await newPerson(browser, desk);
  const authenticator = await Authenticator.attach(page);
  await showPassword(page, person);
  await expect(page.getByRole('heading', { name: 'Add a second factor' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await keep(page, `passkey-must-${person}-light-1440`);
  await page.getByLabel('Name of the passkey').fill('Work laptop');
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  const codes = await list.getByRole('listitem').allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByRole('heading', { name: 'Add a second factor' })).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return { page, authenticator, codes };
}

test('a passkey is added, named, shown after the password and alone, and removed', async ({ browser }) => {
  const { page, authenticator, codes } = await begin(browser, 'vera');
  await page.goto(`${broker.base}/settings`);
  const card = page.getByRole('region', { name: 'Second factor' });
  await expect(card.getByText('10 recovery codes left')).toBeVisible();
  await card.getByRole('button', { name: 'Rename Work laptop' }).click();
  await expect(card.getByLabel('Name of the passkey')).toHaveValue('Work laptop');
  await card.getByLabel('Name of the passkey').fill('The laptop at my desk');
  await card.getByRole('button', { name: 'Save the name' }).click();
  await expect(card.getByRole('listitem').filter({ hasText: 'The laptop at my desk' })).toContainText('never used');
  await card.scrollIntoViewIfNeeded();
  await keep(page, 'passkey-card-light-1440');
  // One device has one passkey of an account.
  await card.getByRole('button', { name: 'Add a passkey' }).click();
  await card.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(card.getByText('Fill this in.')).toBeVisible();
  await card.getByLabel('Name of the passkey').fill('The same again');
  await card.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(card.getByText('Your account has a passkey on this device already.')).toBeVisible();
  await keep(page, 'passkey-add-light-1440');
  await card.getByRole('button', { name: 'Cancel' }).click();
  await signOut(page);

  await showPassword(page, 'vera');
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await keep(page, 'passkey-step-light-1440');
  await authenticator.recognises(false);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(page.getByText('No passkey was given')).toBeVisible();
  await keep(page, 'passkey-step-refused-light-1440');
  await authenticator.recognises(true);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await signOut(page);

  // On the phone, with the passkey that its keeper brought there.
  const other = await newPerson(browser, pocket);
  const there = await Authenticator.attach(other);
  await authenticator.copyTo(there);
  await other.goto(`${broker.base}/login`);
  await keep(other, 'passkey-login-dark-360');
  await other.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(other.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await other.goto(`${broker.base}/settings`);
  const of = other.getByRole('region', { name: 'Second factor' });
  await expect(of.getByRole('listitem')).not.toContainText('never used');
  await of.scrollIntoViewIfNeeded();
  await keep(other, 'passkey-card-dark-360');
  // The last factor stays; with an app beside it the passkey may go.
  await expect(of.getByRole('button', { name: /^Remove/ })).toHaveAttribute('title', /this is your last one/);
  await of.getByRole('button', { name: 'Add an authenticator app' }).click();
  const secret = (await other.getByTestId('totp-secret').textContent()) ?? '';
  await other.getByRole('textbox', { name: 'Code' }).fill(code(secret));
  await other.getByRole('button', { name: 'Confirm the app' }).click();
  await other.getByRole('button', { name: 'I have kept them' }).click();
  await of.getByRole('button', { name: 'Remove The laptop at my desk' }).click();
  await expect(of.getByRole('listitem')).toHaveCount(0);

  await page.goto(`${broker.base}/login`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('This passkey was not accepted. Sign in with your password instead.')).toBeVisible();
  await keep(page, 'passkey-login-refused-light-1440');
  expect(codes).toHaveLength(10);
});

test('a passkey proves once more who one is before a customer is suspended', async ({ browser }) => {
  test.setTimeout(180_000);
  const { page, authenticator } = await begin(browser, 'nils');
  // The proof of signing in gets old; asking about a customer that is not there tells when.
  const nowhere = `${broker.base}/api/v1/platform/tenants/ten_01kar8zv4we008007jggzcc86j/suspend`;
  const asked = async () => {
    const data = { reason: 'Nothing is there.' };
    return (await page.request.post(nowhere, { headers: { origin: broker.base }, data })).status();
  };
  await expect.poll(asked, { timeout: 90_000, intervals: [2_000] }).toBe(403);

  await page.goto(`${broker.base}/platform/tenants`);
  await page.getByRole('button', { name: 'Suspend… Halden Rail' }).first().click();
  const dialog = page.getByRole('alertdialog', { name: 'Suspend Halden Rail?' });
  await dialog.getByRole('textbox').fill('The contract ended.');
  await dialog.getByRole('button', { name: 'Suspend customer' }).click();
  const ask = page.getByRole('dialog', { name: 'Is it still you?' });
  await expect(ask.getByRole('button', { name: 'Use your passkey' })).toBeVisible();
  await keep(page, 'passkey-step-up-light-1440');
  await authenticator.recognises(false);
  await ask.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(ask.getByText('No passkey was given')).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 740 });
  await keep(page, 'passkey-step-up-refused-dark-360');
  await authenticator.recognises(true);
  await ask.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(page.getByText('Halden Rail is suspended.')).toBeVisible();
  await expect(ask).toBeHidden();
});

test('where there are no passkeys, the page says so and offers the rest', async ({ browser }) => {
  // By its address without a name, the broker's page cannot ask for any.
  const page = await newPerson(browser, pocket);
  await page.goto(`${broker.base.replace('localhost', '127.0.0.1')}/login`);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();

  // Who cancels hears that nothing was given, and goes on with a code.
  const { page: other, codes } = await begin(browser, 'olga');
  await signOut(other);
  await other.addInitScript(() => {
    const cancelled = () => Promise.reject(new DOMException('Cancelled.', 'NotAllowedError'));
    Object.defineProperty(navigator.credentials, 'get', { value: cancelled });
  });
  await showPassword(other, 'olga');
  await other.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(other.getByText('it was cancelled')).toBeVisible();
  await other.getByLabel('Code').fill(codes[0] ?? '');
  await other.getByLabel('Code').press('Enter');
  await expect(other.getByRole('heading', { name: 'One more step' })).toBeHidden();
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
});
