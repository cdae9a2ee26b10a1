import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, linkInMail, newPerson, people, phone, signIn } from '../support/people.ts';

const password = 'four quiet words walk';

test('a lead invites an agent, who joins, works and is removed', async ({ browser }) => {
  const email = 'ana@support.example';
  const lead = await newPerson(browser);
  await signIn(lead, people.lead);
  await enter(lead, 'Halden Rail');
  await lead.goto(`${base()}/members`);
  await lead.getByRole('button', { name: 'Invite member' }).click();
  const dialog = lead.getByRole('dialog', { name: 'Invite member' });
  await dialog.getByLabel('E-mail').fill('ana');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText('Enter an e-mail address')).toBeVisible();
  await keep(lead, 'invite-member-light-1440');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog).toBeHidden();
  const invited = lead.getByRole('region', { name: 'Invited, not yet here' });
  await expect(invited.getByText(email, { exact: true })).toBeVisible();
  await keep(lead, 'members-invited-light-1440');

  // On a phone, in the dark.
  const ana = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  const link = await linkInMail(ana, email, /You are invited to Halden Rail/);
  await ana.goto(link);
  await expect(ana.getByRole('heading', { name: 'You are invited' })).toBeVisible();
  expect(ana.url(), 'the code leaves the address bar').not.toContain('#');
  await ana.getByLabel('Your name').fill('Ana Ruiz');
  await ana.getByLabel('Password').fill('too short');
  await ana.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(ana.getByText('Use at least 15 characters')).toBeVisible();
  await keep(ana, 'join-dark-360');
  await ana.getByLabel('Password').fill(password);
  await ana.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(ana.getByRole('heading', { name: 'Welcome to Halden Rail' })).toBeVisible();
  await keep(ana, 'joined-dark-360');
  await ana.getByRole('link', { name: 'Sign in' }).click();
  await ana.getByLabel('E-mail').fill(email);
  await ana.getByLabel('Password').fill(password);
  await ana.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(ana.getByRole('heading', { name: 'Halden Rail', level: 1 })).toBeVisible();

  // The link is used up.
  const late = await newPerson(browser);
  await late.goto(link);
  await expect(late.getByText('This invitation leads nowhere')).toBeVisible();

  // The lead's list follows by itself.
  await expect(invited.getByText(email, { exact: true })).toBeHidden();
  await lead.getByRole('row', { name: /Ana Ruiz/ }).getByRole('button', { name: /Remove/ }).click();
  const question = lead.getByRole('alertdialog', { name: 'Remove Ana Ruiz?' });
  await question.getByLabel(/Reason/).fill('Moved to another team.');
  await keep(lead, 'remove-member-light-1440');
  await question.getByRole('button', { name: 'Remove member' }).click();
  await expect(lead.getByRole('row', { name: /Ana Ruiz/ })).toBeHidden();
  await ana.goto(`${base()}/tokens`);
  await expect(ana.getByRole('heading', { name: 'Tokens', level: 1 })).toBeHidden();

  await lead.goto(`${base()}/audit`);
  for (const what of ['Member invited', 'Member added', 'Member removed']) {
    await expect(lead.getByRole('main').getByText(what).filter({ visible: true }).first()).toBeVisible();
  }
});

test('an admin withdraws an invitation, and who only reads cannot invite', async ({ browser }) => {
  const email = 'wrong@halden-rail.example';
  const [admin, guest, auditor] = await Promise.all([newPerson(browser), newPerson(browser), newPerson(browser)]);
  await signIn(admin, people.admin);
  await admin.goto(`${base()}/members`);
  await admin.getByRole('button', { name: 'Invite member' }).click();
  await expect(admin.getByText('They become an auditor of Halden Rail.')).toBeVisible();
  await admin.getByLabel('E-mail').fill(email);
  await admin.getByRole('button', { name: 'Send invitation' }).click();
  const link = await linkInMail(guest, email, /You are invited/);
  await admin.getByRole('button', { name: `Withdraw the invitation of ${email}` }).click();
  await expect(admin.getByText(email, { exact: true })).toBeHidden();
  await guest.goto(link);
  await expect(guest.getByText('This invitation leads nowhere')).toBeVisible();

  await signIn(auditor, people.auditor);
  await auditor.goto(`${base()}/members`);
  await expect(auditor.getByRole('heading', { name: 'What each role may do' })).toBeVisible();
  await expect(auditor.getByRole('button', { name: /Invite|Remove|Withdraw/ })).toHaveCount(0);
});
