import { spawnSync } from 'node:child_process';

// What `authlib_check.py` is given.
export interface Given {
  issuer: string;
  audience: string;
  gateway: { id: string; credential: string; key: string };
  partner: string;
  token: string;
  sparePartner: string;
  spare: string;
}

// What it saw.
export interface SeenByAuthlib {
  claims: { sub: string; token_id: string }[];
  refused: Record<'client' | 'signature' | 'issuer' | 'revoked', string>;
  seen: Record<'token' | 'jwt' | 'foreign' | 'signed', { active: boolean }>;
  worked: string;
  revoked: number;
}

// Runs the clients made of Authlib.
export function runAuthlib(given: Given): SeenByAuthlib {
  const python = process.env.E2E_AUTHLIB_PYTHON ?? 'python3';
  const done = spawnSync(python, ['-W', 'ignore', 'support/authlib_check.py'], { input: JSON.stringify(given), encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`authlib_check.py: ${done.stderr}`);
  return JSON.parse(done.stdout) as SeenByAuthlib;
}
