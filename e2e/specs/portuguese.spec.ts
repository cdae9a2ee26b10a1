import { type Browser, type BrowserContextOptions, expect, test, type Page } from '../support/test.ts';
import { fits, keep, shoot } from '../support/look.ts';
import { base, newPerson, people } from '../support/people.ts';
import { expectPortuguese, listen, pt, ptStart } from '../support/portuguese.ts';
import { complete, screens, visit, type Screen } from '../support/screens.ts';

const wish = { company: 'Serra Azul', email: 'ana@serra-azul.example', application: 'Painel de sinistros' };
const brazilian = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  listen(await newPerson(browser, { locale: 'pt-BR', timezoneId: 'America/Sao_Paulo', reducedMotion: 'reduce', ...options }));

async function signInAs(page: Page, email: string): Promise<void> {
  await page.goto(`${base()}/login`);
  await logInAs(page, email);
  await expect(page.getByRole('heading', { name: 'Fila', level: 1 })).toBeVisible();
}

async function logInAs(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha').fill('paper lanterns at noon');
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

async function goInto(page: Page, name: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: pt('Find a customer') }).fill(name);
  await expect(page.getByRole('option', { name }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner').getByText(name).first()).toBeVisible();
}

// The mails are English; their catcher is a page of the app.
async function mailed(page: Page, address: string, subject: RegExp): Promise<string> {
  await page.goto(`${base()}/mail`);
  const mails = page.getByRole('navigation', { name: 'E-mails' }).getByRole('link');
  await mails.filter({ hasText: address }).filter({ hasText: subject }).first().click();
  return (await page.getByRole('article', { name: 'E-mail' }).getByRole('link').getAttribute('href')) ?? '';
}

test('the whole story in Portuguese: asked, approved, issued, opened, revoked', async ({ browser }) => {
  test.setTimeout(120_000);
  const [partner, admin, agent] = await Promise.all([brazilian(browser), brazilian(browser), brazilian(browser)]);

  await test.step('a partner asks and confirms', async () => {
    await partner.goto(`${base()}/halden-rail/request`);
    await expect(partner.getByRole('heading', { name: 'Pedir acesso' })).toBeVisible();
    await partner.getByRole('button', { name: 'Enviar pedido' }).click();
    await expect(partner.getByText('Preencha este campo.').first()).toBeVisible();
    await expectPortuguese(partner, 'a form with everything wrong');
    await partner.getByLabel('Empresa').fill(wish.company);
    await partner.getByLabel('Seu nome').fill('Ana Lima');
    await partner.getByLabel('E-mail').fill(wish.email);
    await partner.getByLabel(pt('Application')).fill(wish.application);
    await partner.getByRole('checkbox', { name: /claims:read/ }).check();
    await partner.getByLabel(pt('Reason')).fill('Mostrar sinistros abertos no aplicativo.');
    await partner.getByRole('button', { name: 'Enviar pedido' }).click();
    await expect(partner.getByRole('heading', { name: 'Confira seu e-mail' })).toBeVisible();
    await expectPortuguese(partner, 'the answer to a request');
    await partner.goto(await mailed(partner, wish.email, /Confirm your request/));
    await expectPortuguese(partner, 'the partner’s request');
    await partner.getByRole('button', { name: 'Confirmar pedido' }).click();
    await expect(partner.getByRole('button', { name: 'Confirmar pedido' })).toBeHidden();
    await expectPortuguese(partner, 'the confirmed request');
  });

  await test.step('the admin approves', async () => {
    await admin.goto(await mailed(admin, people.admin, /Serra Azul asks for access/));
    await logInAs(admin, people.admin);
    const approve = admin.getByRole('button', { name: ptStart('Approve {scopes}') });
    await expect(approve).toBeVisible();
    await complete(admin);
    await expectPortuguese(admin, 'a request to decide');
    await keep(admin, 'pt-request-1440');
    await approve.click();
    await expect(approve).toBeHidden();
    await expectPortuguese(admin, 'an approved request');
  });

  await test.step('the agent issues from the queue with two keys', async () => {
    await signInAs(agent, people.agent);
    await goInto(agent, 'Halden Rail');
    await agent.goto(`${base()}/queue`);
    const row = agent.getByRole('main').getByRole('listitem').filter({ hasText: wish.company });
    await expect(row).toBeVisible();
    await complete(agent);
    await expectPortuguese(agent, 'the queue');
    await row.getByRole('link').first().hover();
    for (let step = 0; step < 60 && (await row.getAttribute('aria-current')) !== 'true'; step += 1) await agent.keyboard.press('j');
    await expect(row).toHaveAttribute('aria-current', 'true');
    await agent.keyboard.press('i');
    await expect(agent.getByRole('button', { name: /Emitir em Halden Rail/ }).first()).toBeFocused();
    await agent.keyboard.press('Enter');
    await expect(row).toBeHidden();
    await expectPortuguese(agent, 'the queue after issuing');
  });

  await test.step('the partner opens the link, in the language of the moment', async () => {
    const link = await mailed(partner, wish.email, /token/i);
    await partner.goto(link);
    await expect(partner.getByRole('heading', { name: 'Seu token de acesso está pronto' })).toBeVisible();
    await expectPortuguese(partner, 'a delivery');
    await keep(partner, 'pt-delivery-1440');
    // Changing the language loads the page anew, and the secret half of the link is still there.
    await partner.getByRole('combobox', { name: 'Idioma' }).selectOption('en');
    await expect(partner.getByRole('heading', { name: 'Your access token is ready' })).toBeVisible();
    await expect(partner.getByRole('button', { name: 'Open and show once' })).toBeVisible();
    await partner.getByRole('combobox', { name: 'Language' }).selectOption('pt-BR');
    await partner.getByRole('button', { name: 'Abrir e mostrar uma vez' }).click();
    await expect(partner.getByTestId('token')).toHaveText(/^tsr_pt_[0-9A-Za-z]{46}$/);
    await expect(partner.getByRole('combobox', { name: 'Idioma' })).toHaveCount(0);
    expect(new URL(partner.url()).hash).toBe('');
    await expectPortuguese(partner, 'the token shown once');
  });

  await test.step('the admin revokes and looks at another customer’s absence', async () => {
    await admin.goto(`${base()}/tokens?q=${encodeURIComponent(wish.application)}`);
    await admin.getByRole('link', { name: new RegExp(wish.application) }).first().click();
    await admin.getByRole('button', { name: pt('Revoke token…') }).click();
    // What is wrong is said in Portuguese as well.
    await admin.getByRole('button', { name: pt('Revoke token') }).click();
    await expect(admin.getByText('Preencha este campo.')).toBeVisible();
    await admin.getByLabel(/^Motivo/).fill('O notebook do parceiro foi roubado.');
    await complete(admin);
    await expectPortuguese(admin, 'the dialog of a revocation');
    await admin.getByRole('button', { name: pt('Revoke token') }).click();
    await expect(admin.getByText(pt('Revoked')).first()).toBeVisible();
    await complete(admin);
    await expectPortuguese(admin, 'a revoked token');
    await keep(admin, 'pt-token-1440');
  });

  await test.step('the agent goes to another customer', async () => {
    await goInto(agent, 'Northquay');
    await complete(agent);
    await expectPortuguese(agent, 'another customer');
  });
});

for (const width of [1440, 360]) {
  test(`no screen has English on it, ${width} pixels wide`, async ({ browser }) => {
    test.setTimeout(300_000);
    const options = { viewport: { width, height: width > 400 ? 900 : 740 } };
    const walk = async (page: Page, those: Screen[]): Promise<void> => {
      for (const screen of those) {
        await visit(page, screen);
        await expectPortuguese(page, screen.name);
        await fits(page, screen.name);
        await shoot(page, `pictures/pt-${screen.name}-${width}.webp`);
      }
    };
    const agent = await brazilian(browser, options);
    await walk(agent, screens.nobody);
    await signInAs(agent, people.agent);
    await goInto(agent, 'Halden Rail');
    await walk(agent, screens.tenant);
    const owner = await brazilian(browser, options);
    await signInAs(owner, people.owner);
    await walk(owner, screens.owner);
    const admin = await brazilian(browser, options);
    await signInAs(admin, people.admin);
    await walk(admin, [{ name: 'admin-settings', route: 'settings', at: '/settings' }]);
  });
}
