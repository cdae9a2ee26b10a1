import { expect, test, type BrowserContext, type Page } from '../support/test.ts';
import { base, enter, people, signIn } from '../support/people.ts';

const here = 'Halden Rail';
const there = 'Solvara Energy';

// Two tabs of one browser, both in Halden Rail, the first one at `path`.
async function twoTabs(context: BrowserContext, path: string): Promise<[Page, Page]> {
  const [a, b] = [await context.newPage(), await context.newPage()];
  await signIn(a, people.agent);
  await enter(a, here);
  await a.goto(`${base()}${path}`);
  await b.goto(`${base()}/queue`);
  await expect(b.getByRole('banner').getByText(here)).toBeVisible();
  return [a, b];
}

test('a switch in one tab is followed by the other', async ({ context }) => {
  const [a, b] = await twoTabs(context, '/partners');
  await enter(b, there);
  await expect(a.getByRole('banner').getByText(there)).toBeVisible();
  await expect(a).toHaveTitle(new RegExp(there));
  await expect(a.getByText(`Who uses the APIs of ${there}`)).toBeVisible();
});

test('a half-filled form freezes and is never sent to another customer', async ({ context }) => {
  const [a, b] = await twoTabs(context, '/requests/new');
  const sentTo: (string | undefined)[] = [];
  a.on('request', (request) => {
    if (request.method() === 'POST') sentTo.push(request.headers()['x-tenant-id']);
  });
  await a.getByLabel('Application').fill('Seat map');
  const tenant = await a.evaluate(() => localStorage.getItem('tessera.tenant'));
  await enter(b, there);

  const note = a.getByRole('alert').filter({ hasText: `You are now in ${there}. This form belongs to ${here}.` });
  await expect(note).toBeVisible();
  await expect(a.getByLabel('Application')).toBeDisabled();
  await expect(a.getByRole('button', { name: 'Send for confirmation' })).toBeDisabled();
  // Also past the frozen controls, as a script or an extension could.
  await a.getByRole('form', { name: 'Request' }).evaluate((form: HTMLFormElement) => {
    form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  await note.getByRole('button', { name: `Go back to ${here}` }).click();
  await expect(a.getByRole('banner').getByText(here)).toBeVisible();
  await expect(b.getByRole('banner').getByText(here)).toBeVisible();
  await expect(a.getByLabel('Application')).toHaveValue('Seat map');
  expect(sentTo).toEqual([]);

  await a.getByLabel('Partner').selectOption({ index: 1 });
  await a.getByRole('checkbox', { name: /claims:read/ }).check();
  await a.getByLabel('Reason').fill('They asked by phone.');
  await a.getByRole('button', { name: 'Send for confirmation' }).click();
  await expect(a.getByText(/Waiting for the partner/)).toBeVisible();
  expect(sentTo).toEqual([JSON.parse(tenant ?? 'null')]);
});

test('a frozen form can be discarded', async ({ context }) => {
  const [a, b] = await twoTabs(context, '/requests/new');
  await a.getByLabel('Application').fill('Seat map');
  await enter(b, there);
  await a.getByRole('button', { name: 'Discard' }).click();
  await expect(a.getByLabel('Application')).toHaveValue('');
  await expect(a.getByLabel('Application')).toBeEnabled();
});

test('a late answer about the old customer is never painted', async ({ context }) => {
  const [a, b] = await twoTabs(context, '/queue');
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => { release = resolve; });
  let late = '';
  const held = new Promise<void>((resolve) => {
    void a.route(/\/api\/v1\/tokens(\?|$)/, async (route) => {
      if (late) return route.continue();
      const answer = await route.fetch();
      late = ((await answer.json()) as { items: { hint: string }[] }).items[0]?.hint ?? '';
      resolve();
      await released;
      await route.fulfill({ response: answer }).catch(() => undefined);
    });
  });
  await a.getByRole('link', { name: 'Tokens' }).first().click();
  await held;
  expect(late).toMatch(/^tsr_pt_/);
  // Whatever is painted from now on, however short.
  await a.evaluate((hint) => {
    const seen = window as Window & { painted?: boolean };
    seen.painted = false;
    new MutationObserver(() => {
      seen.painted ||= document.body.textContent?.includes(hint) === true;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, late);
  await enter(b, there);
  await expect(a.getByText(`Issued for ${there}`)).toBeVisible();
  await expect(a.getByRole('main').getByText('tsr_pt_').first()).toBeVisible();
  release();
  await a.getByRole('link', { name: 'Partners' }).first().click();
  await a.getByRole('link', { name: 'Tokens' }).first().click();
  await expect(a.getByRole('main').getByText('tsr_pt_').first()).toBeVisible();
  expect(await a.evaluate(() => (window as Window & { painted?: boolean }).painted)).toBe(false);
});
