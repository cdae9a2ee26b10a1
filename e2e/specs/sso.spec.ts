import { expect, test, type Page } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, logIn, newPerson, people } from '../support/people.ts';
import { type SignInProvider, startProvider } from '../support/provider.ts';
import { demo } from '../support/rest.ts';

let provider: SignInProvider;
// A domain has one authority, and a run that begins again adds another one.
const domain = `halden-${Date.now()}.example`;

test.beforeAll(async ({ browser }) => {
  provider = await startProvider();
  const owner = await newPerson(browser);
  await owner.goto(`${base()}/login`);
  await logIn(owner, people.owner);
  await expect(owner).not.toHaveURL(/\/login/);
  const added = await owner.request.post(`${base()}/api/v1/platform/providers`, {
    headers: { origin: base() },
    data: {
      tenant: demo().tenant.id,
      client_secret: provider.clientSecret,
      settings: {
        name: 'Halden login', issuer: provider.issuer, client_id: provider.clientId, scopes: 'openid email profile groups',
        groups_claim: 'groups', domains: [domain], enabled: true,
        mappings: [{ group: 'admins', tenant: demo().tenant.id, role: 'customer_admin' }],
      },
    },
  });
  expect(added.ok(), await added.text()).toBe(true);
  const { callback, after_sign_out } = (await added.json()) as { callback: string; after_sign_out: string };
  provider.open(callback, after_sign_out);
  await owner.context().close();
});

test.afterAll(() => provider.stop());

// At the provider: signs in and agrees.
async function signInThere(page: Page): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/`));
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function visitor(browser: Parameters<typeof newPerson>[0], options: Parameters<typeof newPerson>[1] = {}): Promise<Page> {
  const page = await newPerson(browser, options);
  // The provider's own page asks for a font.
  await page.route('https://fonts.googleapis.com/**', (route) => route.abort());
  return page;
}

test('somebody signs in with the provider of their address, by keyboard, and out of both', async ({ browser }) => {
  const page = await visitor(browser);
  await page.goto(`${base()}/tokens?state=active`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('E-mail').fill(`admins@${domain}`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('status').filter({ hasText: 'Your organisation signs in with Halden login' })).toBeVisible();
  await keep(page, 'login-provider-light-1440');
  await page.getByRole('button', { name: 'Continue with Halden login' }).focus();
  await page.keyboard.press('Enter');
  await signInThere(page);

  await expect(page).toHaveURL(`${base()}/tokens?state=active`);
  await expect(page.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible();
  await expect(page.getByRole('banner').getByText('Halden Rail')).toBeVisible();
  await page.goto(`${base()}/members`);
  await expect(page.getByRole('row').filter({ hasText: 'Ana admins' })).toContainText('Customer admin');
  // The session's cookie is strict, and of no use to scripts.
  const cookie = (await page.context().cookies(base())).find(({ name }) => name === 'tessera');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toMatch(/eyJ|id_token/);

  await page.getByText('Account of Ana admins').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/session/end`));
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(new RegExp(`^${base()}/login`));
  await page.goto(`${base()}/tokens`);
  await expect(page).toHaveURL(/\/login\?next=/);
});

test('who has no role, or stops at the provider, is told so', async ({ browser }) => {
  const page = await visitor(browser, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await page.goto(`${base()}/login`);
  await page.getByLabel('E-mail').fill(`nobody@${domain}`);
  await page.getByLabel('Password').focus();
  await expect(page.getByRole('button', { name: 'Continue with Halden login' })).toBeVisible();
  await keep(page, 'login-provider-dark-360');
  // Without a password the form goes to the provider, too.
  await page.getByLabel('E-mail').press('Enter');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('You stopped at the provider');

  await page.getByLabel('E-mail').fill(`nobody@${domain}`);
  await page.getByLabel('Password').focus();
  await page.getByRole('button', { name: 'Continue with Halden login' }).click();
  await signInThere(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('You have no role here yet');
  await expect(alert).toContainText(/Call [0-9a-f]{20}/);
  await keep(page, 'login-no-role-dark-360');
  await page.goto(`${base()}/queue`);
  await expect(page).toHaveURL(/\/login/);
});

test('the owner of the platform adds a provider and switches it off', async ({ browser }) => {
  const owner = await newPerson(browser);
  await owner.goto(`${base()}/login`);
  await logIn(owner, people.owner);
  await owner.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Providers of sign-in' }).click();
  await expect(owner.getByRole('heading', { name: 'Providers of sign-in', level: 1 })).toBeVisible();
  await owner.getByRole('button', { name: 'Add provider' }).click();
  const dialog = owner.getByRole('dialog', { name: 'Add provider' });
  await dialog.getByRole('searchbox', { name: 'Find a customer' }).fill('halden');
  await dialog.getByRole('radio', { name: /^Halden Rail/ }).check();
  await expect(dialog.getByRole('radio', { name: /^Halden Rail/ })).toBeFocused();
  await keep(owner, 'provider-whose-light-1440');
  await dialog.getByRole('radio', { name: 'Everybody' }).check();
  await dialog.getByLabel('Name').fill('Support login');
  await dialog.getByLabel('Issuer').fill('http://login.support.example');
  await dialog.getByLabel('Client id').fill('tessera');
  await dialog.getByLabel('Client secret').fill('a-secret-nobody-sees-again');
  await dialog.getByLabel('Domains').fill(`support-${domain}`);
  await dialog.getByLabel('Groups and roles').fill('owners = king');
  await dialog.getByRole('button', { name: 'Add provider' }).click();
  await expect(dialog.getByText('Write a line as group = customer_admin')).toBeVisible();
  await dialog.getByLabel('Groups and roles').fill(`agents = support_agent in ${demo().tenant.id}\nowners = platform_owner`);
  await dialog.getByRole('button', { name: 'Add provider' }).click();
  await expect(dialog.getByText('Enter the issuer as its metadata spells it')).toBeVisible();
  await keep(owner, 'provider-add-light-1440');
  await dialog.getByLabel('Issuer').fill('https://login.support.example');
  await dialog.getByRole('button', { name: 'Add provider' }).click();
  await expect(owner.getByRole('listitem').filter({ hasText: 'Halden login' })).toContainText('Of the customer Halden Rail');
  const row = owner.getByRole('listitem').filter({ hasText: 'Support login' });
  await expect(row).toContainText(/sso\/idp_[0-9a-z]{26}\/callback/);
  await keep(owner, 'providers-light-1440');

  // It has a button on the sign-in page, until it is switched off.
  const visitor = await newPerson(browser);
  await visitor.goto(`${base()}/login`);
  await expect(visitor.getByRole('button', { name: 'Continue with Support login' })).toBeVisible();
  await visitor.getByRole('button', { name: 'Continue with Support login' }).click();
  await expect(visitor.getByRole('alert')).toContainText('does not answer');
  await keep(visitor, 'login-button-light-1440');

  await owner.setViewportSize({ width: 360, height: 740 });
  await row.getByRole('button', { name: 'Change… Support login' }).click();
  const change = owner.getByRole('dialog', { name: 'Change Support login' });
  await expect(change.getByLabel('Client secret')).toHaveValue('');
  await keep(owner, 'provider-change-light-360');
  await change.getByLabel('People can sign in with it').uncheck();
  await change.getByRole('button', { name: 'Save changes' }).click();
  await expect(row.getByText('Off')).toBeVisible();
  await keep(owner, 'providers-light-360');
  await visitor.reload();
  await expect(visitor.getByLabel('E-mail')).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'Continue with Support login' })).toBeHidden();
});
