import { expect, test } from '../support/test.ts';
import { base } from '../support/people.ts';

test('a part of the program that does not load says so and can be asked for again', async ({ page }) => {
  await page.route('**/part-*.wasm', (route) => route.abort());
  await page.goto(`${base()}/reset`);
  await expect(page.getByRole('alert')).toContainText('The page did not load');
  await page.unroute('**/part-*.wasm');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toBeVisible();
});

test('who comes for one page does not load the others', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${base()}/login`);
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/part-'))).toEqual([]);
});
