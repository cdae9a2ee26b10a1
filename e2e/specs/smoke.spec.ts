import { expect, test } from '@playwright/test';
import { enter, signIn } from '../support/people.ts';

test('an agent signs in, sees the queue of all customers and enters one', async ({ page }) => {
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('401')) broken.push(line.text());
  });
  await signIn(page, 'iris@tessera.example');
  await enter(page, 'Halden Rail');
  await page.getByRole('link', { name: 'Tokens' }).first().click();
  await expect(page.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/Halden Rail · Tessera$/);
  expect(broken).toEqual([]);
});
