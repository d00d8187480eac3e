import type { IncomingHttpHeaders } from 'node:http';
import type { Books } from '../books/books.ts';
import { idOf } from '../ids.ts';
import { type Answer, jsonAnswer, problem } from '../reply/answer.ts';
import type { Identity } from './identity.ts';

/** `GET /connections`: empty once the organisation is disconnected. */
export function answerConnections(identity: Identity, books: Books, headers: IncomingHttpHeaders): Answer {
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  const access = token === undefined ? undefined : identity.access(token);
  if (access === undefined || identity.isExpired(access)) {
    return problem(401, 'Unauthorized', 'AuthenticationUnsuccessful', books.newId('instance'));
  }
  if (!identity.isConnected) return jsonAnswer(200, []);
  return jsonAnswer(200, [
    {
      id: idOf('connection'),
      authEventId: idOf('event'),
      tenantId: books.organisation.id,
      tenantType: 'ORGANISATION',
      tenantName: books.organisation.name,
      createdDateUtc: '2026-11-20T02:11:40.1234560',
      updatedDateUtc: '2026-11-20T02:11:40.1258010',
    },
  ]);
}
