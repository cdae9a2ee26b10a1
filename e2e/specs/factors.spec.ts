import { expect, test, type Page } from '../support/test.ts';
import { code, nextCode } from '../support/authenticator.ts';
import { type Broker, startBroker } from '../support/broker.ts';
import { keep } from '../support/look.ts';
import { base, logIn, newPerson, people, phone, signIn } from '../support/people.ts';

// Adds an app on the settings page; says its seed and the recovery codes.
async function addApp(page: Page, name: string): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await page.getByRole('region', { name: 'Second factor' }).scrollIntoViewIfNeeded();
  await keep(page, `factor-add-${name}`);
  return confirmApp(page);
}

async function confirmApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await page.getByRole('button', { name: 'Confirm the app' }).click();
  await expect(page.getByText('This is not the code the app shows now')).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(code(secret));
  await page.getByRole('button', { name: 'Confirm the app' }).click();
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  const codes = await list.getByRole('listitem').allTextContents();
  return { secret, codes };
}

test('a person adds an app, signs in with it, and once with a recovery code', async ({ browser }) => {
  const page = await newPerson(browser, { viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await signIn(page, people.auditor);
  await page.goto(`${base()}/settings`);
  const { secret, codes } = await addApp(page, 'light-1440');
  await keep(page, 'factor-codes-light-1440');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left')).toBeVisible();

  const other = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await other.goto(`${base()}/login`);
  await logIn(other, people.auditor);
  await expect(other.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await keep(other, 'factor-step-dark-360');
  await other.getByLabel('Code').fill('123456');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('This code is wrong or was used before')).toBeVisible();
  await other.getByLabel('Code').fill(nextCode(secret));
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();

  const third = await newPerson(browser);
  await third.goto(`${base()}/login`);
  await logIn(third, people.auditor);
  await third.getByLabel('Code').fill(codes[0] ?? '');
  await third.getByLabel('Code').press('Enter');
  await expect(third.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();
  await third.goto(`${base()}/settings`);
  await expect(third.getByText('9 recovery codes left')).toBeVisible();
  await third.getByRole('region', { name: 'Second factor' }).scrollIntoViewIfNeeded();
  await keep(third, 'factor-present-light-1280');
  await third.getByRole('button', { name: 'Remove the app' }).click();
  await expect(third.getByRole('button', { name: 'Add an authenticator app' })).toBeVisible();
});

test('a session ends over the page and goes on there', async ({ browser }) => {
  const page = await newPerson(browser);
  await page.clock.install();
  await signIn(page, people.otherAgent);
  const warning = page.getByRole('alert').filter({ hasText: 'You will be signed out in about a minute' });
  await expect(warning).toBeHidden();
  await page.clock.fastForward('28:45');
  await expect(warning).toBeVisible();
  await keep(page, 'session-warning-light-1280');
  await page.getByRole('button', { name: 'Stay signed in' }).press('Enter');
  await expect(warning).toBeHidden();

  // It ends elsewhere while something is typed here.
  const elsewhere = await newPerson(browser);
  await signIn(elsewhere, people.otherAgent);
  await page.goto(`${base()}/settings`);
  await page.getByLabel('Password now').fill('paper lanterns at noon');
  await page.getByLabel('New password').fill('typed with care and kept');
  await elsewhere.goto(`${base()}/settings`);
  await elsewhere.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(elsewhere.getByText('Signed out everywhere else.')).toBeVisible();
  const again = page.getByRole('dialog', { name: 'Your session ended' });
  await expect(again).toBeVisible();
  await keep(page, 'session-ended-light-1280');
  // Escape must not cost what was typed.
  await page.keyboard.press('Escape');
  await expect(again.getByLabel('Password')).toBeFocused();
  await again.getByLabel('Password').fill('not the one');
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again.getByText('E-mail or password is wrong')).toBeVisible();
  await again.getByLabel('Password').fill('paper lanterns at noon');
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again).toBeHidden();
  await expect(page.getByLabel('New password')).toHaveValue('typed with care and kept');
});

test.describe('with settings of its own', () => {
  let broker: Broker;
  const password = 'four quiet words walk';

  test.beforeAll(async () => {
    broker = await startBroker('18083', [], { TESSERA_SESSION__FRESH_MINUTES: '1' });
    broker.command(['tenant', 'create', 'halden-rail', 'Halden Rail']);
    broker.command(['user', 'create', 'vera@tessera.example', 'Vera Holm', '--owner'], `${password}\n`);
  });
  test.afterAll(() => broker.stop());

  test('whoever runs the platform enrols first, and proves once more who they are before they suspend', async ({ browser }) => {
    const page = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await page.goto(`${broker.base}/login`);
    await page.getByLabel('E-mail').fill('vera@tessera.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Add a second factor' })).toBeVisible();
    await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
    await keep(page, 'factor-must-dark-360');
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByRole('textbox', { name: 'Code' }).fill(code(secret));
    await page.getByRole('button', { name: 'Confirm the app' }).click();
    const list = page.getByRole('list', { name: 'Recovery codes' });
    await expect(list.getByRole('listitem')).toHaveCount(10);
    const codes = await list.getByRole('listitem').allTextContents();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    // The proof of signing in gets old; asking about a customer that is not there tells when.
    test.setTimeout(180_000);
    const nowhere = `${broker.base}/api/v1/platform/tenants/ten_01kar8zv4we008007jggzcc86j/suspend`;
    const asked = async () => {
      const data = { reason: 'Nothing is there.' };
      return (await page.request.post(nowhere, { headers: { origin: broker.base }, data })).status();
    };
    await expect.poll(asked, { timeout: 90_000, intervals: [2_000] }).toBe(403);

    await page.goto(`${broker.base}/platform/tenants`);
    const ask = page.getByRole('dialog', { name: 'Is it still you?' });
    await page.getByRole('button', { name: 'Suspend… Halden Rail' }).first().click();
    const dialog = page.getByRole('alertdialog', { name: 'Suspend Halden Rail?' });
    await dialog.getByRole('textbox').fill('The contract ended.');
    await dialog.getByRole('button', { name: 'Suspend customer' }).click();
    await expect(ask).toBeVisible();
    await keep(page, 'step-up-dark-360');
    // Given up, nothing is done and what was typed is still there.
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('textbox')).toHaveValue('The contract ended.');
    await dialog.getByRole('button', { name: 'Suspend customer' }).click();
    await ask.getByLabel('Code').fill('000000');
    await ask.getByLabel('Code').press('Enter');
    await expect(ask.getByText('This code is wrong or was used before')).toBeVisible();
    await ask.getByLabel('Code').fill(codes[1] ?? '');
    await ask.getByLabel('Code').press('Enter');
    await expect(page.getByText('Halden Rail is suspended.')).toBeVisible();
    await expect(ask).toBeHidden();
  });
});
