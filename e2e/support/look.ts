import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

// Keeps a picture of the screen, which must fit its window and have nothing that axe finds wrong, however small.
export async function keep(page: Page, name: string): Promise<void> {
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide, `${name} is wider than the window`).toBeLessThanOrEqual(0);
  mkdirSync('pictures', { recursive: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target.join(' ')} ${failureSummary}`),
  );
  expect.soft(told, `accessibility of ${name}`).toEqual([]);
  await page.screenshot({ path: `pictures/${name}.png` });
}
