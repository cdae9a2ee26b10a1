import { expect, test, type Browser, type Page } from '../support/test.ts';
import { base, newPerson, people, signIn } from '../support/people.ts';
import { useOwnBroker } from '../support/own.ts';
import { rest } from '../support/rest.ts';
import { click, delay, dice, enterInHurry, fill, pause, watch, type Sent } from '../support/walk.ts';

useOwnBroker('18089');

// Two tabs of one browser, a reader who switches, clicks, types, goes back and reloads in both without waiting, and answers
// that come late and out of order. Whatever is changed has to land in the customer that was on the screen when they did it.
const names = ['Halden Rail', 'Solvara Energy', 'Northquay Freight'] as const;
const first = Number(process.env.E2E_SEED ?? 1);
const walks = Number(process.env.E2E_WALKS ?? 200);
const steps = 12;
const readers = 3;

interface Named { id: string; name: string }

// What somebody wants to get done in a tab, step by step; the answer says whether the step could be done.
type Step = (page: Page, mark: string) => Promise<boolean>;
const to = (path: string): Step => (page) => click(page, `nav a[href="/${path}"]`);
const open = (text: string): Step => (page) => click(page, 'main button, main a.btn', text);
const send = (text: string): Step => (page) => click(page, 'dialog form button, main form button', text);
const write: Step = async (page, mark) => fill(page, mark);
const plans: Step[][] = [
  [to('partners'), open('^Add partner$'), write, send('^Add partner$')],
  [to('tokens'), (page) => click(page, 'main a[href^="/tokens/tok_"]'), open('^(Suspend|Resume)'), write, send('^(Suspend|Resume) token$')],
  [to('requests'), open('New request'), write, send('^Send for confirmation$')],
];

// A walk: both tabs follow a plan, a step here and a step there, and whoever holds the mouse changes their mind in between.
async function walk(tabs: Page[], seed: number): Promise<void> {
  const roll = dice(seed);
  const one = <T>(things: readonly T[]): T => things[roll(things.length)] as T;
  const doing = tabs.map(() => ({ plan: one(plans), done: 0 }));
  for (let at = 0; at < steps; at += 1) {
    const which = roll(tabs.length);
    const [tab, now] = [tabs[which], doing[which]];
    if (!tab || !now) continue;
    const fate = roll(100);
    if (fate < 12) await enterInHurry(tab, one(names));
    else if (fate < 15) await tab.evaluate(() => history.back()).catch(() => undefined);
    else if (fate < 18) await tab.reload({ waitUntil: 'commit' }).catch(() => undefined);
    else if (fate < 21) await click(tab, 'main button', '^(Go back to|Discard)');
    else {
      // What the step needs may be gone by now: then the plan begins anew.
      const could = await now.plan[now.done]?.(tab, `w${String(seed)}s${String(at)}`);
      now.done = could === true ? (now.done + 1) % now.plan.length : 0;
    }
    await pause(roll(40));
  }
}

// Ready for the next walk: the list of partners of the first customer in both tabs, no dialog, no half-filled form.
async function settle(tabs: [Page, Page]): Promise<void> {
  await expect(async () => {
    for (const tab of tabs) {
      await tab.keyboard.press('Escape');
      const there = await to('partners')(tab, '');
      if (!there) await tab.goto(`${base()}/partners`, { waitUntil: 'commit' });
    }
    await enterInHurry(tabs[0], names[0]);
    for (const tab of tabs) {
      await expect(tab.locator('.chip .truncate')).toHaveText(names[0], { timeout: 2_000 });
      await expect(tab).toHaveURL(/\/partners$/, { timeout: 2_000 });
    }
  }).toPass();
}

// One reader with two tabs goes through every `readers`-th walk; says what was sent and where.
async function read(browser: Browser, which: number): Promise<Sent[]> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const sent: Sent[] = [];
  const tabs: [Page, Page] = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) await watch(tab, sent);
  await signIn(tabs[0], people.agent);
  const known = await customers(tabs[0]);
  let now = dice(0);
  await context.route('**/api/v1/**', (route) => delay((below) => now(below))(route));
  let judged = 0;
  for (let seed = first + which; seed < first + walks; seed += readers) {
    now = dice(seed ^ 0x5bd1e995);
    await settle(tabs);
    await walk(tabs, seed);
    for (const { tenant, seen, path, body } of sent.slice(judged)) {
      const told = `walk ${String(seed)}: ${path} ${body}`;
      expect(known.get(tenant), `${told} was sent to another customer than the one on the screen`).toBe(seen);
      const typed = /w\d+s\d+ for ([^"\\]+)/.exec(body)?.[1];
      if (typed !== undefined) expect(typed, `${told} was sent from a form of another customer`).toBe(seen);
    }
    judged = sent.length;
  }
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
  return sent;
}

async function customers(page: Page): Promise<Map<string, string>> {
  const { items } = await rest<{ items: Named[] }>(page, 'GET', '/me/tenants?limit=50', '');
  const known = new Map(items.filter(({ name }) => names.some((ours) => ours === name)).map(({ id, name }) => [id, name]));
  expect([...known.values()].sort()).toEqual([...names].sort());
  return known;
}

test(`${String(walks)} walks through two tabs change nothing but in the customer on the screen`, async ({ browser }) => {
  test.setTimeout(120_000 + walks * 6_000);
  // Each waits most of the time, so several go at once.
  const sent = (await Promise.all(Array.from({ length: readers }, (_, which) => read(browser, which)))).flat();
  expect(sent.length, 'changes sent').toBeGreaterThan(walks / 10);

  // Each act is where its form said it would be.
  const page = await newPerson(browser);
  await signIn(page, people.agent);
  let landed = 0;
  for (const [id, name] of await customers(page)) {
    for (let next: string | null = ''; next !== null;) {
      const query: string = next === '' ? '' : `&cursor=${next}`;
      const rows: { items: { name: string }[]; next: string | null } = await rest(page, 'GET', `/partners?limit=100${query}`, id);
      for (const partner of rows.items.filter((one) => /^w\d+s\d+ for /.test(one.name))) {
        expect(partner.name).toContain(` for ${name}`);
        landed += 1;
      }
      next = rows.next;
    }
  }
  expect(landed, 'partners added').toBeGreaterThan(0);
  console.log(`${String(walks)} walks from seed ${String(first)}: ${String(sent.length)} changes sent, ${String(landed)} partners added`);
});
