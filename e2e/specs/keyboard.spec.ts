import { expect, test, type Locator, type Page } from '../support/test.ts';
import { askForAccess, confirmByMail, moveTo } from '../support/journey.ts';
import { base, linkInMail, newPerson, people } from '../support/people.ts';

const wish = { company: 'Tastatur', email: 'kaja@tastatur.example', application: 'Keys only' };

// Nothing but keys from here on: the mouse and the shortcuts of the test library would find what a keyboard does not reach.

// Goes with Tab to something, where the focus has to be seen.
async function tabTo(page: Page, goal: Locator): Promise<void> {
  await expect(goal.first()).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await goal.first().evaluate((one) => one === document.activeElement)) {
      const ring = await goal.first().evaluate((one) => {
        const look = (of: Element): string => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of);
          return outlineStyle !== 'none' && outlineWidth !== '0px' ? 'outline' : boxShadow === 'none' ? '' : 'shadow';
        };
        return look(one) || look(one.parentElement ?? one);
      });
      expect(ring, 'the focus is seen').not.toBe('');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(goal)}`);
}

async function signInByKeys(page: Page, email: string): Promise<void> {
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type('paper lanterns at noon');
  await page.keyboard.press('Enter');
}

async function switchByKeys(page: Page, name: string): Promise<void> {
  await page.keyboard.press('c');
  await expect(page.getByRole('combobox', { name: 'Find a customer' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner').getByText(name)).toBeVisible();
}

test('decide, issue, reveal, revoke and switch without a mouse', async ({ browser }) => {
  test.setTimeout(120_000);
  const [partner, admin, agent] = await Promise.all([newPerson(browser), newPerson(browser), newPerson(browser)]);
  await askForAccess(partner, wish);
  await confirmByMail(partner, wish.email);

  await test.step('the admin finds the request in the queue and approves it', async () => {
    await admin.goto(`${base()}/login`);
    await signInByKeys(admin, people.admin);
    const row = admin.getByRole('main').getByRole('listitem').filter({ hasText: wish.company });
    await expect(row).toBeVisible();
    await moveTo(admin, row);
    await admin.keyboard.press('a');
    await expect(admin.getByRole('heading', { name: new RegExp(`^${wish.company} asks for`) })).toBeVisible();
    await tabTo(admin, admin.getByRole('button', { name: /^Approve 2 scopes/ }));
    await admin.keyboard.press('Enter');
    await expect(admin.getByRole('button', { name: /^Approve/ })).toBeHidden();
  });

  await test.step('the agent issues it', async () => {
    await agent.goto(`${base()}/login`);
    await signInByKeys(agent, people.agent);
    await expect(agent.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();
    await switchByKeys(agent, 'Halden Rail');
    const row = agent.getByRole('main').getByRole('listitem').filter({ hasText: wish.company });
    await expect(row).toBeVisible();
    await moveTo(agent, row);
    await agent.keyboard.press('i');
    await expect(agent.getByRole('button', { name: /Issue in Halden Rail/ }).first()).toBeFocused();
    await agent.keyboard.press('Enter');
    await expect(row).toBeHidden();
  });

  await test.step('the partner reveals it', async () => {
    await partner.goto(await linkInMail(partner, wish.email, /token/i));
    await tabTo(partner, partner.getByRole('button', { name: 'Open and show once' }));
    await partner.keyboard.press('Enter');
    await expect(partner.getByTestId('token')).toHaveText(/^tsr_pt_[0-9A-Za-z]{46}$/);
  });

  await test.step('the agent revokes it', async () => {
    await agent.keyboard.press('g');
    await agent.keyboard.press('t');
    await expect(agent.getByRole('heading', { name: 'Tokens', level: 1 })).toBeVisible();
    await agent.keyboard.press('/');
    await expect(agent.getByRole('searchbox')).toBeFocused();
    await agent.keyboard.type(wish.application);
    await expect(agent).toHaveURL(/q=Keys/);
    const link = agent.getByRole('main').getByRole('link', { name: new RegExp(wish.application) });
    await tabTo(agent, link);
    await agent.keyboard.press('Enter');
    await tabTo(agent, agent.getByRole('button', { name: 'Revoke token…' }));
    await agent.keyboard.press('Enter');
    await expect(agent.getByLabel(/^Reason/)).toBeFocused();
    await agent.keyboard.type('The integration was given up.');
    await tabTo(agent, agent.getByRole('button', { name: 'Revoke token', exact: true }));
    await agent.keyboard.press('Enter');
    await expect(agent.getByText('Revoked').first()).toBeVisible();
  });

  await test.step('and goes on in another customer', async () => {
    await switchByKeys(agent, 'Solvara Energy');
    await expect(agent).toHaveTitle(/Solvara Energy/);
    await expect(agent).toHaveURL(/\/tokens$/);
  });
});
