import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface SignInProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  // Tells it where people of the broker come back to, which is known only after the broker knows the provider.
  open(callback: string, afterSignOut: string): void;
  stop(): void;
}

// A real certified OpenID provider. It is on 127.0.0.1 and the broker on localhost, which browsers take for two sites.
// Everybody may sign in; the part of the address before the @ names the groups, joined by dots.
export async function startProvider(): Promise<SignInProvider> {
  let serve: ReturnType<Provider['callback']> = (_request, response) => response.end();
  const server = createServer((request, response) => serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'tessera', client_secret: 'the-secret-of-the-journeys' };
  const build = (callback: string, afterSignOut: string): void => {
    serve = new Provider(issuer, {
      clients: [{ ...client, redirect_uris: [callback], post_logout_redirect_uris: [afterSignOut] }],
      jwks: { keys: [signingKey()] },
      cookies: { keys: ['a key of the journeys'] },
      // Tokens say all there is to know, so that nobody has to ask again.
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
      scopes: ['openid', 'email', 'profile', 'groups'],
      findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => person(id) }),
      features: { devInteractions: { enabled: true } },
      ttl: { Session: 3600, Grant: 3600, Interaction: 3600, AccessToken: 300, IdToken: 300 },
    }).callback();
  };
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    open: build,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function person(email: string): Record<string, unknown> {
  const local = email.split('@')[0] ?? '';
  return { sub: `subject of ${email}`, email, email_verified: true, name: `Ana ${local}`, groups: local.split('.') };
}

function signingKey(): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'journeys' };
}
