import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { expect, request, test } from '../support/test.ts';
import { SMTPServer } from 'smtp-server';
import { type Broker, startBroker } from '../support/broker.ts';

const password = 'a password of the journey';

test('a broker without a demo sends its letters by SMTP', async ({ page }) => {
  const letters: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      void text(stream).then((letter) => {
        letters.push(readable(letter));
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.server.address() as AddressInfo;
  const broker = await startBroker('18081', [], {
    TESSERA_MAIL__SMTP: `smtp://127.0.0.1:${port}`, TESSERA_SIGN_IN__SECOND_FACTOR: 'offered',
  });
  await makeTenant(broker);

  await page.goto(`${broker.base}/nordlys/request`);
  await page.getByLabel('Company').fill('Fjord Ticketing');
  await page.getByLabel('Your name').fill('Signe Dahl');
  await page.getByLabel('E-mail').fill('signe@fjord.example');
  await page.getByLabel('Application').fill('Web shop');
  await page.getByRole('checkbox', { name: /seats:read/ }).check();
  await page.getByLabel('Reason').fill('Sell seats in our app.');
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'signe@fjord.example' })).toBeVisible();

  await expect.poll(() => letters.length, { timeout: 20_000 }).toBe(1);
  expect(letters[0]).toMatch(/^To: .*signe@fjord\.example/m);
  const link = /http:\/\/localhost:18081\/nordlys\/my-request#\S+/.exec(letters[0] ?? '')?.[0];
  await page.goto(link ?? '');
  await page.getByRole('button', { name: 'Confirm request' }).click();
  await expect(page.getByRole('heading', { name: 'Waiting for a decision' })).toBeVisible();
  await expect.poll(() => letters.filter((letter) => /^To: .*hanna@nordlys\.example/m.test(letter)).length, { timeout: 20_000 }).toBe(1);

  await broker.stop();
  await new Promise<void>((closed) => server.close(closed));
});

// A tenant with an agent, an admin and an API, made by the command line and the API.
async function makeTenant(broker: Broker): Promise<void> {
  broker.command(['tenant', 'create', 'nordlys', 'Nordlys Energi']);
  for (const [email, name, role] of [
    ['iris@support.example', 'Iris', 'support_agent'], ['hanna@nordlys.example', 'Hanna', 'customer_admin'],
  ] as const) {
    broker.command(['user', 'create', email, name], `${password}\n`);
    broker.command(['user', 'join', email, 'nordlys', role]);
  }
  const agent = await request.newContext({ baseURL: broker.base, extraHTTPHeaders: { origin: broker.base } });
  expect((await agent.post('/api/v1/session', { data: { email: 'iris@support.example', password } })).ok()).toBe(true);
  const mine = (await (await agent.get('/api/v1/me/tenants')).json()) as { items: { id: string }[] };
  const made = await agent.post('/api/v1/apis', {
    headers: { 'x-tenant-id': mine.items[0]?.id ?? '' },
    data: {
      slug: 'seats', name: 'Seats', version: 'v1', audience: 'https://api.nordlys.example/seats', description: 'Seats.',
      scopes: [{ name: 'seats:read', description: 'See free seats.', writes: false }],
    },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await agent.dispose();
}

// A letter with its quoted-printable lines joined again (RFC 2045 §6.7).
function readable(letter: string): string {
  return letter.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
