import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, newPerson, people, signIn } from '../support/people.ts';

test('a person signs out elsewhere and chooses another password', async ({ browser }) => {
  const [here, there] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await signIn(there, people.otherAgent);
  await signIn(here, people.otherAgent);
  await here.goto(`${base()}/settings`);
  const sessions = here.getByRole('region', { name: 'Where you are signed in' });
  await expect(sessions.getByText('This one')).toBeVisible();
  await here.getByRole('region', { name: 'Password' }).scrollIntoViewIfNeeded();
  await keep(here, 'settings-sessions-light-1280');
  await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await there.goto(`${base()}/tokens`);
  await expect(there.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();

  await here.getByLabel('Password now').fill('not this one');
  await here.getByLabel('New password').fill('short');
  await here.getByRole('button', { name: 'Change password' }).click();
  await expect(here.getByText('Use at least 15 characters')).toBeVisible();
  await here.getByLabel('New password').fill('four quiet words walk');
  await here.getByRole('button', { name: 'Change password' }).click();
  await expect(here.getByText('This is not the password you have now.')).toBeVisible();
  await here.getByLabel('Password now').fill('paper lanterns at noon');
  await here.getByRole('button', { name: 'Change password' }).click();
  await expect(here.getByText('Your password is changed')).toBeVisible();

  // And back again: others of the demo know only the one they were told.
  await here.getByLabel('Password now').fill('four quiet words walk');
  await here.getByLabel('New password').fill('paper lanterns at noon');
  await here.getByRole('button', { name: 'Change password' }).click();
  await expect(here.getByLabel('New password')).toHaveValue('');
  await signIn(there, people.otherAgent);
});
