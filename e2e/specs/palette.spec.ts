import { expect, test, type Locator, type Page } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';

const field = (page: Page): Locator => page.getByRole('combobox', { name: 'Search or paste a token' });
const rows = (page: Page): Locator => page.getByRole('listbox', { name: 'Results' }).getByRole('option');
const group = (page: Page, name: string): Locator => page.getByRole('group', { name });

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await expect(rows(page).first()).toBeVisible();
}

// Pastes as people do; the clipboard itself is none of the app's business.
async function paste(page: Page, text: string): Promise<void> {
  await field(page).evaluate((input: HTMLInputElement, text) => {
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, text);
}

test('the palette goes to pages and does things, by the keyboard alone', async ({ page }) => {
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await openPalette(page);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', 'found-1');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(rows(page).last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('PageUp');
  await expect(rows(page).last()).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.type('gatew');
  await expect(rows(page).first().locator('mark').first()).toHaveText(/gatew/i);
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeHidden();

  await openPalette(page);
  await page.keyboard.type('new req');
  await expect(group(page, 'Actions').getByRole('option', { name: 'New request' })).toBeVisible();
  await group(page, 'Actions').getByRole('option', { name: 'New request' }).click();
  await expect(page).toHaveURL(/\/requests\/new$/);

  await page.getByRole('button', { name: /Search or paste a token/ }).click();
  await field(page).fill('keyboard');
  await page.getByRole('option', { name: 'Keyboard shortcuts' }).click();
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const what of ['Find anything, paste a token', 'Select up to here', 'Resend', 'Search the list']) {
    await expect(help.getByText(what)).toBeVisible();
  }
});

test('it finds each kind of thing where one is, and says when another customer is entered', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await signIn(page, people.lead);
  await enter(page, 'Halden Rail');
  const tenant = demo().tenant.id;
  const first = async (path: string): Promise<Record<string, string>> =>
    (await rest<{ items: Record<string, string>[] }>(page, 'GET', path, tenant)).items[0] ?? {};
  const [partner, token, request, api, gateway, member] = await Promise.all(
    ['/partners', '/tokens', '/requests', '/apis', '/gateways', '/members'].map(first));
  const finds = async (text: string, line: RegExp): Promise<void> => {
    await field(page).fill(text);
    await expect(group(page, 'In Halden Rail').getByRole('option', { name: line }).first()).toBeVisible();
  };
  await openPalette(page);
  await finds((partner?.name ?? '').slice(1), /partner/);
  await finds(token?.hint ?? '', /tsr_pt_…/);
  await finds(request?.application ?? '', /request of/);
  await finds(api?.name ?? '', /API/);
  await finds((gateway?.name ?? '').slice(1), /gateway,/);
  await finds(member?.email ?? '', new RegExp(member?.email ?? ''));
  expect(asked.filter((url) => url.includes(encodeURIComponent(partner?.name ?? '-')))).toEqual([]);

  // Another customer, and a partner of one.
  await field(page).fill('northq');
  await expect(group(page, 'Other customers, you will switch').getByRole('option', { name: /Northquay Freight/ })).toBeVisible();
  const quay = (await rest<{ items: { id: string }[] }>(page, 'GET', '/me/tenants?q=northquay', '')).items[0]?.id ?? '';
  const theirs = (await rest<{ items: { id: string; name: string }[] }>(page, 'GET', '/partners', quay)).items[0];
  await field(page).fill(theirs?.name ?? '');
  const row = page.getByRole('option', { name: /partner in Northquay Freight/ });
  await expect(row.or(page.getByRole('option', { name: /partner in/ })).first()).toBeVisible();
});

test('opening a thing of another customer enters it', async ({ page }) => {
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  const token = (await rest<{ items: { id: string }[] }>(page, 'GET', '/tokens', demo().tenant.id)).items[0]?.id ?? '';
  await page.goto(`${base()}/tokens/${token}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const quay = (await rest<{ items: { id: string }[] }>(page, 'GET', '/me/tenants?q=northquay', '')).items[0]?.id ?? '';
  const theirs = (await rest<{ items: { id: string; hint: string; application: string }[] }>(page, 'GET', '/tokens', quay)).items[0];
  await openPalette(page);
  await field(page).fill(theirs?.hint ?? '');
  const row = group(page, 'Other customers, you will switch').getByRole('option', { name: /in Northquay Freight/ });
  await expect(row).toBeVisible();
  await row.click();
  await expect(page.getByRole('banner').getByText('Northquay Freight')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/tokens/${theirs?.id ?? ''}`));
  await expect(page.getByText(theirs?.hint ?? '').first()).toBeVisible();
});

test('a pasted token shows its owner, and its secret leaves the browser in no form', async ({ browser }) => {
  const { live, revoked, foreign } = demo().tokens;
  const page = await newPerson(browser);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url(), request.postData() ?? '', JSON.stringify(request.headers())));
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await openPalette(page);
  await paste(page, `Authorization: Bearer ${live}`);
  await expect(field(page)).toHaveValue(`tsr_pt_••••••••${live.slice(-4)}`);
  await expect(page.getByText('The token itself was not sent')).toBeVisible();
  const owner = group(page, 'Owner').getByRole('option');
  await expect(owner).toContainText(live.slice(-4));
  await expect(owner).toContainText(/Active|Expires/);
  await expect(page.getByRole('term').filter({ hasText: 'Last used' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tokens\/tok_/);
  await expect(page.getByText(`tsr_pt_…${live.slice(-4)}`).first()).toBeVisible();

  await openPalette(page);
  await paste(page, revoked);
  await expect(owner).toContainText('Revoked');
  await paste(page, `${live.slice(0, -1)}${live.endsWith('x') ? 'y' : 'x'}`);
  await expect(page.getByText('its checksum does not fit')).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  for (const secret of [live, revoked]) {
    const body = secret.slice(7, -6);
    expect(sent.filter((text) => text.includes(body))).toEqual([]);
  }

  // To somebody of one customer, a token of another is like one that never was.
  const admin = await newPerson(browser);
  const bodies: string[] = [];
  admin.on('response', async (answer) => {
    if (answer.url().endsWith('/me/find')) bodies.push(await answer.text());
  });
  await signIn(admin, people.admin);
  await openPalette(admin);
  await paste(admin, foreign);
  await expect(admin.getByText('No token of your customers has this secret')).toBeVisible();
  // A body may be read after the page has shown it.
  await expect.poll(() => [...new Set(bodies)]).toEqual(['{"items":[]}']);
});

test('the slash key searches the list of a page', async ({ page }) => {
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.goto(`${base()}/tokens`);
  await expect(page.getByRole('main').getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('main').getByRole('searchbox')).toBeFocused();
});

for (const theme of ['light', 'dark'] as const) {
  for (const [width, height] of [[1440, 900], [360, 740]] as const) {
    test(`it looks right at ${String(width)}, ${theme}`, async ({ browser }) => {
      const page = await newPerson(browser, { viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' });
      await signIn(page, people.agent);
      await enter(page, 'Halden Rail');
      await page.getByRole('button', { name: /Search or paste a token/ }).click();
      await expect(rows(page).first()).toBeVisible();
      await keep(page, `palette-rest-${theme}-${String(width)}`);
      await field(page).fill('fj');
      await expect(page.getByRole('group').first()).toBeVisible();
      await expect(page.locator('#palette-list .skel')).toHaveCount(0);
      await keep(page, `palette-found-${theme}-${String(width)}`);
      await paste(page, demo().tokens.live);
      await expect(group(page, 'Owner').getByRole('option')).toBeVisible();
      await keep(page, `palette-token-${theme}-${String(width)}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await keep(page, `shortcuts-${theme}-${String(width)}`);
    });
  }
}
