import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Books } from '../books/books.ts';
import { answerGet, resourceOf } from '../endpoints/answer-get.ts';
import { type Fault, type FaultRequest, type Faults, faultSchema } from '../faults/faults.ts';
import { type Delivery, meetFault, whole } from '../faults/meet-fault.ts';
import { answerAuthorise } from '../identity/answer-authorise.ts';
import { answerConnections } from '../identity/answer-connections.ts';
import { answerToken } from '../identity/answer-token.ts';
import { refusalOf } from '../identity/authorise.ts';
import type { Identity } from '../identity/identity.ts';
import type { Limits } from '../limits.ts';
import { type Answer, NOT_FOUND, textAnswer, xmlAnswer } from '../reply/answer.ts';
import { deliver, type Later } from './deliver.ts';
import { type JournalEntry, maskedHeaders } from './journal.ts';
import { readBody } from './read-body.ts';

const API = '/api.xro/2.0/';
const TOKEN = '/connect/token';
const AUTHORISE = '/identity/connect/authorize';

/** What the two servers share. */
export interface Served {
  readonly books: Books;
  readonly identity: Identity;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly planned: (request: FaultRequest) => Fault | undefined;
  readonly journal: JournalEntry[];
  /** Whatever tried to write: a test that uses the fake has to fail. */
  readonly violations: JournalEntry[];
  readonly later: Later;
}

interface Call {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly url: URL;
  readonly rawQuery: string;
  readonly body: string;
}

export function serve(which: 'identity' | 'api', served: Served): Server {
  const counts = new Map<string, number>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { limits } = served;
    if (which === 'api') {
      limits.begin();
      response.once('close', () => limits.end());
    }
    const body = await readBody(request);
    const [, rawQuery = ''] = /\?(.*)$/.exec(request.url ?? '') ?? [];
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const call: Call = { request, method: request.method ?? '', url, rawQuery, body };
    const nth = (counts.get(url.pathname) ?? 0) + 1;
    counts.set(url.pathname, nth);
    const asked: FaultRequest = {
      server: which,
      method: call.method,
      path: url.pathname,
      query: url.searchParams,
      nth,
    };
    const given = served.faults.next?.(asked);
    const fault = given === undefined ? served.planned(asked) : faultSchema.parse(given);
    const answer = (): Answer => (which === 'identity' ? answerIdentity(served, call) : answerApi(served, call));
    const delivery = fault === undefined ? whole(answer()) : meetFault(fault, answer, limits, served.books.switches);
    const counted = which === 'api' ? withLimitHeaders(delivery, limits) : delivery;
    const bytes = deliver(request, response, counted, served.later);
    note(served, which, call, counted, bytes, fault);
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('The fake Xero failed:', error);
      if (!response.headersSent) response.writeHead(599, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
}

function answerIdentity(served: Served, { request, method, url, body }: Call): Answer {
  if (method === 'GET' && url.pathname === AUTHORISE) return answerAuthorise(served.identity, url.searchParams);
  if (url.pathname !== TOKEN) return textAnswer(404, 'Not Found');
  if (served.books.switches.identityCounts === 'yes') {
    const refused = served.limits.take();
    if (refused !== undefined) return refused;
  }
  return answerToken(served.identity, { method, headers: request.headers, body });
}

function answerApi(served: Served, { request, method, url, rawQuery }: Call): Answer {
  const { books, identity, limits } = served;
  const { headers } = request;
  if (method !== 'GET') return textAnswer(405, 'The fake Xero is read only', { allow: 'GET' });
  const isConnections = url.pathname === '/connections';
  if (!isConnections || books.switches.identityCounts === 'yes') {
    const refused = limits.take();
    if (refused !== undefined) return refused;
  }
  if (isConnections) return answerConnections(identity, books, headers);
  if (!url.pathname.startsWith(API)) return textAnswer(404, NOT_FOUND);
  const path = url.pathname.slice(API.length).split('/').map(decodeURIComponent);
  const isHistory = path[2] === 'History' && books.switches.historyScope === 'journals';
  const refused = refusalOf(identity, books, headers, isHistory ? 'journals' : resourceOf(path));
  if (refused !== undefined) return refused;
  if (!(headers.accept ?? '').includes('application/json')) return xmlAnswer(200);
  return answerGet(books, { path, query: url.searchParams, rawQuery, headers });
}

/** Missing on errors of the gateway, which never reached the counter. */
function withLimitHeaders(delivery: Delivery, limits: Limits): Delivery {
  const { answer } = delivery;
  if ([0, 502, 503, 504].includes(answer.status)) return delivery;
  return { ...delivery, answer: { ...answer, headers: { ...limits.headers(), ...answer.headers } } };
}

function note(
  { journal, violations, books }: Served,
  server: 'identity' | 'api',
  { request, method, url, rawQuery, body }: Call,
  { answer, how }: Delivery,
  bytes: number,
  fault: Fault | undefined,
): void {
  const isToken = server === 'identity' && url.pathname === TOKEN;
  const form = new URLSearchParams(isToken ? body : '');
  const [grant, scopes] = [form.get('grant_type'), form.get('scope')];
  const entry: JournalEntry = {
    at: books.now(),
    server,
    method,
    path: url.pathname,
    query: rawQuery,
    headers: maskedHeaders(request.headers),
    ...(grant === null ? {} : { grant }),
    ...(scopes === null ? {} : { scopes }),
    status: how.kind === 'reset' || how.kind === 'silence' ? 0 : answer.status,
    bytes,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  };
  journal.push(entry);
  const isAllowed = isToken ? method === 'POST' : method === 'GET';
  if (!isAllowed) violations.push(entry);
}
