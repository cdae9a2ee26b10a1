import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, linkInMail, newPerson, people } from '../support/people.ts';

test('who lost a password sets another by mail, on a phone', async ({ browser }) => {
  const page = await newPerson(browser, { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.goto(`${base()}/login`);
  await page.getByRole('link', { name: 'Forgot your password?' }).tap();
  await expect(page.getByRole('heading', { name: 'New password' })).toBeVisible();
  await page.getByRole('button', { name: 'Send the link' }).tap();
  await expect(page.getByText('Enter an e-mail address')).toBeVisible();
  await page.getByLabel('E-mail').fill(people.otherAgent.toUpperCase());
  await keep(page, 'reset-ask-light-360');
  await page.getByRole('button', { name: 'Send the link' }).tap();
  await expect(page.getByRole('status').filter({ hasText: 'on its way' })).toBeVisible();

  const link = await linkInMail(page, people.otherAgent, /Choose a new password/);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  expect(new URL(page.url()).hash, 'the code leaves the address bar').toBe('');
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Set the password' }).tap();
  await expect(page.getByText('Use at least 15 characters')).toBeVisible();
  await page.getByLabel('New password').fill('paper lanterns at noon');
  await keep(page, 'reset-choose-light-360');
  await page.getByRole('button', { name: 'Set the password' }).tap();
  await expect(page.getByText('Your password is set')).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByText('This link was used or ran out')).toBeVisible();
  await expect(page.getByLabel('New password')).toHaveCount(0);
  await keep(page, 'reset-gone-light-360');
});
