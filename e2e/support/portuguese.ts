import { expect, type Page } from '@playwright/test';
import { pairs, rustFiles, sourceOf, type Said } from '../../scripts/rust-texts.mjs';

// Everything the app says, by the reader that the linter uses as well.
const said: Said[] = rustFiles('../frontend/src').flatMap((file) => pairs(sourceOf(file)));

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

// A text as a pattern: values stand for anything, and what is counted has a number before it.
function pattern(text: string, counted: boolean): string {
  const words = tidy(text).split(/\{[^{}]*\}/).map(quoted).join('.+?');
  return counted ? `[\\d.,]+(?: (?:mil|mi|k|M))? ${words}` : words;
}

// How the app says an English text in Portuguese; itself where it is said in one language.
export function pt(english: string): RegExp {
  const found = said.filter((one) => tidy(one.english) === english).map((one) => pattern(one.portuguese ?? '', one.counted));
  return new RegExp(`^(?:${(found.length > 0 ? [...new Set(found)] : [pattern(english, false)]).join('|')})$`);
}

// The beginning of what `pt` says, for names that go on.
export const ptStart = (english: string): RegExp => new RegExp(pt(english).source.replace(/\$$/, ''));

const portuguese = new Set(said.map((one) => tidy(one.portuguese ?? '')));
// English sides that cannot be Portuguese as well, and hold words of their own beside values.
const english = said
  .filter((one) => !portuguese.has(tidy(one.english)) && /[A-Za-z]{2}/.test(one.english.replace(/\{[^{}]*\}/g, '')))
  .map((one) => ({ text: one.english, whole: new RegExp(`^${pattern(one.english, one.counted)}$`) }));

// What the broker said to a page. The words of its vocabularies are not data: the app has names for them.
const heard = new WeakMap<Page, { data: Set<string>; coming: Promise<void>[] }>();

// Listens to what the broker tells the page from now on.
export function listen(page: Page): Page {
  const ears = { data: new Set<string>(), coming: [] as Promise<void>[] };
  heard.set(page, ears);
  const take = (value: unknown): void => {
    if (typeof value === 'string' && !/^[a-z_]+$/.test(value)) ears.data.add(tidy(value));
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      take(part);
      // Facts of the trail have names of ours; their values may be what somebody typed.
      if (name === 'facts') Object.values(part as Record<string, string>).forEach((text) => ears.data.add(tidy(text)));
    }
  };
  page.on('response', (answer) => {
    if (!/json/.test(answer.headers()['content-type'] ?? '')) return;
    ears.coming.push(answer.json().then(take, () => undefined));
  });
  return page;
}

// Every text the reader sees, or hears from a screen reader.
const texts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [document.title.split(' · ')[0] ?? ''];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent && !parent.closest('script, style, noscript, [hidden], svg') && parent.checkVisibility()) found.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      if (!element.checkVisibility()) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });

// The page speaks Portuguese: none of the app's English is on it.
export async function expectPortuguese(page: Page, where: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
  const ears = heard.get(page);
  await Promise.all(ears?.coming ?? []);
  const own = [...new Set((await texts(page)).map(tidy))].filter((text) => text !== '' && !ears?.data.has(text));
  const left = own.flatMap((text) => {
    const found = english.find(({ whole }) => whole.test(text));
    return found ? [`${text} (${found.text})`] : [];
  });
  expect.soft(left, `English on ${where}`).toEqual([]);
}
