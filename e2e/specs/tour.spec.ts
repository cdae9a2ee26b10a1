import { expect, test, type Page } from '@playwright/test';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

const pages = ['overview', 'queue', 'requests', 'tokens', 'partners', 'apis', 'gateways', 'gateways/new', 'audit', 'members', 'settings'];
// What has nothing to show, is not there, or is for who holds a link.
const bare = {
  'requests/new': 'new-request', 'partners?q=nothing-like-this': 'no-partner', 'audit?object=tok_01kar8zv4we008007jggzcc86j': 'no-event',
  'tokens/tok_01kar8zv4we008007jggzcc86j': 'no-token', 'nowhere/at/all': 'nowhere', mail: 'mail', 'join#x': 'join-ended',
  'reset#x': 'reset-ended', 'd/dlv_01kar8zv4we008007jggzcc86j#x': 'delivery-ended', 'halden-rail/my-request#x': 'no-request',
};
const ofThePlatform = ['platform/people', 'platform/tenants', 'platform/tenants/new', 'platform/providers', 'settings'];
const looks = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 360, height: 740 },
  { theme: 'dark', width: 360, height: 740 },
] as const;

// Every screen once in each look: complete, without a fault in the console, never wider than the window,
// and with nothing that axe finds wrong.
for (const { theme, width, height } of looks) {
  test(`every screen, ${theme}, ${width} pixels wide`, async ({ browser }) => {
    test.setTimeout(180_000);
    const page = await newPerson(browser, { colorScheme: theme, viewport: { width, height }, reducedMotion: 'reduce' });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on('console', (line) => {
      // The browser itself reports the 401 that tells the app to show the sign-in page.
      if (line.type() === 'error' && !line.text().includes('401')) faults.push(`${page.url()}: ${line.text()}`);
    });
    const look = `${theme}-${width}`;
    await page.goto(`${base()}/login`);
    await expect(page.getByLabel('E-mail')).toBeVisible();
    await keep(page, `login-${look}`);
    await signIn(page, people.agent);
    await keep(page, `queue-of-all-${look}`);
    await enter(page, 'Halden Rail');
    for (const path of pages) {
      await page.goto(`${base()}/${path}`);
      await complete(page);
      await keep(page, `${path.replace('/', '-')}-${look}`);
    }
    await page.goto(`${base()}/tokens?state=active`);
    await page.getByRole('main').locator('a[href^="/tokens/tok_"]:visible').first().click();
    await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
    await complete(page);
    await keep(page, `token-${look}`);
    await page.goto(`${base()}/requests`);
    await page.getByRole('main').locator('a[href^="/requests/req_"]:visible').first().click();
    await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
    await complete(page);
    await keep(page, `request-${look}`);
    await page.goto(`${base()}/halden-rail/request`);
    await expect(page.getByRole('heading', { name: 'Request access' })).toBeVisible();
    await keep(page, `public-request-${look}`);
    expect(faults).toEqual([]);
  });
}

// The screens that are left: of the platform, and those with little on them.
for (const { theme, width, height } of looks) {
  test(`every other screen, ${theme}, ${width} pixels wide`, async ({ browser }) => {
    test.setTimeout(180_000);
    const look = `${theme}-${width}`;
    const options = { colorScheme: theme, viewport: { width, height }, reducedMotion: 'reduce' } as const;
    const page = await newPerson(browser, options);
    await signIn(page, people.agent);
    await enter(page, 'Halden Rail');
    for (const [kind, name] of [['partners', 'partner'], ['gateways', 'gateway']]) {
      await page.goto(`${base()}/${kind}`);
      await page.getByRole('main').locator(`a[href^="/${kind}/"]:not([href$="/new"]):visible`).first().click();
      await expect(page).toHaveURL(new RegExp(`/${kind}/[a-z]{3}_`));
      await complete(page);
      await keep(page, `${name}-${look}`);
    }
    for (const [path, name] of Object.entries(bare)) {
      await page.goto(`${base()}/${path}`);
      await complete(page);
      await keep(page, `${name}-${look}`);
    }
    const owner = await newPerson(browser, options);
    await signIn(owner, people.owner);
    await keep(owner, `queue-of-owner-${look}`);
    for (const path of ofThePlatform) {
      await owner.goto(`${base()}/${path}`);
      await complete(owner);
      await keep(owner, `owner-${path.replaceAll('/', '-')}-${look}`);
    }
  });
}

// The page has loaded what it shows.
async function complete(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForLoadState('networkidle', { timeout: 300 }).catch(() => undefined);
}
