import { expect, test, type Locator, type Page } from '../support/test.ts';
import { keep } from '../support/look.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, enter, newPerson, people, phone, signIn } from '../support/people.ts';

useOwnBroker('18092');

const views = (page: Page): Locator => page.getByRole('region', { name: 'Saved views' });
const view = (page: Page, name: string | RegExp): Locator => views(page).getByRole('link', { name });
const knob = (page: Page): Locator => page.getByRole('button', { name: 'Views', exact: true });
const toast = (page: Page, text: string): Locator => page.getByRole('status').filter({ hasText: text });

async function openViews(page: Page): Promise<void> {
  await knob(page).click();
  await expect(views(page)).toBeVisible();
  await expect(views(page).locator('[aria-busy]')).toHaveCount(0);
}

// Saves the filter on the screen; says the dialog while it is open.
async function save(page: Page, name: string, only = false): Promise<void> {
  await openViews(page);
  await views(page).getByRole('button', { name: 'Save this filter…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this filter' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  if (only) await dialog.getByRole('radio', { name: /^Only in/ }).check();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(toast(page, `Saved as ${name}`)).toBeVisible();
  await expect(knob(page)).toBeFocused();
}

test('a filter is saved, found in another customer, renamed, deleted and brought back', async ({ browser }) => {
  const page = await newPerson(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.goto(`${base()}/tokens`);

  await openViews(page);
  await expect(views(page)).toContainText('it is yours alone');
  const button = views(page).getByRole('button', { name: 'Save this filter…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAttribute('title', 'Filter the list first.');
  await keep(page, 'views-empty-light-1440');
  await page.keyboard.press('Escape');
  await expect(views(page)).toBeHidden();
  await expect(knob(page)).toBeFocused();

  await page.getByLabel('State', { exact: true }).selectOption('active');
  await page.getByLabel('Environment', { exact: true }).selectOption('production');
  await save(page, 'Working in production');
  await page.getByLabel('Environment', { exact: true }).selectOption('');
  await save(page, 'Working here', true);
  await openViews(page);
  await expect(view(page, /^Working here/)).toHaveAttribute('aria-current', 'true');
  await expect(view(page, /^Working here/)).toContainText('only here');
  await expect(view(page, 'Working in production')).not.toHaveAttribute('aria-current');
  await keep(page, 'views-menu-light-1440');
  await view(page, 'Working in production').click();
  await expect(page).toHaveURL(/\/tokens\?(?=.*state=active)(?=.*environment=production)(?!.*tenant=)/);
  await expect(page.getByLabel('Environment', { exact: true })).toHaveValue('production');
  await expect(views(page)).toBeHidden();
  await expect(knob(page)).toBeFocused();

  // In another customer there is the one for every customer, and its link says where it leads.
  await enter(page, 'Kestrel Air Cargo');
  await page.goto(`${base()}/tokens`);
  await openViews(page);
  await expect(views(page).getByRole('listitem')).toHaveCount(1);
  const [apart] = await Promise.all([
    page.context().waitForEvent('page'),
    view(page, 'Working in production').click({ modifiers: ['ControlOrMeta'] }),
  ]);
  await expect(apart).toHaveURL(/tenant=ten_/);
  await expect(apart.getByRole('banner').getByText('Kestrel Air Cargo')).toBeVisible();
  await expect(apart.getByLabel('State', { exact: true })).toHaveValue('active');
  await openViews(apart);
  await expect(view(apart, 'Working in production')).toHaveAttribute('aria-current', 'true');
  await apart.close();

  // The click left the menu closed.
  await openViews(page);
  await views(page).getByRole('button', { name: 'Rename Working in production' }).click();
  const rename = page.getByRole('dialog', { name: 'Rename Working in production' });
  await rename.getByLabel('Name').fill(' ');
  await rename.getByRole('button', { name: 'Save' }).click();
  await expect(rename.getByText('Fill this in.')).toBeVisible();
  await rename.getByLabel('Name').fill('Live');
  await page.keyboard.press('Enter');
  await expect(toast(page, 'Renamed to Live')).toBeVisible();

  await openViews(page);
  await views(page).getByRole('button', { name: 'Delete Live' }).click();
  await expect(toast(page, 'Live is deleted')).toBeVisible();
  await openViews(page);
  await expect(views(page)).toContainText('it is yours alone');
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect(toast(page, 'Live is back')).toBeVisible();

  // The palette knows it, too.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('live');
  const option = page.getByRole('group', { name: 'Saved views' }).getByRole('option', { name: 'Tokens · Live' });
  await expect(option).toBeVisible();
  await keep(page, 'views-palette-light-1440');
  await option.click();
  await expect(page).toHaveURL(/\/tokens\?(?=.*state=active)(?=.*environment=production)/);
});

test('a filter that names something of a customer stays there, and names are told apart', async ({ browser }) => {
  const page = await newPerson(browser, { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.goto(`${base()}/audit?action=token.issued`);
  await save(page, 'Issued');
  await page.goto(`${base()}/audit?object=tok_01kar8zv4we008007jggzcc86j`);
  await openViews(page);
  await views(page).getByRole('button', { name: 'Save this filter…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this filter' });
  await expect(dialog).toContainText('Only in Halden Rail: the filter names something of this customer.');
  await expect(dialog.getByRole('radio')).toHaveCount(0);
  await keep(page, 'views-bound-dark-1440');
  await dialog.getByLabel('Name').fill('One token');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(toast(page, 'Saved as One token')).toBeVisible();

  await page.goto(`${base()}/audit?action=token.`);
  await openViews(page);
  await views(page).getByRole('button', { name: 'Save this filter…' }).click();
  await dialog.getByLabel('Name').fill('ISSUED');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('A view of this list has this name already.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(knob(page)).toBeFocused();

  // Nobody else sees them, and other lists have their own.
  await page.goto(`${base()}/requests`);
  await openViews(page);
  await expect(views(page)).toContainText('it is yours alone');
  const other = await newPerson(browser);
  await signIn(other, people.lead);
  await enter(other, 'Halden Rail');
  await other.goto(`${base()}/audit`);
  await openViews(other);
  await expect(views(other)).toContainText('it is yours alone');
});

test('a menu above a list closes on a click elsewhere, and its button has the focus', async ({ browser }) => {
  const page = await newPerson(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(page, people.agent);
  await enter(page, 'Halden Rail');
  await page.goto(`${base()}/tokens`);
  const columns = page.getByRole('button', { name: 'Columns', exact: true });
  const choices = page.getByRole('group', { name: 'Columns', exact: true });
  await columns.click();
  await choices.getByRole('checkbox').first().uncheck();
  await choices.getByRole('checkbox').first().check();
  await page.getByRole('heading', { name: 'Tokens', level: 1 }).click();
  await expect(choices).toBeHidden();
  await expect(columns).toBeFocused();
  await page.keyboard.press('Enter');
  await choices.getByRole('checkbox').first().focus();
  await page.keyboard.press('Escape');
  await expect(choices).toBeHidden();
  await expect(columns).toBeFocused();

  // What was clicked keeps the focus if it takes it, and one menu makes way for another.
  await columns.click();
  await page.getByRole('searchbox', { name: 'Search tokens' }).click();
  await expect(choices).toBeHidden();
  await expect(page.getByRole('searchbox', { name: 'Search tokens' })).toBeFocused();
  await columns.click();
  await openViews(page);
  await expect(choices).toBeHidden();
});

test('views on a phone', async ({ browser }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await newPerson(browser, { ...phone, viewport: { width: 360, height: 740 }, colorScheme });
    await signIn(page, colorScheme === 'light' ? people.agent : people.lead);
    await enter(page, 'Halden Rail');
    await page.goto(`${base()}/tokens?q=nothing-like-it`);
    await expect(page.getByText('No token matches')).toBeVisible();
    await openViews(page);
    await views(page).getByRole('button', { name: 'Save this filter…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save this filter' });
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await keep(page, `views-dialog-${colorScheme}-360`);
    await dialog.getByLabel('Name').fill(`A rather long name of a view in the ${colorScheme}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    await openViews(page);
    await expect(view(page, new RegExp(colorScheme))).toBeInViewport({ ratio: 1 });
    await keep(page, `views-menu-${colorScheme}-360`);
    await view(page, new RegExp(colorScheme)).click();
    await expect(views(page)).toBeHidden();
  }
});
