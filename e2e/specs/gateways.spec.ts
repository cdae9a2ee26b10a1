import { expect, test } from '@playwright/test';
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
