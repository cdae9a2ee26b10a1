import { startBroker } from './broker.ts';

// Starts the broker of the journeys with a small demo world.
export default async function start(): Promise<() => void> {
  const broker = await startBroker(process.env.E2E_PORT ?? '18080', ['--demo', '--demo-tenants', '60', '--demo-tokens', '1200']);
  process.env.E2E_BASE = broker.base;
  process.env.E2E_DATA = broker.data;
  return broker.stop;
}
