import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { base } from './people.ts';

// A screen: what it is called, the route of the app that it shows, and how to get there.
export interface Screen {
  name: string;
  route: string;
  // An address, or the list whose first row leads there.
  at: string | { firstOf: string };
}

const nothing = '01kar8zv4we008007jggzcc86j';
const list = (route: string): Screen => ({ name: route.replaceAll('/', '-'), route, at: `/${route}` });
const first = (name: string, route: string, at: string): Screen => ({ name, route, at: { firstOf: at } });
const bare = (name: string, route: string, at: string): Screen => ({ name, route, at });

export const screens = {
  // For everybody, signed in or not.
  nobody: [
    bare('login', 'login', '/login'), bare('join-ended', 'join', '/join#x'), bare('reset-ended', 'reset', '/reset#x'),
    bare('delivery-ended', 'd/:id', `/d/dlv_${nothing}#x`), bare('public-request', ':slug/request', '/halden-rail/request'),
    bare('my-request-ended', ':slug/my-request', '/halden-rail/my-request#x'), bare('mail', 'mail', '/mail'),
  ],
  // Of one customer.
  tenant: [
    ...['overview', 'queue', 'requests', 'tokens', 'partners', 'apis', 'gateways', 'audit', 'members', 'review', 'settings'].map(list),
    list('audit/print'), list('requests/new'), list('gateways/new'), first('request', 'requests/:id', '/requests'),
    first('token', 'tokens/:id', '/tokens?state=active'), first('partner', 'partners/:id', '/partners'),
    first('gateway', 'gateways/:id', '/gateways'), bare('partners-none', 'partners', '/partners?q=nothing-like-this'),
    bare('audit-none', 'audit', `/audit?object=tok_${nothing}`), bare('token-none', 'tokens/:id', `/tokens/tok_${nothing}`),
    bare('nowhere', '', '/nowhere/at/all'),
  ],
  // Of the platform, for its owner.
  owner: [
    ...['platform/people', 'platform/tenants', 'platform/tenants/new', 'platform/providers'].map(list),
    first('person', 'platform/people/:id', '/platform/people'), bare('owner-queue', 'queue', '/queue'),
  ],
} satisfies Record<string, Screen[]>;

// Every route of the app, as the app declares them.
export function routes(): string[] {
  const source = readFileSync('../frontend/src/app.rs', 'utf8');
  return [...source.matchAll(/<Route path=path!\("([^"]*)"\)/g)].map(([, path = '']) => path.replace(/^\//, ''));
}

// Goes to a screen and waits until it has loaded what it shows.
export async function visit(page: Page, { at }: Screen): Promise<void> {
  if (typeof at === 'string') {
    // An address that differs only behind the # would load nothing.
    if (at.includes('#')) await page.goto('about:blank');
    await page.goto(`${base()}${at}`);
  } else {
    await page.goto(`${base()}${at.firstOf}`);
    const kind = at.firstOf.split('?')[0] ?? '';
    await page.getByRole('main').locator(`a[href^="${kind}/"]:not([href$="/new"]):visible`).first().click();
    await expect(page).toHaveURL(new RegExp(`${kind}/[a-z]{3}_`));
  }
  await complete(page);
}

// Notes what breaks on a page from now on.
export function listen(page: Page): string[] {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    // The browser itself reports the answers that tell the app that nobody is signed in, or that nothing is there.
    if (line.type() === 'error' && !/\b(401|404|410)\b/.test(line.text())) wrong.push(`${page.url()}: ${line.text()}`);
  });
  return wrong;
}

// The page has loaded what it shows.
export async function complete(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForLoadState('networkidle', { timeout: 300 }).catch(() => undefined);
}
