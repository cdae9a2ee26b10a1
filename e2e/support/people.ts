import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';

export const base = (): string => process.env.E2E_BASE ?? 'http://localhost:18080';

// The people of the demo world.
export const people = {
  agent: 'iris@tessera.example',
  otherAgent: 'otto@tessera.example',
  lead: 'lena@tessera.example',
  admin: 'hanna@halden-rail.example',
  auditor: 'aiko@halden-rail.example',
  owner: 'vera@tessera.example',
};

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

// A browser of their own: nothing is shared between two people.
export async function newPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  return context.newPage();
}

// Signs a demo person in and waits for the queue.
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${base()}/login`);
  await logIn(page, email);
  await expect(page.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();
}

// Fills the form that is on the screen.
export async function logIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('paper lanterns at noon');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

// Enters a customer by the switcher, with the keyboard.
export async function enter(page: Page, name: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'Find a customer' }).fill(name);
  await expect(page.getByRole('option', { name }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner').getByText(name)).toBeVisible();
}

// Opens the newest mail to `address` in the demo's mail catcher and says the link in it.
export async function linkInMail(page: Page, address: string, subject: RegExp): Promise<string> {
  await page.goto(`${base()}/mail`);
  await page.getByRole('navigation', { name: 'Mails' }).getByRole('link').filter({ hasText: address }).filter({ hasText: subject })
    .first().click();
  const link = page.getByRole('article', { name: 'Mail' }).getByRole('link');
  return (await link.getAttribute('href')) ?? '';
}
