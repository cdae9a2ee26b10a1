import { test } from './test.ts';
import { type Broker, startBroker } from './broker.ts';

// Gives the journeys of a file a broker of their own: those that make browsers refuse something would leave reports of it in the
// log of the others, where there shall be none; and lists that are looked at row by row shall be changed by nobody else.
export function useOwnBroker(port: string, size: { tenants: number; tokens: number } = { tenants: 12, tokens: 200 }): void {
  let shared: NodeJS.ProcessEnv;
  let own: Broker | undefined;
  test.beforeAll(async () => {
    test.setTimeout(240_000);
    own = await startBroker(port, ['--demo', '--demo-tenants', String(size.tenants), '--demo-tokens', String(size.tokens)]);
    shared = { E2E_BASE: process.env.E2E_BASE, E2E_DATA: process.env.E2E_DATA };
    Object.assign(process.env, { E2E_BASE: own.base, E2E_DATA: own.data });
  });
  test.afterAll(async () => {
    Object.assign(process.env, shared);
    await own?.stop();
  });
}
