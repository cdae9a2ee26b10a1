import { type BrowserContext, expect, type Page, test } from '../support/test.ts';
import { type Evil, startEvil } from '../support/evil.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';

interface Events {
  items: { id: string; actor: string }[];
}

interface OpenApi {
  paths: Record<string, Record<string, unknown>>;
}

useOwnBroker('18085');
// A frame of a neighbour that gets a Basic challenge asks the person; whatever they type, it goes on.
test.use({ httpCredentials: { username: 'x', password: 'x' } });

// Every way to change something, with things of the customer in the paths.
async function changes(victim: Page, tenant: string): Promise<string[]> {
  const first = async (list: string): Promise<string> => {
    const { items } = await rest<{ items: { id: string }[] }>(victim, 'GET', `/${list}?limit=1`, tenant);
    return items[0]?.id ?? 'none';
  };
  const ids: Record<string, string> = { tenant, request: await first('requests'), token: await first('tokens'), partner: await first('partners') };
  const document = (await (await victim.request.get(`${base()}/api/openapi.json`)).json()) as OpenApi;
  const paths = Object.entries(document.paths).filter(([, methods]) => 'post' in methods || 'delete' in methods);
  return paths.map(([path]) => base() + path.replace(/\{(\w+)\}\*?/g, (_, name: string) => ids[name] ?? 'x'));
}

// What the victim did, as the trail tells it, and that the session goes on.
async function traces(victim: Page, tenant: string): Promise<unknown> {
  const { items } = await rest<Events>(victim, 'GET', '/audit?limit=100', tenant);
  const sessions = await rest<{ items: unknown[] }>(victim, 'GET', '/me/sessions', tenant);
  const tokens = await rest<unknown>(victim, 'GET', '/tokens?limit=100&state=active', tenant);
  return { done: items.filter((event) => event.actor === 'Iris Lindqvist' || event.actor.startsWith('Iris')), sessions: sessions.items.length, tokens };
}

// Everything a page can send without asking first, and what it can ask for.
async function attack(evil: Page, urls: string[]): Promise<{ read: number; tried: number }> {
  return evil.evaluate(async (urls) => {
    let [read, tried] = [0, 0];
    const send = async (url: string, init: RequestInit): Promise<void> => {
      tried += 1;
      await fetch(url, { credentials: 'include', ...init }).then(
        (answer) => (read += answer.type === 'opaque' ? 0 : 1),
        () => undefined,
      );
    };
    const body = '{"reason":"x","version":1,"revision":1}';
    for (const url of urls) {
      for (const type of ['text/plain', 'text/plain;application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        await send(url, { method: 'POST', mode: 'no-cors', headers: { 'content-type': type }, body });
      }
      for (const method of ['POST', 'DELETE', 'PUT']) {
        await send(url, { method, mode: 'cors', headers: { 'content-type': 'application/json', 'x-tenant-id': 'x' }, body });
      }
      navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' }));
      const image = document.createElement('img');
      image.src = url;
      for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
        const frame = document.createElement('iframe');
        frame.name = `f${tried}${enctype}`;
        const form = document.createElement('form');
        [form.method, form.action, form.enctype, form.target] = ['post', url, enctype, frame.name];
        const field = document.createElement('input');
        [field.name, field.value] = ['{"reason":"x","ignored":"', '"}'];
        form.append(field);
        document.body.append(frame, form);
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        form.submit();
        await loaded;
        frame.remove();
        form.remove();
      }
    }
    return { read, tried };
  }, urls);
}

// Says by which way anything of the broker could be read.
async function spy(broker: string): Promise<string[]> {
  const got: string[] = [];
  const soon = <T>(work: Promise<T>): Promise<T | undefined> =>
    Promise.race([work.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, 5_000, undefined))]);
  for (const path of ['/api/v1/me', '/api/v1/me/tenants', '/api/v1/me/queue', '/api/v1/me/events', '/api/v1/me/sessions']) {
    const url = broker + path;
    for (const mode of ['cors', 'no-cors'] as const) {
      const answer = await soon(fetch(url, { credentials: 'include', mode }));
      if (answer !== undefined && answer.type !== 'opaque') got.push(`fetch ${mode} ${path}`);
    }
    const credentials = await soon(fetch(url, { credentials: 'include', headers: { 'x-tenant-id': 'x' } }));
    if (credentials !== undefined) got.push(`fetch with a header ${path}`);
    // As a script, a picture, a style: an error is all there may be.
    for (const kind of ['script', 'img', 'link'] as const) {
      const element = document.createElement(kind);
      if (element instanceof HTMLLinkElement) [element.rel, element.href] = ['stylesheet', url];
      else element.src = url;
      const loaded = new Promise<boolean>((resolve) => {
        element.addEventListener('load', () => resolve(true));
        element.addEventListener('error', () => resolve(false));
      });
      document.body.append(element);
      if ((await soon(loaded)) === true) got.push(`${kind} ${path}`);
    }
    const stream = new EventSource(url, { withCredentials: true });
    const heard = new Promise<boolean>((resolve) => {
      stream.addEventListener('open', () => resolve(true));
      stream.addEventListener('message', () => resolve(true));
      stream.addEventListener('error', () => resolve(false));
    });
    if ((await soon(heard)) === true) got.push(`EventSource ${path}`);
    stream.close();
    const socket = new WebSocket(url.replace('http', 'ws'));
    const opened = new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => resolve(true));
      socket.addEventListener('error', () => resolve(false));
    });
    if ((await soon(opened)) === true) got.push(`WebSocket ${path}`);
    socket.close();
  }
  return got;
}

// Answers on the wire, also those the browser keeps from the page.
async function overheard(page: Page): Promise<() => { url: string; status: number }[]> {
  const wire = await page.context().newCDPSession(page);
  const [urls, statuses] = [new Map<string, string>(), [] as { id: string; status: number }[]];
  wire.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  wire.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => statuses.push({ id: requestId, status: statusCode }));
  await wire.send('Network.enable');
  return () => statuses.map(({ id, status }) => ({ url: urls.get(id) ?? '', status }));
}

async function signedIn(context: BrowserContext): Promise<Page> {
  const victim = await context.newPage();
  await signIn(victim, people.agent);
  return victim;
}

const attackers = [
  { what: 'another site', host: '127.0.0.1' },
  // Another port of the broker's host: the same site to a browser, so that even cookies that are SameSite=Strict go along.
  { what: 'a neighbour on the same host', host: 'localhost' },
];
for (const { what, host } of attackers) {
  test.describe(what, () => {
    let evil: Evil;
    test.beforeAll(async () => {
      evil = await startEvil(host);
    });
    test.afterAll(() => evil.stop());

    test(`${what} changes nothing and reads nothing`, async ({ context }) => {
      test.slow();
      const victim = await signedIn(context);
      const tenant = demo().tenant.id;
      const urls = await changes(victim, tenant);
      expect(urls.length).toBeGreaterThan(30);
      const before = await traces(victim, tenant);
      const page = await context.newPage();
      await page.goto(evil.origin);
      let withCookie = 0;
      page.on('request', (request) => {
        if (request.method() !== 'POST') return;
        void request.allHeaders().then((headers) => {
          if (headers.cookie?.includes('tessera=')) withCookie += 1;
        }, () => undefined);
      });
      const { read, tried } = await attack(page, urls);
      expect(tried).toBeGreaterThan(200);
      expect(read, 'an answer was readable').toBe(0);
      expect(await traces(victim, tenant)).toEqual(before);
      // The neighbour's calls carried the session, so that it was the rule about headers that held.
      if (host === 'localhost') expect(withCookie).toBeGreaterThan(100);
      else expect(withCookie).toBe(0);
    });

    test(`${what} frames nothing`, async ({ context }) => {
      await signedIn(context);
      const page = await context.newPage();
      await page.goto(evil.origin);
      const paths = ['/', '/queue', '/login', '/halden-rail/request', '/d/x', '/no/such/page', '/no-such.js', '/api/v1/me', '/api/v1/tokens', '/api/none',
        '/api/docs/', '/api/openapi.json', '/gateway/verify', '/healthz', '/api/v1/session'];
      for (const path of paths) {
        await page.evaluate(async (url) => {
          const frame = document.createElement('iframe');
          frame.src = url;
          document.body.replaceChildren(frame);
          await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        }, base() + path);
        await expect.poll(() => page.frames().map((frame) => frame.url()), path).toEqual([`${evil.origin}/`, 'chrome-error://chromewebdata/']);
      }
    });

    // Reads without a preflight: the call may be answered, but the page gets nothing of it.
    test(`${what} reads nothing by any other way`, async ({ context }) => {
      const victim = await signedIn(context);
      const tenant = demo().tenant.id;
      const before = await traces(victim, tenant);
      const page = await context.newPage();
      await page.goto(evil.origin);
      const answers = await overheard(page);
      const got = await page.evaluate(spy, base());
      expect(got).toEqual([]);
      // Whoever shows a session is not even answered, whatever the browser would do with it.
      const statuses = new Set(answers().filter(({ url }) => url.includes('/api/v1/me')).map(({ status }) => status));
      // 405 is for a preflight.
      expect([...statuses].filter((status) => ![401, 403, 405].includes(status))).toEqual([]);
      expect(statuses).toContain(403);
      expect(await traces(victim, tenant)).toEqual(before);
    });

    test(`${what} keeps no hold of a window it opens`, async ({ context }) => {
      const victim = await signedIn(context);
      const tenant = demo().tenant.id;
      const before = await traces(victim, tenant);
      const page = await context.newPage();
      await page.goto(evil.origin);
      const [opened] = await Promise.all([
        context.waitForEvent('page'),
        page.evaluate((url) => {
          (globalThis as unknown as { w: Window | null }).w = window.open(url);
        }, `${base()}/queue`),
      ]);
      await opened.waitForLoadState();
      expect(await opened.evaluate(() => window.opener === null)).toBe(true);
      await expect.poll(() => page.evaluate(() => (globalThis as unknown as { w: Window | null }).w?.closed)).toBe(true);
      // As an address to go to, what changes something is none.
      for (const url of (await changes(victim, tenant)).slice(0, 12)) {
        const answer = await page.goto(url);
        expect(answer?.status() ?? 404, url).toBeGreaterThan(199);
        await page.goto(evil.origin);
        await page.evaluate((url) => location.assign(url), url);
        await page.waitForURL(url);
        await page.goto(evil.origin);
      }
      expect(await traces(victim, tenant)).toEqual(before);
    });
  });
}
