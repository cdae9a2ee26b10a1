import { expect, type Locator, type Page } from '@playwright/test';
import { type Edge, startEdge } from './edge.ts';
import { base, linkInMail } from './people.ts';

export interface Wish {
  company: string;
  email: string;
  application: string;
}

// An agent adds a gateway; a real nginx runs on what the page shows.
export async function addGateway(agent: Page, name: string): Promise<Edge> {
  await agent.goto(`${base()}/gateways/new`);
  await agent.getByLabel('Name').fill(name);
  await agent.getByLabel('Place').fill('In front of claims');
  await agent.getByRole('button', { name: 'Add gateway' }).click();
  const credential = (await agent.getByTestId('credential').textContent()) ?? '';
  const snippet = (await agent.getByRole('region', { name: 'nginx.conf' }).textContent()) ?? '';
  return startEdge(snippet, credential.trim());
}

// A partner files a request on the public page of Halden Rail; says its id.
export async function askForAccess(partner: Page, wish: Wish): Promise<string> {
  await partner.goto(`${base()}/halden-rail/request`);
  await partner.getByLabel('Company').fill(wish.company);
  await partner.getByLabel('Your name').fill('Signe Dahl');
  await partner.getByLabel('E-mail').fill(wish.email);
  await partner.getByLabel('Application').fill(wish.application);
  await partner.getByRole('checkbox', { name: /claims:read/ }).check();
  await partner.getByRole('checkbox', { name: /claims:file/ }).check();
  await partner.getByLabel('Reason').fill('Show open claims in our app.');
  await partner.getByRole('button', { name: 'Send request' }).click();
  const status = partner.getByRole('status').filter({ hasText: wish.email });
  await expect(status).toBeVisible();
  return /req_[0-9a-z]+/.exec((await status.textContent()) ?? '')?.[0] ?? '';
}

// The partner confirms by the link in the mail.
export async function confirmByMail(partner: Page, email: string): Promise<void> {
  await partner.goto(await linkInMail(partner, email, /Confirm your request/));
  await partner.getByRole('button', { name: 'Confirm request' }).click();
  await expect(partner.getByRole('button', { name: 'Confirm request' })).toBeHidden();
}

// The partner opens the delivery on the screen; says the token.
export async function openToken(partner: Page): Promise<string> {
  await partner.getByRole('button', { name: 'Open and show once' }).click();
  const token = (await partner.getByTestId('token').textContent()) ?? '';
  expect(token).toMatch(/^tsr_pt_[0-9A-Za-z]{46}$/);
  return token;
}

// Moves the cursor of the queue down to `row`. Each press waits for the step before it, or it might go past.
export async function moveTo(page: Page, row: Locator): Promise<void> {
  const cursor = page.getByRole('main').locator('li[aria-current=true]');
  await expect(cursor).toBeVisible();
  while ((await row.getAttribute('aria-current')) !== 'true') {
    const before = await cursor.getByRole('link').getAttribute('href') ?? '';
    await page.keyboard.press('j');
    await expect(cursor.getByRole('link')).not.toHaveAttribute('href', before);
  }
}
