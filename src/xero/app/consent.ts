import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Hide } from '../../model/secrets.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { xeroError } from '../errors.ts';
import { basicOf, readToken } from '../tokens.ts';
import { OFFICIAL, type XeroAddresses, type XeroTransport } from '../transport.ts';
import { accessOf } from './refresh-tokens.ts';
import type { KeptTokens } from './token-file.ts';

/** What is asked for besides: without it no token could be renewed. */
const OFFLINE = 'offline_access';

/** One request for a person's consent. */
export interface Consent {
  /** What the person opens. */
  readonly address: string;
  /** Everything that is asked for, as the address has it. */
  readonly scopes: readonly string[];
  /** Whoever answers has to bring it along. */
  readonly state: string;
  /** Known to this process alone: the code is good for nothing without it. */
  readonly verifier: string;
  readonly redirect: string;
}

/** @param identity the origin of tokens, where it is not Xero's own */
export function askConsent(given: {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly redirect: string;
  readonly identity: string;
}): Consent {
  const [state, verifier] = [randomBytes(24).toString('base64url'), randomBytes(48).toString('base64url')];
  const scopes = [OFFLINE, ...given.scopes];
  const origin = given.identity === OFFICIAL.identity ? 'https://login.xero.com' : given.identity;
  const query = new URLSearchParams({
    ...{
      response_type: 'code',
      client_id: given.clientId,
      redirect_uri: given.redirect,
      scope: scopes.join(' '),
      state,
    },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const address = `${origin}/identity/connect/authorize?${query}`;
  return { address, scopes, state, verifier, redirect: given.redirect };
}

const tenantSchema = z.object({
  tenantId: z.string().min(1),
  tenantName: z.string().default(''),
  tenantType: z.string().default(''),
});
export type Tenant = { readonly id: string; readonly name: string };

interface Fetching {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly transport: Pick<XeroTransport, 'fetchToken' | 'getConnections'>;
  readonly addresses: XeroAddresses;
  readonly hide: Hide;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Which of the organisations that the person may have given access to; the only one where it is left out. */
  readonly choose: (tenants: readonly Tenant[]) => Tenant;
}

/**
 * The first tokens, for a person's consent. Not repeated: a code is good once, and for five minutes.
 * @throws ConsolidatorError
 */
export async function fetchFirst(
  consent: Pick<Consent, 'verifier' | 'redirect' | 'scopes'>,
  code: string,
  { clientId, clientSecret, transport, hide, now, signal, choose }: Fetching,
): Promise<KeptTokens> {
  const form = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: consent.redirect, code_verifier: consent.verifier },
  }).toString();
  const answer = await transport.fetchToken(form, basicOf(clientId, clientSecret), signal);
  const at = instantOfMilliseconds(now());
  const reply = readToken(answer, consent.scopes, hide);
  if (reply.refresh_token === undefined)
    throw xeroError(
      'xero-not-connected',
      `the answer holds no token to renew: ${OFFLINE} was not granted. Give the app that scope, and connect again.`,
    );
  const headers = { authorization: `Bearer ${reply.access_token}`, accept: 'application/json' };
  const { status, text } = await transport.getConnections(headers, signal);
  const list = z.array(tenantSchema).safeParse(status === 200 ? parsed(text) : undefined);
  if (!list.success)
    throw xeroError('answer-unexpected', `which organisation was given access to could not be read (HTTP ${status}).`);
  const tenants = list.data.filter(({ tenantType }) => tenantType === '' || tenantType === 'ORGANISATION');
  const { id, name } = choose(tenants.map(({ tenantId, tenantName }) => ({ id: tenantId, name: tenantName })));
  const scopes = reply.scope.split(/\s+/).filter((scope) => scope !== '');
  return {
    ...{ clientId, tenant: id, name, scopes: scopes.length === 0 ? [...consent.scopes] : scopes },
    ...{ refreshToken: reply.refresh_token, since: at, previous: null, access: accessOf(reply, at) },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
