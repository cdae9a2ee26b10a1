import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

test('who can do what goes on paper, to be signed', async ({ browser }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');

  await test.step('from the members to the sheet', async () => {
    await agent.goto(`${base()}/members`);
    await agent.getByRole('link', { name: 'Access review' }).click();
    await expect(agent).toHaveURL(`${base()}/review`);
    await expect(agent.getByTestId('made')).toContainText(/^Made by Iris .+ on \d/);
    const admin = agent.getByRole('region', { name: 'People' }).getByRole('row').filter({ hasText: people.admin });
    await expect(admin.first()).toContainText('Customer admin');
    for (const group of ['Service accounts', 'Gateways', 'Tokens by partner']) {
      await expect(agent.getByRole('heading', { name: group })).toBeVisible();
    }
  });

  await test.step('the tokens are the ones that work or may work again, by partner', async () => {
    const rows = agent.getByRole('table', { name: 'Tokens by partner' }).locator('tbody tr');
    expect(await rows.count()).toBeGreaterThan(1);
    await expect(rows.filter({ hasText: 'Revoked' })).toHaveCount(0);
    const partners = await rows.locator('td:first-child span:first-child').allTextContents();
    expect(partners).toEqual([...partners].sort((one, other) => (one < other ? -1 : 1)));
  });

  await test.step('paper has no frame around it, and lines to sign on', async () => {
    await agent.emulateMedia({ media: 'print' });
    await expect(agent.getByRole('banner')).toBeHidden();
    await expect(agent.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
    await expect(agent.getByRole('heading', { name: 'Access review' })).toBeVisible();
    await expect(agent.getByText('Reviewed by')).toHaveCount(2);
    await keep(agent, 'review-print');
    const pdf = await agent.pdf({ format: 'A4', path: 'pictures/review.pdf' });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0).toBeGreaterThanOrEqual(4);
  });

  await test.step('the auditor has it too', async () => {
    const auditor = await newPerson(browser);
    await signIn(auditor, people.auditor);
    await auditor.goto(`${base()}/audit`);
    await auditor.getByRole('link', { name: 'Access review' }).click();
    await expect(auditor.getByRole('table', { name: 'People' }).getByRole('row').nth(1)).toBeVisible();
    await expect(auditor.getByText('Your role may not see this here.')).toHaveCount(0);
  });
});

test('the audit trail and a token go on paper, with the customer at the head', async ({ browser }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');

  await test.step('what is printed is what the list is narrowed to, with whole ids and exact times', async () => {
    await agent.goto(`${base()}/audit`);
    await agent.getByRole('combobox', { name: 'Action' }).selectOption('Tokens');
    await agent.getByRole('link', { name: 'Print' }).click();
    await expect(agent).toHaveURL(`${base()}/audit/print?action=token.`);
    await expect(agent.getByText('Only: Tokens')).toBeVisible();
    const rows = agent.getByRole('table', { name: 'Events' }).locator('tbody tr');
    await expect(rows.first()).toContainText(/UTC/);
    const kinds = await rows.locator('td:nth-child(3) .mono').allTextContents();
    expect(kinds.filter((id) => !/^tok_[0-9a-z]{26}$/.test(id))).toEqual([]);
    expect(kinds.length).toBeGreaterThan(20);
  });

  await test.step('the sheet says whose it is, and has no frame', async () => {
    const head = agent.getByTestId('paper-head');
    await expect(head).toBeHidden();
    await agent.emulateMedia({ media: 'print' });
    await expect(head).toContainText('Halden Rail');
    await expect(head).toContainText(/Printed by Iris .+, \d.+UTC/);
    await expect(agent.getByRole('banner')).toBeHidden();
    await expect(agent.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
    await keep(agent, 'audit-print');
    const pdf = await agent.pdf({ format: 'A4', path: 'pictures/audit.pdf' });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    await agent.emulateMedia({ media: 'screen' });
  });

  await test.step('a token without the buttons that change it', async () => {
    await agent.goto(`${base()}/tokens?state=active`);
    await agent.getByRole('table', { name: 'Tokens' }).getByRole('row').nth(1).getByRole('link').first().click();
    await expect(agent.getByRole('button', { name: 'Print or save as PDF' })).toBeVisible();
    await agent.emulateMedia({ media: 'print' });
    await expect(agent.getByTestId('paper-head')).toContainText('Halden Rail');
    await expect(agent.getByRole('heading', { name: 'What happened' })).toBeVisible();
    await expect(agent.getByRole('button', { name: 'Suspend…' })).toBeHidden();
    await expect(agent.getByRole('button', { name: 'Revoke token…' })).toBeHidden();
    await keep(agent, 'token-print');
    await agent.pdf({ format: 'A4', path: 'pictures/token.pdf' });
  });

  await test.step('a request as well', async () => {
    await agent.emulateMedia({ media: 'screen' });
    await agent.goto(`${base()}/requests`);
    await agent.getByRole('table', { name: 'Requests' }).getByRole('row').nth(1).getByRole('link').first().click();
    await expect(agent.getByRole('heading', { name: 'What happened' })).toBeVisible();
    await agent.emulateMedia({ media: 'print' });
    await expect(agent.getByTestId('paper-head')).toContainText('Halden Rail');
    await expect(agent.getByRole('group', { name: 'Decision' })).toBeHidden();
  });
});
