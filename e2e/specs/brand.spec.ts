import { expect, test, type Page } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, phone, signIn } from '../support/people.ts';
import { ring } from '../support/pictures.ts';
import { demo, rest } from '../support/rest.ts';

const orange = ring(300, [217, 93, 15]);
const script = Buffer.from('<script>document.title = "it ran"; alert(1)</script>');
const markup = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

// The customer of other journeys looks again as it did.
test.afterAll(async ({ browser }) => {
  const owner = await newPerson(browser);
  await signIn(owner, people.owner);
  const { id } = demo().tenant;
  await rest(owner, 'POST', `/platform/tenants/${id}/brand`, id, { name: 'Halden Rail', accent: '#0f766e' });
  await rest(owner, 'POST', `/platform/tenants/${id}/logo/remove`, id, {});
});

async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  const dropped = await page.evaluateHandle(([text, name, type]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type }));
    return data;
  }, [bytes.toString('base64'), name, type] as const);
  await page.getByText('or drop it here').dispatchEvent('drop', { dataTransfer: dropped });
}

test('an admin gives the customer another name, colour and logo, and everybody sees it at once', async ({ browser }) => {
  const [admin, agent, partner] = await Promise.all([newPerson(browser), newPerson(browser), newPerson(browser)]);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await signIn(admin, people.admin);
  await admin.goto(`${base()}/settings`);
  const card = admin.getByRole('region', { name: 'Name, colour and logo' });
  await card.getByLabel(/Choose a picture/).setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: markup });
  await expect(card.getByRole('alert')).toContainText('An SVG can carry scripts');
  // One that hides behind another name is found out by the broker.
  await card.getByLabel(/Choose a picture/).setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: markup });
  await expect(card.getByRole('alert')).toContainText('An SVG can carry scripts');
  await drop(admin, 'logo.png', 'image/png', Buffer.concat([orange, script]));
  await expect(card.getByRole('alert')).toBeHidden();
  const chip = admin.getByRole('banner').locator('.chip img');
  await expect(chip).toBeVisible();

  await card.getByLabel('Colour', { exact: true }).fill('#000');
  await card.getByRole('button', { name: 'Save name and colour' }).click();
  await expect(card.getByText('Write the colour as #rrggbb.')).toBeVisible();
  await card.getByLabel('Colour', { exact: true }).fill('#ffe100');
  await expect(card.getByTestId('contrast')).toContainText(/contrast of \d+\.\d in light and \d+\.\d in dark/);
  await card.getByLabel('Colour', { exact: true }).fill('#b4530a');
  await card.getByLabel('Name', { exact: true }).fill('Halden Railways');
  await keep(admin, 'brand-light-1440');
  await card.getByRole('button', { name: 'Save name and colour' }).click();
  await expect(admin.getByRole('banner').getByText('Halden Railways')).toBeVisible();

  // Who works there sees it without loading anything.
  await expect(agent.getByRole('banner').getByText('Halden Railways')).toBeVisible();
  await expect(agent.getByRole('banner').locator('.chip img')).toBeVisible();
  await expect(agent.locator('link[rel~=icon]')).toHaveAttribute('href', /\/api\/v1\/public\/logos\/[0-9a-f]{32}$/);
  await agent.goto(`${base()}/overview`);
  await expect(agent.getByRole('heading', { name: 'Halden Railways', level: 1 })).toBeVisible();
  await keep(agent, 'branded-overview-light-1440');
  await partner.goto(`${base()}/halden-rail/request`);
  await expect(partner.locator('header img')).toBeVisible();
  await keep(partner, 'branded-request-light-1440');

  // An admin on a phone, in the dark.
  const small = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(small, people.admin);
  await small.goto(`${base()}/settings`);
  await expect(small.getByRole('region', { name: 'Name, colour and logo' })).toBeVisible();
  await keep(small, 'brand-dark-360');
});

test('the address of a logo shows a picture and runs nothing', async ({ browser }) => {
  const [owner, visitor] = await Promise.all([newPerson(browser), newPerson(browser)]);
  const { id } = demo().tenant;
  await signIn(owner, people.owner);
  const answer = await owner.request.post(`${base()}/api/v1/platform/tenants/${id}/logo`, {
    data: Buffer.concat([orange, script]), headers: { 'content-type': 'image/png', origin: base() },
  });
  const { logo } = (await answer.json()) as { logo: string };
  const dialogs: string[] = [];
  visitor.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const shown = await visitor.goto(`${base()}/api/v1/public/logos/${logo}`);
  expect(shown?.headers()).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
  expect(shown?.headers()['content-security-policy']).toContain('sandbox');
  expect(await visitor.evaluate(() => document.contentType)).toBe('image/png');
  expect(await visitor.title()).not.toContain('it ran');
  // Neither as a script of another page of ours, on the one that has no rule against naming scripts at all.
  await visitor.goto(`${base()}/api/docs/`);
  const outcome = await visitor.evaluate((address) => new Promise<string>((resolve) => {
    const script = document.createElement('script');
    script.onload = () => resolve('ran');
    script.onerror = () => resolve('refused');
    script.src = address;
    document.head.append(script);
  }), `/api/v1/public/logos/${logo}`);
  expect(outcome).toBe('refused');
  expect(dialogs).toEqual([]);
});

test('the owner of the platform changes how a customer looks', async ({ browser }) => {
  const owner = await newPerson(browser, { colorScheme: 'dark' });
  await signIn(owner, people.owner);
  await owner.goto(`${base()}/platform/tenants?q=halden`);
  await owner.getByRole('button', { name: /^Brand… of Halden/ }).first().click();
  const dialog = owner.getByRole('dialog', { name: 'Name, colour and logo' });
  await dialog.getByLabel(/Choose a picture/).setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: ring(120, [30, 90, 200]) });
  await dialog.getByLabel('Colour', { exact: true }).fill('#1d4ed8');
  await keep(owner, 'tenant-brand-dark-1440');
  await dialog.getByRole('button', { name: 'Save name and colour' }).click();
  await expect(owner.getByText(/looks as chosen\.$/).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(owner.getByRole('row').filter({ hasText: 'Halden' }).locator('img')).toBeVisible();
});
