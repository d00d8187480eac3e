import type { IncomingHttpHeaders } from 'node:http';
import type { StoreState } from '../state.ts';
import { ackOf, type Reply } from './reply.ts';
import { shapeReply } from './shape.ts';
import { toXml } from './xml.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ack: string;
}

/** JSON for those who ask for it, XML for all others. */
export function answerOf(state: StoreState, action: string, reply: Reply, headers: IncomingHttpHeaders): Answer {
  const body = shapeReply(action, reply, state.currentTime(), state.switches);
  const ack = ackOf(reply);
  const root = { response: `${action}Response`, action, generic: 'ActionResponse' }[state.switches.xmlRoot];
  if (headers.accept?.includes('application/json') === true) {
    const json = JSON.stringify(state.switches.wrapper ? { [`${action}Response`]: body } : body);
    return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: json, ack };
  }
  // Only a name can be an element's name.
  const name = /^[A-Za-z]\w*$/.test(root) ? root : 'Response';
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: toXml(name, body), ack };
}

const LOGIN_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Control Panel - Login</title></head><body><h1>Please log in</h1></body></html>\n';

export function htmlAnswer(status = 200, body = LOGIN_PAGE): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body, ack: '' };
}

export function tooManyRequests(retryAfterSeconds?: number): Answer {
  const answer = htmlAnswer(429, '<html><body><h1>429 Too Many Requests</h1></body></html>\n');
  if (retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}
