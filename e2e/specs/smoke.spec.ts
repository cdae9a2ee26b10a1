import { expect, test } from '../support/test.ts';
import { base, enter, signIn } from '../support/people.ts';

test('the app can be installed', async ({ page }) => {
  await page.goto(`${base()}/login`);
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const answer = await page.request.get(`${base()}${address ?? ''}`);
  expect(answer.headers()['content-type']).toBe('application/manifest+json');
  expect(answer.headers()['content-security-policy']).toContain("manifest-src 'self'");
  const manifest = (await answer.json()) as { name: string; icons: { src: string; sizes: string; purpose?: string }[] };
  expect(manifest.name).toBe('Tessera');
  expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose ?? 'any'}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (src) => {
      const picture = new Image();
      picture.src = src;
      await picture.decode();
      return `${String(picture.naturalWidth)}x${String(picture.naturalHeight)}`;
    }, src);
    expect(size, src).toBe(sizes);
  }
});

test('an agent signs in, sees the queue of all customers and enters one', async ({ page }) => {
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('401')) broken.push(line.text());
  });
  await signIn(page, 'iris@tessera.example');
  await enter(page, 'Halden Rail');
  await page.getByRole('link', { name: 'Tokens' }).first().click();
  await expect(page.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/Halden Rail · Tessera$/);
  expect(broken).toEqual([]);
});
