import { expect, test } from '../support/test.ts';
import type { Edge } from '../support/edge.ts';
import { addGateway, askForAccess, confirmByMail, moveTo, openToken } from '../support/journey.ts';
import { keep } from '../support/look.ts';
import { base, enter, linkInMail, logIn, newPerson, people, phone, signIn } from '../support/people.ts';

const wish = { company: 'Nordbane', email: 'signe@nordbane.example', application: 'Seat finder' };

test('from a partner’s wish to the end of the token, with a gateway in front of an API', async ({ browser }) => {
  test.setTimeout(180_000);
  const [partner, admin, agent, otherAgent, auditor] = await Promise.all([
    newPerson(browser), newPerson(browser, phone), newPerson(browser), newPerson(browser), newPerson(browser),
  ]);
  let edge: Edge | undefined;
  let token = '';
  let tokenPage = '';
  let requestId = '';

  await test.step('an agent adds a gateway and nginx takes the configuration as it is shown', async () => {
    await signIn(agent, people.agent);
    await enter(agent, 'Halden Rail');
    edge = await addGateway(agent, 'edge-story');
    expect((await edge.call('tsr_pt_nonsense')).status).toBe(401);
  });
  if (!edge) throw new Error('no gateway');

  await test.step('a partner asks on the customer’s page and confirms by mail', async () => {
    requestId = await askForAccess(partner, wish);
    await confirmByMail(partner, wish.email);
  });

  await test.step('the admin comes by the link in the mail, on a phone, and grants less than was asked', async () => {
    await admin.goto(await linkInMail(admin, people.admin, /Nordbane asks for access/));
    await logIn(admin, people.admin);
    await expect(admin.getByRole('heading', { name: /^Nordbane asks for/ })).toBeVisible();
    await admin.getByRole('checkbox', { name: /claims:file/ }).uncheck();
    await admin.getByRole('button', { name: /^Approve 1 scope/ }).click();
    await expect(admin.getByRole('button', { name: /^Approve/ })).toBeHidden();
  });

  await test.step('the agent issues from the queue with two keys', async () => {
    await agent.goto(`${base()}/queue`);
    const row = agent.getByRole('main').getByRole('listitem').filter({ hasText: 'Nordbane' });
    await expect(row).toBeVisible();
    await moveTo(agent, row);
    await agent.keyboard.press('i');
    await expect(agent.getByRole('button', { name: /Issue in Halden Rail/ }).first()).toBeFocused();
    await agent.keyboard.press('Enter');
    await expect(row).toBeHidden();
  });

  await test.step('the partner opens the link once; looking does not use it up', async () => {
    const link = await linkInMail(partner, wish.email, /token/i);
    await partner.goto(link);
    await expect(partner.getByRole('button', { name: 'Open and show once' })).toBeVisible();
    await partner.goto('about:blank');
    await partner.goto(link);
    token = await openToken(partner);
    const second = await partner.context().newPage();
    await second.goto(link);
    await expect(second.getByText('The link was opened before')).toBeVisible();
    await second.close();
  });

  await test.step('the gateway lets it through, says who it is, and believes no client', async () => {
    const answer = await edge!.call(token, { 'x-tessera-tenant': 'northquay', 'x-tessera-scopes': 'everything' });
    expect(answer.status).toBe(200);
    expect(answer.seen?.headers).toMatchObject({
      'x-tessera-tenant': 'halden-rail', 'x-tessera-environment': 'production', 'x-tessera-scopes': 'claims:read',
    });
    expect(answer.seen?.headers.authorization).toBeUndefined();
    expect((await edge!.call()).status).toBe(401);
  });

  await test.step('an agent of other customers sees nothing of it', async () => {
    await signIn(otherAgent, people.otherAgent);
    await expect(otherAgent.getByText('Nordbane')).toHaveCount(0);
    await otherAgent.goto(`${base()}/requests/${requestId}`);
    // Before it has loaded, the page shows nothing to anybody and hears no key.
    await expect(otherAgent.getByRole('button', { name: /^Switch customer/ })).toBeVisible();
    await expect(otherAgent.getByText('Nordbane')).toHaveCount(0);
    await otherAgent.keyboard.press('c');
    await otherAgent.getByRole('combobox', { name: 'Find a customer' }).fill('Halden Rail');
    await expect(otherAgent.getByText(/^No customer of yours/)).toBeVisible();
  });

  await test.step('the agent revokes; the very next call is refused', async () => {
    await agent.goto(`${base()}/tokens?q=Seat+finder`);
    await agent.getByRole('link', { name: /Seat finder/ }).first().click();
    await agent.getByRole('button', { name: 'Revoke token…' }).click();
    await agent.getByLabel(/^Reason/).fill('The partner’s laptop was stolen.');
    await agent.getByRole('button', { name: 'Revoke token', exact: true }).click();
    await expect(agent.getByText('Revoked').first()).toBeVisible();
    expect((await edge!.call(token)).status).toBe(401);
    tokenPage = agent.url();
    const receipts = agent.getByRole('region', { name: 'Receipts' });
    await expect(receipts).toContainText(/1 of 1 in \d+ ms/);
    await expect(receipts.getByRole('listitem').filter({ hasText: 'asks at every call' }).first()).toBeVisible();
    await receipts.scrollIntoViewIfNeeded();
    await keep(agent, 'token-receipts-light-1440');
    await agent.emulateMedia({ colorScheme: 'dark' });
    await keep(agent, 'token-receipts-dark-1440');
  });

  await test.step('the auditor reads the whole story on the token’s page, and may change nothing', async () => {
    await signIn(auditor, people.auditor);
    await expect(auditor.getByRole('banner').getByText('Halden Rail')).toBeVisible();
    await auditor.goto(tokenPage);
    for (const event of [
      'Request filed', 'E-mail confirmed', 'Request approved', 'Token issued', 'Link sent', 'Link opened', 'Token revoked',
    ]) {
      await expect(auditor.getByText(event).first()).toBeVisible();
    }
    await auditor.goto(`${base()}/tokens?state=active`);
    await auditor.getByRole('main').locator('a[href^="/tokens/tok_"]').first().click();
    await expect(auditor.getByRole('button', { name: 'Revoke token…' })).toBeDisabled();
  });
  await edge.stop();
});
