import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { type APIRequestContext, expect, request, test } from '../support/test.ts';
import { createRemoteJWKSet, decodeJwt, exportJWK, exportSPKI, jwtVerify, type JWTPayload } from 'jose';
import * as oauth from 'oauth4webapi';
import { runAuthlib } from '../support/authlib.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, people } from '../support/people.ts';

// Clients that know nothing of Tessera but the address of an issuer. A broker of their own: they change keys and end tokens.
useOwnBroker('18088');

const insecure = { [oauth.allowInsecureRequests]: true };
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

interface Demo {
  tenant: { id: string; slug: string };
  gateway: { id: string; credential: string };
  tokens: { live: string; revoked: string; foreign: string };
}

// What a JWT of ours says.
interface Claims extends JWTPayload {
  sub: string;
  aud: string;
  token_id: string;
  status: { status_list: { idx: number; uri: string } };
}

const demo = (): Demo => JSON.parse(readFileSync(join(process.env.E2E_DATA ?? '', 'demo.json'), 'utf8')) as Demo;
const issuer = (): string => `${base()}/${demo().tenant.slug}`;
const read = (jwt: string): Claims => decodeJwt(jwt);

async function discover(): Promise<oauth.AuthorizationServer> {
  const at = new URL(issuer());
  return oauth.processDiscoveryResponse(at, await oauth.discoveryRequest(at, { algorithm: 'oauth2', ...insecure }));
}

// By token exchange: the token alone, and no name.
async function changed(server: oauth.AuthorizationServer, token: string): Promise<string> {
  const nameless = { client_id: 'nameless' };
  const wish = { subject_token: token, subject_token_type: accessToken };
  const answer = await oauth.genericTokenEndpointRequest(server, nameless, () => undefined, exchange, wish, insecure);
  return (await oauth.processGenericTokenEndpointResponse(server, nameless, answer)).access_token;
}

async function granted(server: oauth.AuthorizationServer, partner: string, proof: oauth.ClientAuth): Promise<string> {
  const client = { client_id: partner };
  const answer = await oauth.clientCredentialsGrantRequest(server, client, proof, {}, insecure);
  return (await oauth.processClientCredentialsResponse(server, client, answer)).access_token;
}

function accepted(server: oauth.AuthorizationServer, jwt: string, audience: string): Promise<oauth.JWTAccessTokenClaims> {
  const call = new Request(`${base()}/api-behind`, { headers: { authorization: `Bearer ${jwt}` } });
  return oauth.validateJwtAccessToken(server, call, audience, insecure);
}

// As a gateway that has just fetched the keys.
async function verified(server: oauth.AuthorizationServer, jwt: string, audience: string): Promise<JWTPayload> {
  const keys = createRemoteJWKSet(new URL(server.jwks_uri ?? ''));
  const rules = { issuer: server.issuer, audience, typ: 'at+jwt', algorithms: ['ES256', 'EdDSA'], requiredClaims: ['exp', 'sub', 'jti'] };
  return (await jwtVerify(jwt, keys, rules)).payload;
}

// The two bits of a JWT in its status list (Token Status List §4).
async function status(server: oauth.AuthorizationServer, { status: { status_list: { idx, uri } } }: Claims): Promise<number> {
  const list = await (await fetch(uri)).text();
  const keys = createRemoteJWKSet(new URL(server.jwks_uri ?? ''));
  const { payload } = await jwtVerify<{ status_list: { bits: number; lst: string } }>(list, keys, {
    subject: uri, typ: 'statuslist+jwt', requiredClaims: ['iat', 'exp', 'ttl'],
  });
  const { bits, lst } = payload.status_list;
  expect(bits).toBe(2);
  const byte = inflateSync(Buffer.from(lst, 'base64url'))[(idx * bits) >> 3] ?? 0;
  return (byte >> ((idx * bits) % 8)) & 3;
}

async function introspected(server: oauth.AuthorizationServer, token: string, signed = false): Promise<oauth.IntrospectionResponse> {
  const { id, credential } = demo().gateway;
  const client: oauth.Client = { client_id: id, ...(signed ? { introspection_signed_response_alg: 'ES256' } : {}) };
  const proof = oauth.ClientSecretBasic(credential);
  const answer = await oauth.introspectionRequest(server, client, proof, token, { requestJwtResponse: signed, ...insecure });
  const said = await oauth.processIntrospectionResponse(server, client, answer);
  if (signed) await oauth.validateApplicationLevelSignature(server, answer, insecure);
  return said;
}

// Somebody of support who is signed in.
async function support(): Promise<APIRequestContext> {
  const lead = await request.newContext({ baseURL: base(), extraHTTPHeaders: { origin: base(), 'x-tenant-id': demo().tenant.id } });
  const data = { email: people.lead, password: 'paper lanterns at noon' };
  expect((await lead.post('/api/v1/session', { data })).ok()).toBe(true);
  return lead;
}

async function act(lead: APIRequestContext, path: string, data: unknown): Promise<void> {
  const answer = await lead.post(`/api/v1${path}`, { data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
}

async function change(lead: APIRequestContext, token: string, verb: 'suspend' | 'resume'): Promise<void> {
  const { summary: { version } } = (await (await lead.get(`/api/v1/tokens/${token}`)).json()) as { summary: { version: number } };
  await act(lead, `/tokens/${token}/${verb}`, { version, reason: 'To see what becomes of it.' });
}

test('oauth4webapi and jose take what the broker gives', async () => {
  const server = await discover();
  const { live } = demo().tokens;
  const jwt = await changed(server, live);
  const { sub: partner, aud } = read(jwt);
  const others = [
    await granted(server, partner, oauth.ClientSecretBasic(live)), await granted(server, partner, oauth.ClientSecretPost(live)),
  ];
  for (const one of [jwt, ...others]) {
    expect((await accepted(server, one, aud)).client_id).toBe(partner);
    expect((await verified(server, one, aud)).sub).toBe(partner);
  }
  await expect(verified(server, jwt, 'https://api.elsewhere.example')).rejects.toThrow(/"aud"/);
  await expect(accepted(server, jwt, 'https://api.elsewhere.example')).rejects.toThrow(/"aud"/);
  await expect(granted(server, partner, oauth.ClientSecretBasic(demo().tokens.foreign))).rejects.toMatchObject({
    code: oauth.WWW_AUTHENTICATE_CHALLENGE,
  });
  await expect(changed(server, demo().tokens.revoked)).rejects.toMatchObject({ error: 'invalid_request' });
});

test('a gateway asks by oauth4webapi, plainly and for a signed answer', async () => {
  const server = await discover();
  const { live, revoked, foreign } = demo().tokens;
  for (const signed of [false, true]) {
    expect(await introspected(server, live, signed)).toMatchObject({ active: true, iss: server.issuer, token_type: 'Bearer' });
    expect(await introspected(server, await changed(server, live), signed)).toMatchObject({ active: true, iss: server.issuer });
    for (const bad of [revoked, foreign, 'x']) expect(await introspected(server, bad, signed)).toEqual({ active: false });
  }
});

test('a gateway asks by oauth4webapi with a key of its own', async () => {
  const server = await discover();
  expect(server.introspection_endpoint_auth_methods_supported).toContain('private_key_jwt');
  const lead = await support();
  const { live, revoked } = demo().tokens;
  const { id } = demo().gateway;
  const client = { client_id: id };
  for (const algorithm of ['ES256', 'Ed25519', 'PS256'] as const) {
    const { publicKey, privateKey } = await oauth.generateKeyPair(algorithm, { extractable: true });
    const jwk = await exportJWK(publicKey);
    const key = algorithm === 'PS256' ? await exportSPKI(publicKey) : JSON.stringify({ ...jwk, kid: algorithm });
    await act(lead, `/gateways/${id}/keys`, { key });
    const proof = oauth.PrivateKeyJwt(algorithm === 'PS256' ? privateKey : { key: privateKey, kid: algorithm }, {
      // RFC 8037 §3.1 is what the broker names.
      [oauth.modifyAssertion]: (header) => { if (algorithm === 'Ed25519') header.alg = 'EdDSA'; },
    });
    for (const [token, active] of [[live, true], [revoked, false]] as const) {
      const answer = await oauth.introspectionRequest(server, client, proof, token, insecure);
      expect(await oauth.processIntrospectionResponse(server, client, answer), algorithm).toMatchObject({ active });
    }
    const revocation = await oauth.revocationRequest(server, client, proof, revoked, insecure);
    expect(await oauth.processRevocationResponse(revocation), algorithm).toBeUndefined();
  }
  const { privateKey } = await oauth.generateKeyPair('ES256');
  const stranger = await oauth.introspectionRequest(server, client, oauth.PrivateKeyJwt(privateKey), live, insecure);
  await expect(oauth.processIntrospectionResponse(server, client, stranger)).rejects.toMatchObject({
    code: oauth.WWW_AUTHENTICATE_CHALLENGE,
  });
  await lead.dispose();
});

test('Authlib takes what the broker gives', async () => {
  const server = await discover();
  const { live, foreign } = demo().tokens;
  const claims = read(await changed(server, live));
  const spare = read(await changed(server, foreign));
  const { publicKey, privateKey: key } = generateKeyPairSync('rsa', {
    modulusLength: 2_048, publicKeyEncoding: { format: 'pem', type: 'spki' }, privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
  });
  const lead = await support();
  await act(lead, `/gateways/${demo().gateway.id}/keys`, { key: publicKey });
  await lead.dispose();
  const saw = runAuthlib({
    issuer: issuer(), audience: claims.aud, gateway: { ...demo().gateway, key }, partner: claims.sub, token: live,
    sparePartner: spare.sub, spare: foreign,
  });
  expect(saw.claims.map((one) => one.token_id)).toEqual([claims.token_id, claims.token_id, claims.token_id]);
  expect(saw.seen).toMatchObject({ token: { active: true }, jwt: { active: true }, foreign: { active: false }, signed: { active: true } });
  expect(saw).toMatchObject({ worked: 'Bearer', revoked: 200 });
  expect(saw.refused).toEqual({
    client: 'invalid_client', signature: 'bad_signature', issuer: 'invalid_claim', revoked: 'invalid_client',
  });
});

test('a JWT ends with its token and with its key', async () => {
  const server = await discover();
  const lead = await support();
  const { live } = demo().tokens;
  const old = await changed(server, live);
  const claims = read(old);
  expect(await status(server, claims)).toBe(0);
  await change(lead, claims.token_id, 'suspend');
  await expect.poll(() => status(server, claims)).toBe(2);
  expect(await introspected(server, old)).toEqual({ active: false });
  await change(lead, claims.token_id, 'resume');
  await expect.poll(() => status(server, claims)).toBe(0);

  await act(lead, '/signing-keys/rotate', { rotation: 'emergency', algorithm: 'EdDSA', reason: 'A copy of the key was found.' });
  await expect(verified(server, old, claims.aud)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  expect(await introspected(server, old)).toEqual({ active: false });
  const next = await changed(server, live);
  expect((await verified(server, next, claims.aud)).token_id).toBe(claims.token_id);

  const holder = { client_id: claims.sub };
  const revocation = () => oauth.revocationRequest(server, holder, oauth.None(), live, insecure);
  expect(await oauth.processRevocationResponse(await revocation())).toBeUndefined();
  expect(await oauth.processRevocationResponse(await revocation())).toBeUndefined();
  await expect.poll(() => status(server, claims)).toBe(1);
  expect(await introspected(server, next)).toEqual({ active: false });
  await expect(changed(server, live)).rejects.toMatchObject({ error: 'invalid_request' });
  await lead.dispose();
});
