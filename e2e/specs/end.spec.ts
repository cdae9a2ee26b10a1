import { expect, test } from '../support/test.ts';
import { addGateway, askForAccess, confirmByMail, openToken } from '../support/journey.ts';
import { enter, linkInMail, newPerson, people, signIn } from '../support/people.ts';
import { demo, rest } from '../support/rest.ts';

const wish = { company: 'Fjellbuss', email: 'ola@fjellbuss.example', application: 'Night timetable' };

test('a token opens the API until its end and not a call longer', async ({ browser }) => {
  const [partner, admin, agent] = await Promise.all([newPerson(browser), newPerson(browser), newPerson(browser)]);
  await signIn(agent, people.agent);
  await enter(agent, 'Halden Rail');
  const edge = await addGateway(agent, 'edge-end');
  const id = await askForAccess(partner, wish);
  await confirmByMail(partner, wish.email);
  await signIn(admin, people.admin);

  const tenant = demo().tenant.id;
  const asked = await rest<{ snapshot: string; scopes: { api: { id: string }; scope: string }[] }>(
    admin, 'GET', `/requests/${id}`, tenant);
  const end = Date.now() + 20_000;
  await rest(admin, 'POST', `/requests/${id}/approve`, tenant, {
    revision: 1, snapshot: asked.snapshot, starts_at: null, ends_at: new Date(end).toISOString(), reason: null,
    scopes: asked.scopes.map(({ api, scope }) => ({ api: api.id, scope })),
  });
  await rest(agent, 'POST', `/requests/${id}/issue`, tenant, { revision: 1 });
  await partner.goto(await linkInMail(partner, wish.email, /token/i));
  const token = await openToken(partner);

  const calls: { asked: number; answered: number; status: number }[] = [];
  await expect.poll(async () => {
    const asked = Date.now();
    const { status } = await edge.call(token);
    calls.push({ asked, answered: Date.now(), status });
    return status;
  }, { intervals: [50], timeout: 60_000 }).toBe(401);
  expect(calls[0]?.status).toBe(200);
  for (const call of calls) {
    if (call.answered < end) expect(call.status).toBe(200);
    if (call.asked > end) expect(call.status).toBe(401);
  }
  await edge.stop();
});
