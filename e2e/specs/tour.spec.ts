import { expect, test, type Page } from '@playwright/test';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

const pages = ['overview', 'queue', 'requests', 'tokens', 'partners', 'apis', 'gateways', 'gateways/new', 'audit', 'members', 'settings'];
const looks = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 360, height: 740 },
  { theme: 'dark', width: 360, height: 740 },
] as const;

// Every screen once in each look: complete, without a fault in the console, never wider than the window,
// and with nothing grave for people who use a screen reader or need contrast.
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

// The page has loaded what it shows.
async function complete(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForLoadState('networkidle', { timeout: 300 }).catch(() => undefined);
}
