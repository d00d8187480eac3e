import type { IncomingHttpHeaders } from 'node:http';
import type { Books } from '../books/books.ts';
import { type Answer, problem } from '../reply/answer.ts';
import type { Identity } from './identity.ts';
import { covers } from './scopes.ts';

/** @returns what refuses the request; undefined where it may be answered (reference, section 3.10) */
export function refusalOf(
  identity: Identity,
  books: Books,
  headers: IncomingHttpHeaders,
  resource: string | undefined,
): Answer | undefined {
  const unauthorised = (detail: string): Answer => problem(401, 'Unauthorized', detail, books.newId('instance'));
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  const access = token === undefined ? undefined : identity.access(token);
  if (access === undefined) return unauthorised('AuthenticationUnsuccessful');
  if (identity.isExpired(access)) {
    return unauthorised(`TokenExpired: token expired at ${americanTime(access.expiresAt)}`);
  }
  const isRightTenant = access.app.kind === 'custom-connection' || headers['xero-tenant-id'] === books.organisation.id;
  if (!identity.isConnected || !isRightTenant) {
    return problem(403, 'Forbidden', 'AuthenticationUnsuccessful', books.newId('instance'));
  }
  if (resource === undefined || covers(access.scopes, resource)) return undefined;
  const status = Number(books.switches.missingScope);
  const refusal = problem(
    status,
    status === 401 ? 'Unauthorized' : 'Forbidden',
    'AuthorizationUnsuccessful',
    books.newId('instance'),
  );
  return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'insufficient_scope' } };
}

/** `11/27/2026 20:15:04` */
function americanTime(milliseconds: number): string {
  const [day = '', time = ''] = new Date(milliseconds).toISOString().slice(0, 19).split('T');
  const [year, month, date] = day.split('-');
  return `${month}/${date}/${year} ${time}`;
}
