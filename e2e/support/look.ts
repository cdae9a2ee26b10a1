import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

// Keeps a picture of the screen, which must fit its window and have nothing that axe finds wrong, however small.
export async function keep(page: Page, name: string): Promise<void> {
  await fits(page, name);
  expect.soft(await faults(page), `accessibility of ${name}`).toEqual([]);
  mkdirSync('pictures', { recursive: true });
  await page.screenshot({ path: `pictures/${name}.png` });
}

// Nothing scrolls sideways.
export async function fits(page: Page, name: string): Promise<void> {
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide, `${name} is wider than the window`).toBeLessThanOrEqual(0);
}

// What axe finds wrong on the screen.
export async function faults(page: Page): Promise<string[]> {
  await bringAxe(page);
  return page.evaluate(async () => {
    // A colour that is on its way to another one says nothing.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${String(impact)}) ${target.join(' ')} ${String(failureSummary)}`),
    );
  });
}

// What becomes unreadable when the customers on the screen have another colour: each of `colours` in turn. Only what changes
// with the colour is looked at. Says also how many texts were.
export async function contrastFaults(page: Page, colours: string[]): Promise<{ faults: string[]; texts: number }> {
  await bringAxe(page);
  return page.evaluate(async (colours) => {
    const coloured = [...document.querySelectorAll<HTMLElement>('*')].filter((one) => one.style.getPropertyValue('--tenant') !== '');
    const before = coloured.map((one) => one.style.getPropertyValue('--tenant'));
    const paint = (colour: string): void => coloured.forEach((one) => { one.style.setProperty('--tenant', colour); });
    const everything = [...document.querySelectorAll('body *')];
    const looks = (): string[] => everything.map((one) => {
      const { color, backgroundColor } = getComputedStyle(one);
      return color + backgroundColor;
    });
    paint('#8a1538');
    const red = looks();
    paint('#ffe100');
    const yellow = looks();
    const changing = everything.filter((one, at) => red[at] !== yellow[at] && one.checkVisibility());
    const outermost = changing.filter((one) => !changing.some((other) => other !== one && other.contains(one)));
    const found: string[] = [];
    let texts = 0;
    for (const colour of outermost.length > 0 ? colours : []) {
      paint(colour);
      const { violations, passes } = await window.axe.run({ include: outermost }, {
        runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations', 'passes'],
      });
      texts += [...violations, ...passes].reduce((sum, { nodes }) => sum + nodes.length, 0);
      found.push(...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${colour}: ${id} ${target.join(' ')} ${String(failureSummary)}`)));
    }
    coloured.forEach((one, at) => { one.style.setProperty('--tenant', before[at] ?? ''); });
    return { faults: found, texts };
  }, colours);
}

// Keeps a picture small enough for the documentation.
export async function shoot(page: Page, path: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  await browser.detach();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.from(data, 'base64'));
}

async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
}

declare global {
  interface Window { axe: typeof axe }
}
