import { expect, test, type Page } from '../support/test.ts';
import { contrastFaults, faults, fits, shoot } from '../support/look.ts';
import { askForAccess, confirmByMail } from '../support/journey.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';
import { complete, listen, routes, screens, visit, type Screen } from '../support/screens.ts';
import { dice } from '../support/walk.ts';

// The pictures show the demo as anybody sees it who starts it, and nothing of other journeys.
useOwnBroker('18093', { tenants: 60, tokens: 1_200 });

// What the demo has nothing of by itself: mails, a provider of sign-in, a policy that changed.
test.beforeAll(async ({ browser }) => {
  const partner = await newPerson(browser);
  const wish = { company: 'Nordbane', email: 'signe@nordbane.example', application: 'Seat finder' };
  await askForAccess(partner, wish);
  await confirmByMail(partner, wish.email);

  const halden = demo().tenant.id;
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  const { policy } = await rest<{ policy: object }>(agent, 'GET', '/tenant', halden);
  const after = { max_lifetime_days: 180, delivery_hours: 48 };
  await rest(agent, 'POST', '/tenant/policy', halden, { before: policy, after, reason: 'As agreed in the review of the year.' });

  const owner = await newPerson(browser);
  await signIn(owner, people.owner);
  const added = await owner.request.post(`${base()}/api/v1/platform/providers`, {
    headers: { origin: base() },
    data: {
      tenant: halden,
      client_secret: 'kept-at-the-provider',
      settings: {
        name: 'Halden login', issuer: 'https://login.halden-rail.example', client_id: 'tessera', scopes: 'openid email profile groups',
        groups_claim: 'groups', domains: ['halden-rail.example'], enabled: false,
        mappings: [{ group: 'token-admins', tenant: halden, role: 'customer_admin' }],
      },
    },
  });
  expect(added.ok(), await added.text()).toBe(true);
  await Promise.all([partner, agent, owner].map((page) => page.context().close()));
});

const widths = [[1440, 900], [360, 740], [2560, 1440]] as const;
const themes = ['light', 'dark'] as const;

// Twenty colours that no designer has chosen, others in every run unless a seed is given.
const seed = Number(process.env.E2E_SEED ?? Date.now() % 1_000_000);
const roll = dice(seed);
const colours = Array.from({ length: 20 }, () => `#${roll(0x1000000).toString(16).padStart(6, '0')}`);

test('every route of the app is on the tour', () => {
  const toured = Object.values(screens).flat().map(({ route }) => route);
  expect(routes().filter((route) => !toured.includes(route) && route !== '')).toEqual([]);
});

// Every screen in both themes at three widths: complete, without a fault in the console, never wider than the window, with
// nothing that axe finds wrong, and readable in any customer's colour.
async function tour(page: Page, stops: Screen[]): Promise<number> {
  const wrong = listen(page);
  let texts = 0;
  for (const stop of stops) {
    await page.setViewportSize({ width: widths[0][0], height: widths[0][1] });
    await visit(page, stop);
    for (const [width, height] of widths) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        await complete(page);
        const look = `${stop.name}-${colorScheme}-${String(width)}`;
        await fits(page, look);
        expect.soft(await faults(page), `accessibility of ${look}`).toEqual([]);
        await shoot(page, `pictures/${look}.webp`);
        if (width !== widths[0][0]) continue;
        const coloured = await contrastFaults(page, colours);
        expect.soft(coloured.faults, `${look} in other colours, seed ${String(seed)}`).toEqual([]);
        texts += coloured.texts;
      }
    }
  }
  expect(wrong).toEqual([]);
  return texts;
}

test('every screen of everybody', async ({ browser }) => {
  test.setTimeout(300_000);
  await tour(await newPerson(browser, { reducedMotion: 'reduce' }), screens.nobody);
});

test('every screen of a customer', async ({ browser }) => {
  test.setTimeout(600_000);
  const page = await newPerson(browser, { reducedMotion: 'reduce' });
  await signIn(page, people.agent);
  await tour(page, [{ name: 'queue-of-all', route: 'queue', at: '/queue' }]);
  await enter(page, 'Halden Rail');
  const texts = await tour(page, screens.tenant);
  expect(texts, 'texts whose contrast depends on the colour').toBeGreaterThan(screens.tenant.length * colours.length);
});

test('every screen of the platform', async ({ browser }) => {
  test.setTimeout(300_000);
  const page = await newPerson(browser, { reducedMotion: 'reduce' });
  await signIn(page, people.owner);
  await tour(page, screens.owner);
});
