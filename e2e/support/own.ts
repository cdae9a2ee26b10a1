import { test } from '@playwright/test';
import { type Broker, startBroker } from './broker.ts';

// Gives the journeys of a file a broker of their own: those that make browsers refuse something would leave reports of it in the
// log of the others, where there shall be none.
export function useOwnBroker(port: string): void {
  const shared = { E2E_BASE: process.env.E2E_BASE, E2E_DATA: process.env.E2E_DATA };
  let own: Broker;
  test.beforeAll(async () => {
    own = await startBroker(port, ['--demo', '--demo-tenants', '12', '--demo-tokens', '200']);
    Object.assign(process.env, { E2E_BASE: own.base, E2E_DATA: own.data });
  });
  test.afterAll(() => {
    Object.assign(process.env, shared);
    own.stop();
  });
}
