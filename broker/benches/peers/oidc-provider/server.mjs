// server.mjs READY: oidc-provider (MIT licence, panva/node-oidc-provider) with introspection, on a free port.
// READY becomes a file with the address and then the process ids, a line each, once it serves.
//
// One process, although there are two cores: the adapter keeps its tokens in the memory of its process, and the workers
// of a cluster would not know what another one issued. So look at the cpu time of a call beside the calls in a second.
//
// For speed: NODE_ENV=production, no logs, memory instead of a database, opaque tokens instead of JWTs, and no feature
// but those two that the measured call needs.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';
import LRU from 'oidc-provider/lib/helpers/lru.js';

const DAY = 24 * 60 * 60;
const [ready] = process.argv.slice(2);
// Its own memory adapter, whose store by default forgets all but a thousand entries.
const store = new LRU({ maxSize: 100_000 });
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const server = createServer();
// The calls come in turns with those of others, and a connection must outlive its pause.
server.keepAliveTimeout = 60 * 60 * 1000;
server.listen(0, '127.0.0.1', () => {
  const address = `127.0.0.1:${server.address().port}`;
  const provider = new Provider(`http://${address}`, {
    adapter: (model) => new MemoryAdapter(model, store),
    clients: [
      client(process.env.PEER_PARTNER, ['client_credentials']),
      client(process.env.PEER_GATEWAY, []),
    ],
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: {
        enabled: true,
        allowedPolicy: (_context, asking) => asking.clientId === credentials(process.env.PEER_GATEWAY).id,
      },
    },
    jwks: { keys: [privateKey.export({ format: 'jwk' })] },
    scopes: ['seats:read'],
    ttl: { ClientCredentials: DAY },
  });
  server.on('request', provider.callback());
  writeFileSync(ready, `${address}\n${process.pid}\n`);
});

function client(text, grants) {
  const { id, secret } = credentials(text);
  return { client_id: id, client_secret: secret, grant_types: grants, redirect_uris: [], response_types: [] };
}

function credentials(text) {
  const [id, secret] = text.split(':');
  return { id, secret };
}
