import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

// What the page of a gateway that asks before every call offers, and what it then shows.
const products: [string, string[]][] = [
  ['nginx', ['nginx.conf']],
  ['Envoy', ['envoy.yaml']],
  ['Traefik', ['tessera.yml', 'traefik.yml']],
  ['Caddy', ['Caddyfile']],
  ['HAProxy', ['haproxy.cfg', 'tessera.lua']],
  ['Kong', ['kong.yml']],
  ['APISIX', ['apisix.yaml']],
];

test('each product has its configuration, to be copied whole', async ({ browser }) => {
  const agent = await newPerson(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/gateways/new`);
  await agent.getByLabel('Name').fill('edge-choice');
  await agent.getByLabel('Place').fill('In front of claims');
  await agent.getByRole('button', { name: 'Add gateway' }).click();
  const choice = agent.getByRole('group', { name: 'Product' });
  await expect(choice.getByRole('button')).toHaveText(products.map(([product]) => product));
  for (const [product, files] of products) {
    await choice.getByRole('button', { name: product }).click();
    for (const file of files) {
      const text = await agent.getByRole('region', { name: file, exact: true }).textContent();
      await agent.getByRole('button', { name: `Copy ${file}` }).click();
      await expect.poll(() => agent.evaluate(() => navigator.clipboard.readText())).toBe(text);
    }
  }
  await choice.getByRole('button', { name: 'HAProxy' }).click();
  await keep(agent, 'gateway-products-light-1440');
});

test('a gateway that asks by introspection is shown Apache, on a narrow screen as well', async ({ browser }) => {
  const agent = await newPerson(browser, { colorScheme: 'dark' });
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/gateways/new`);
  await agent.getByLabel('Name').fill('edge-apache');
  await agent.getByLabel('Place').fill('In front of claims');
  await agent.getByLabel('Introspection').check();
  await agent.getByRole('button', { name: 'Add gateway' }).click();
  const choice = agent.getByRole('group', { name: 'Product' });
  await expect(choice.getByRole('button')).toHaveText(['Apache', 'Any other']);
  await expect(agent.getByRole('region', { name: 'tessera.conf' })).toContainText('OIDCOAuthIntrospectionEndpoint');
  await agent.setViewportSize({ width: 360, height: 740 });
  await keep(agent, 'gateway-products-dark-360');
  await choice.getByRole('button', { name: 'Any other' }).click();
  await expect(agent.getByRole('region', { name: 'Introspection call' })).toContainText('/oauth2/introspect');
});

test('a gateway that verifies JWTs is shown configuration with its customer and environment in it', async ({ browser }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/gateways/new`);
  await agent.getByLabel('Name').fill('edge-jwt');
  await agent.getByLabel('Place').fill('In front of claims');
  await agent.getByLabel('JWT').check();
  await agent.getByRole('button', { name: 'Add gateway' }).click();
  const choice = agent.getByRole('group', { name: 'Product' });
  await expect(choice.getByRole('button')).toHaveText(['Envoy', 'HAProxy', 'Apache']);
  await expect(agent.getByRole('region', { name: 'jwt.yaml' })).toContainText('/oauth2/jwks/halden-rail');
  await choice.getByRole('button', { name: 'HAProxy' }).click();
  await expect(agent.getByRole('region', { name: 'jwt.cfg' })).toContainText('-m str "production"');
  await expect(agent.getByRole('region', { name: 'tessera-keys.sh' })).toContainText('/oauth2/jwks/halden-rail');
  await choice.getByRole('button', { name: 'Apache' }).click();
  await expect(agent.getByRole('region', { name: 'jwt.lua' })).toContainText('local environment = "production"');
});

test('the credential gives way to another without a gap', async ({ browser, request }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/gateways/new`);
  await agent.getByLabel('Name').fill('edge-rotated');
  await agent.getByLabel('Place').fill('In front of claims');
  await agent.getByRole('button', { name: 'Add gateway' }).click();
  const old = (await agent.getByTestId('credential').textContent()) ?? '';
  await agent.getByRole('link', { name: 'Finish later' }).click();
  const greets = async (credential: string): Promise<number> =>
    (await request.get(`${base()}/gateway/hello`, { headers: { 'x-gateway-key': credential } })).status();
  expect(await greets(old)).toBe(200);

  await agent.getByRole('button', { name: 'Rotate credential…' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Rotate the credential of edge-rotated?' });
  await expect(dialog.getByRole('button', { name: 'In a day' })).toHaveAttribute('aria-pressed', 'true');
  await dialog.getByRole('button', { name: 'At once' }).click();
  await expect(dialog.getByText('refuses every call until it has the new')).toBeVisible();
  await dialog.getByRole('button', { name: 'In a week' }).click();
  await keep(agent, 'gateway-rotate-light-1440');
  await dialog.getByRole('button', { name: 'Rotate credential' }).click();
  await expect(dialog).toHaveCount(0);
  const fresh = (await agent.getByTestId('credential').textContent()) ?? '';
  expect([await greets(old), await greets(fresh)]).toEqual([200, 200]);

  // When each was last used is written down every few seconds.
  const credentials = agent.getByRole('region', { name: 'Credentials' });
  await expect(credentials.getByRole('listitem')).toHaveCount(2);
  await expect(async () => {
    await agent.reload();
    await expect(credentials.getByRole('listitem')).toHaveCount(2);
    await expect(credentials.getByText('last used never')).toHaveCount(0);
  }).toPass();
  await expect(credentials.getByText(`${old.slice(0, 7)}…${old.slice(-4)}`).first()).toBeVisible();
  await expect(credentials.getByText('Works until')).toHaveCount(1);
  await keep(agent, 'gateway-credentials-light-1440');
  await agent.emulateMedia({ colorScheme: 'dark' });
  await agent.setViewportSize({ width: 360, height: 740 });
  await credentials.scrollIntoViewIfNeeded();
  await keep(agent, 'gateway-credentials-dark-360');
  await agent.getByRole('button', { name: 'Rotate credential…' }).click();
  await keep(agent, 'gateway-rotate-dark-360');
  await agent.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

  await credentials.getByRole('button', { name: /^End now…/ }).click();
  const sure = agent.getByRole('alertdialog');
  await keep(agent, 'gateway-credential-end-dark-360');
  await sure.getByRole('button', { name: 'End credential' }).click();
  await expect(credentials.getByRole('listitem')).toHaveCount(1);
  expect([await greets(old), await greets(fresh)]).toEqual([403, 200]);
});

test('a gateway gets a public key beside its credential', async ({ browser }) => {
  const lead = await newPerson(browser);
  await signIn(lead, people.lead);
  await enter(lead, 'Halden Rail');
  await lead.goto(`${base()}/gateways/new`);
  await lead.getByLabel('Name').fill('edge-signing');
  await lead.getByLabel('Place').fill('In front of claims');
  await lead.getByLabel('Introspection').check();
  await lead.getByRole('button', { name: 'Add gateway' }).click();
  await lead.getByRole('link', { name: 'Finish later' }).click();
  const credentials = lead.getByRole('region', { name: 'Credentials' });
  await expect(credentials.getByRole('button', { name: /^End now…/ })).toHaveCount(0);
  await credentials.getByRole('button', { name: 'Add public key…' }).click();
  const dialog = lead.getByRole('dialog', { name: 'Add a public key to edge-signing' });
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await dialog.getByLabel('Public key').fill(privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(dialog.getByText('This holds a private key.')).toBeVisible();
  await keep(lead, 'gateway-key-light-1440');
  await dialog.getByLabel('Public key').fill(publicKey.export({ format: 'pem', type: 'spki' }) as string);
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(credentials.getByText('Public key', { exact: true })).toBeVisible();
  await expect(credentials.getByRole('button', { name: /^End now…/ })).toHaveCount(2);
  await lead.emulateMedia({ colorScheme: 'dark' });
  await lead.setViewportSize({ width: 360, height: 740 });
  await credentials.scrollIntoViewIfNeeded();
  await keep(lead, 'gateway-keys-dark-360');
});

test('the page of a gateway says why it told callers no', async ({ browser, request }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/gateways/new`);
  await agent.getByLabel('Name').fill('edge-refusing');
  await agent.getByLabel('Place').fill('In front of claims');
  await agent.getByRole('button', { name: 'Add gateway' }).click();
  const credential = (await agent.getByTestId('credential').textContent()) ?? '';
  await agent.getByRole('link', { name: 'Finish later' }).click();
  await expect(agent.getByRole('table', { name: 'Refused in 24 hours' })).toHaveCount(0);
  for (const token of ['not-a-token', 'nor-this']) {
    const headers = { 'x-gateway-key': credential, authorization: `Bearer ${token}` };
    expect((await request.get(`${base()}/gateway/verify`, { headers })).status()).toBe(401);
  }
  // Written down every few seconds.
  const refusals = agent.getByRole('table', { name: 'Refused in 24 hours' });
  await expect(async () => {
    await agent.reload();
    await expect(refusals.getByRole('row', { name: /^Not a token/ })).toContainText('2');
  }).toPass();
  await keep(agent, 'gateway-refusals-light-1440');
  await agent.emulateMedia({ colorScheme: 'dark' });
  await agent.setViewportSize({ width: 360, height: 740 });
  await refusals.scrollIntoViewIfNeeded();
  await keep(agent, 'gateway-refusals-dark-360');
});
