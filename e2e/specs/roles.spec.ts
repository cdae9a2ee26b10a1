import { expect, test, type Page } from '../support/test.ts';
import { faults, fits } from '../support/look.ts';
import { enter, newPerson, people, signIn } from '../support/people.ts';
import { listen, screens, visit, type Screen } from '../support/screens.ts';

const roles = ['agent', 'lead', 'admin', 'auditor'] as const;
type Role = (typeof roles)[number];

// What a screen offers, and to whom; to others it is not there, or says why it does nothing.
const support: Role[] = ['agent', 'lead'];
const acting: Role[] = ['agent', 'lead', 'admin'];
const offers: Record<string, [RegExp, Role[]][]> = {
  requests: [[/^New request$/, support]],
  partners: [[/^Add partner$/, support]],
  apis: [[/^Add API$/, support]],
  gateways: [[/^Add gateway$/, support]],
  members: [[/^Invite/, ['lead', 'admin']], [/^New service account$|^Add service account$|^Make a service account$/, ['lead']]],
  token: [[/^Suspend/, acting], [/^Revoke/, acting], [/^Reissue/, support]],
};
const looks: Record<Role, { colorScheme: 'light' | 'dark'; width: number; height: number }> = {
  agent: { colorScheme: 'light', width: 2560, height: 1440 },
  lead: { colorScheme: 'dark', width: 1440, height: 900 },
  admin: { colorScheme: 'dark', width: 360, height: 740 },
  auditor: { colorScheme: 'light', width: 1440, height: 900 },
};

// Whether something of this name can be used; what is blocked stays in sight and says why.
async function usable(page: Page, name: RegExp): Promise<boolean> {
  const main = page.getByRole('main');
  const found = main.getByRole('button', { name }).or(main.getByRole('link', { name })).filter({ visible: true });
  for (const one of await found.all()) {
    if ((await one.getAttribute('aria-disabled')) !== 'true') return true;
    expect(await one.getAttribute('title'), `why ${String(name)} is blocked`).toMatch(/Your role in .+ cannot/);
  }
  return false;
}

async function walk(page: Page, stops: Screen[], at: (stop: Screen) => Promise<void>): Promise<void> {
  const wrong = listen(page);
  for (const stop of stops) {
    await visit(page, stop);
    await fits(page, stop.name);
    expect.soft(await faults(page), stop.name).toEqual([]);
    await expect(page.getByRole('main').getByText(/did not load$/)).toHaveCount(0);
    await at(stop);
  }
  expect(wrong).toEqual([]);
}

for (const role of roles) {
  test(`every screen of a customer, as ${role}`, async ({ browser }) => {
    test.setTimeout(300_000);
    const { colorScheme, ...viewport } = looks[role];
    const page = await newPerson(browser, { colorScheme, viewport, reducedMotion: 'reduce' });
    await signIn(page, people[role]);
    if (support.includes(role)) await enter(page, 'Halden Rail');
    await expect(page.getByRole('banner').getByText('Halden Rail')).toBeVisible();
    await walk(page, screens.tenant, async ({ name }) => {
      for (const [what, whose] of offers[name] ?? []) {
        expect.soft(await usable(page, what), `${String(what)} on ${name} for ${role}`).toBe(whose.includes(role));
      }
    });
    // What belongs to the platform is not there for them.
    for (const path of ['/platform/tenants', '/platform/providers', '/platform/tenants/new']) {
      await visit(page, { name: path, route: path, at: path });
      await expect(page.getByRole('main').getByRole('textbox').filter({ visible: true })).toHaveCount(0);
      await expect(page.getByRole('main').getByRole('row')).toHaveCount(0);
    }
  });
}

test('every screen of a customer, as the owner of the platform, who is a member of none', async ({ browser }) => {
  test.setTimeout(300_000);
  const page = await newPerson(browser, { reducedMotion: 'reduce' });
  await signIn(page, people.owner);
  await walk(page, screens.tenant.filter(({ at }) => typeof at === 'string'), async () => {
    await expect(page.getByRole('main').locator('a[href*="_01"]')).toHaveCount(0);
  });
});
