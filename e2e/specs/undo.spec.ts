import { expect, test } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, signIn } from '../support/people.ts';

useOwnBroker('18095');

test('a suspension is taken back with one key, also from another customer', async ({ browser }) => {
  const agent = await newPerson(browser);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  await agent.goto(`${base()}/tokens?state=active`);
  await agent.getByRole('main').locator('a[href^="/tokens/tok_"]:visible').first().click();
  await agent.getByRole('button', { name: /^Suspend/ }).first().click();
  await agent.getByLabel(/^Reason/).fill('Looks odd.');
  await agent.getByRole('button', { name: 'Suspend token', exact: true }).click();
  await expect(agent.getByText('Token suspended. It is refused everywhere.')).toBeVisible();
  await expect(agent.getByText('Suspended', { exact: true }).first()).toBeVisible();
  const page = agent.url();
  await keep(agent, 'undo-light-1440');
  await enter(agent, 'Kestrel Air Cargo');
  await agent.keyboard.press('u');
  await expect(agent.getByText('Suspending it was undone.')).toBeVisible();
  await enter(agent, 'Halden Rail');
  await agent.goto(page);
  await expect(agent.getByText('Active', { exact: true }).first()).toBeVisible();
});
