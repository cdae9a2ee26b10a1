import { expect, test } from '../support/test.ts';
import { askForAccess, confirmByMail } from '../support/journey.ts';
import { keep } from '../support/look.ts';
import { linkInMail, logIn, newPerson, people, phone } from '../support/people.ts';

const looks = [
  { theme: 'light', company: 'Lumen Maps', email: 'ola@lumen.example' },
  { theme: 'dark', company: 'Umbra Maps', email: 'ola@umbra.example' },
] as const;

for (const { theme, company, email } of looks) {
  test(`an admin approves from a phone, by touch, ${theme}`, async ({ browser }) => {
    const small = { ...phone, viewport: { width: 360, height: 740 }, colorScheme: theme };
    const [partner, admin] = await Promise.all([newPerson(browser), newPerson(browser, small)]);
    await askForAccess(partner, { company, email, application: 'Route planner' });
    await confirmByMail(partner, email);

    // The mail leads straight to the request.
    await admin.goto(await linkInMail(admin, people.admin, new RegExp(`${company} asks for access`)));
    await logIn(admin, people.admin);
    await expect(admin.getByRole('heading', { name: new RegExp(`^${company} asks for`) })).toBeVisible();
    await expect(admin.locator('[aria-busy="true"]')).toHaveCount(0);
    await keep(admin, `phone-request-${theme}-360`);
    const write = admin.getByRole('checkbox', { name: /claims:file/ });
    await write.scrollIntoViewIfNeeded();
    await write.tap();
    await expect(write).not.toBeChecked();
    const approve = admin.getByRole('button', { name: /^Approve 1 scope/ });
    await expect(approve).toBeInViewport();
    const box = await approve.boundingBox();
    expect(box?.height, 'large enough for a thumb').toBeGreaterThanOrEqual(40);
    await keep(admin, `phone-narrowed-${theme}-360`);
    await approve.tap();
    await expect(admin.getByRole('button', { name: /^Approve/ })).toBeHidden();
    await expect(admin.getByText(/Approved/).first()).toBeVisible();
    await keep(admin, `phone-approved-${theme}-360`);
  });
}
