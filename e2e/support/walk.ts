import type { Page, Route } from '@playwright/test';

// Numbers that look random and are the same for the same seed (mulberry32).
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

// What a page sent that changes something: in which customer, and what its reader saw when they did it.
export interface Sent {
  tenant: string;
  seen: string;
  path: string;
  body: string;
}

declare global {
  interface Window {
    tell: (sent: Sent) => void;
  }
}

// Notes, with every change a page sends, the customer in its bar at the reader's last act.
export async function watch(page: Page, sent: Sent[]): Promise<void> {
  await page.exposeBinding('tell', (_source, one: Sent) => {
    sent.push(one);
  });
  await page.addInitScript(() => {
    const shown = (): string => document.querySelector('.chip .truncate')?.textContent ?? '';
    let seen = '';
    for (const act of ['click', 'keydown', 'submit']) addEventListener(act, () => (seen = shown()), true);
    const plain = window.fetch;
    window.fetch = (input, init) => {
      const request = new Request(input, init);
      const tenant = request.headers.get('x-tenant-id');
      if (request.method !== 'GET' && tenant !== null) {
        const path = new URL(request.url).pathname;
        const at = seen;
        void request.clone().text().then((body) => {
          window.tell({ tenant, seen: at, path, body });
        });
      }
      return plain(request);
    };
  });
}

// Holds answers back, each as long as the dice say: late ones overtake each other and arrive after a switch.
export function delay(roll: (below: number) => number): (route: Route) => Promise<void> {
  return async (route) => {
    if (roll(3) === 0) return route.continue();
    const [before, after] = [roll(40), roll(120)];
    await pause(before);
    // The page may have let go of it meanwhile.
    const answer = await route.fetch().catch(() => undefined);
    if (!answer) return route.abort().catch(() => undefined);
    await pause(after);
    return route.fulfill({ response: answer }).catch(() => undefined);
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

// Steps of somebody in a hurry: each does what it can with what is on the screen, and nothing if it is not there.

export async function enterInHurry(page: Page, name: string): Promise<void> {
  const field = '[role=dialog] input[role=combobox]';
  if (!(await page.evaluate((field) => document.querySelector(field) !== null, field).catch(() => false))) await click(page, '.chip');
  await page.evaluate(([field, text]) => {
    const input = document.querySelector<HTMLInputElement>(field);
    if (!input) return;
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  }, [field, name] as const).catch(() => undefined);
}

// How long a step waits for what it needs, in milliseconds.
const patience = 150;

// Clicks the first thing in the page that fits, as soon as it is there; says whether it came.
export async function click(page: Page, selector: string, text = ''): Promise<boolean> {
  return page.evaluate(async ([selector, text, patience]) => {
    for (const end = performance.now() + patience; performance.now() < end; await new Promise((go) => setTimeout(go, 8))) {
      const found = [...document.querySelectorAll<HTMLElement>(selector)].find(
        (one) => one.checkVisibility() && (text === '' || new RegExp(text).test((one.textContent ?? '').trim())),
      );
      if (!found) continue;
      found.click();
      return true;
    }
    return false;
  }, [selector, text, patience] as const).catch(() => false);
}

// Fills every field of the form on the screen; its texts name the customer that the form says it is of.
export async function fill(page: Page, mark: string): Promise<boolean> {
  return page.evaluate(async ([mark, patience]) => {
    const find = (): [Element, HTMLFormElement] | undefined => {
      const sheet = document.querySelector('dialog:has(form)') ?? document.querySelector('[aria-label^="Form of "]');
      const form = sheet?.querySelector('form');
      return sheet && form ? [sheet, form] : undefined;
    };
    let found = find();
    for (const end = performance.now() + patience; !found && performance.now() < end; found = find()) {
      await new Promise((go) => setTimeout(go, 8));
    }
    if (!found) return false;
    const [sheet, form] = found;
    const whose = sheet.getAttribute('aria-label')?.replace('Form of ', '') ?? sheet.querySelector('.truncate.font-medium')?.textContent ?? '';
    const tell = (field: Element, kind: string): boolean => field.dispatchEvent(new Event(kind, { bubbles: true }));
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('input, select, textarea')) {
      if (field.matches(':disabled')) continue;
      if (field instanceof HTMLSelectElement) {
        field.selectedIndex = Math.min(1, field.options.length - 1);
        tell(field, 'change');
      } else if (field instanceof HTMLInputElement && field.type === 'checkbox') {
        if (!field.checked) field.click();
      } else if (field.type === 'email') {
        field.value = `${mark}@partner.example`;
        tell(field, 'input');
      } else if (field.type === 'text' || field.type === 'textarea') {
        field.value = `${mark} for ${whose.trim()}`;
        tell(field, 'input');
      }
    }
    return true;
  }, [mark, patience] as const).catch(() => false);
}
