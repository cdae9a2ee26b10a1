import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

// A web server of somebody else. It answers everything with one page that does nothing by itself.
export interface Evil {
  origin: string;
  stop(): void;
}

// `host` decides how far away it is: another port of the broker's own host is the same site to a browser, and gets its cookies even
// where they are SameSite=Strict; another host is another site.
export async function startEvil(host: string): Promise<Evil> {
  const server: Server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Win a prize</title><body>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
