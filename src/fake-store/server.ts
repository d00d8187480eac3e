import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { filterOf } from './actions/filter.ts';
import type { FakeStoreOptions, RequestLogEntry } from './fake-store.ts';
import type { Faults } from './faults.ts';
import { meetFault, perform } from './meet-fault.ts';
import { type Answer, answerOf, htmlAnswer, tooManyRequests } from './protocol/answer.ts';
import { isAuthentic } from './protocol/authenticate.ts';
import { parseBody, readBody } from './protocol/body.ts';
import { type Delivery, deliver, whole } from './protocol/deliver.ts';
import { rateLimit } from './protocol/rate-limit.ts';
import { errorReply } from './protocol/reply.ts';
import { INSIDE, recordsInside } from './records-inside.ts';
import type { StoreState } from './state.ts';
import type { ValueMap } from './value.ts';

const ENDPOINT = '/do/WS/NetoAPI';

interface ServedStore {
  readonly server: Server;
  readonly requests: RequestLogEntry[];
  readonly timers: Set<NodeJS.Timeout>;
}

function isWrite(action: string, body: ValueMap | undefined): boolean {
  return !action.startsWith('Get') || (body !== undefined && filterOf(body).UpdateResults !== undefined);
}

/** Takes out what is due. */
function takeDue<Entry extends { readonly reads: number }>(entries: Entry[]): Entry[] {
  const due = entries.filter(({ reads }) => reads <= 0);
  entries.splice(0, entries.length, ...entries.filter(({ reads }) => reads > 0));
  return due;
}

export function serve(state: StoreState, options: FakeStoreOptions, faults: Faults, clock: () => number): ServedStore {
  const requests: RequestLogEntry[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const isAllowed = options.requestLimit === undefined ? () => true : rateLimit(options.requestLimit.perMinute, clock);

  const putOff: { reads: number; readonly work: () => void }[] = [];
  const countRead = (): void => {
    for (const entry of putOff) entry.reads -= 1;
    for (const { work } of takeDue(putOff)) work();
  };
  const later = (milliseconds: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  };

  const afterReads = (reads: number, work: () => void): void => {
    putOff.push({ reads, work });
  };

  const log = (action: string, body: ValueMap | undefined, { answer, how, records }: Delivery): void => {
    const isAnswered = how === 'whole' || how === 'cut';
    requests.push({
      at: state.now(),
      action,
      status: isAnswered ? answer.status : 0,
      ack: isAnswered ? answer.ack : '',
      records,
      write: isWrite(action, body),
    });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readBody(request);
    if (text === undefined) {
      request.destroy();
      return;
    }
    if (request.method === 'GET' && request.url === INSIDE && request.headers.netoapi_key === options.apiKey) {
      const body = recordsInside(state);
      deliver(
        request,
        response,
        whole({ status: 200, headers: { 'content-type': 'application/json' }, body, ack: '' }),
      );
      return;
    }
    if (request.method !== 'POST' || request.url?.split('?')[0] !== ENDPOINT) {
      deliver(request, response, whole(htmlAnswer()));
      return;
    }
    const action = String(request.headers.netoapi_action ?? '');
    const body = parseBody(text, action);
    const answer = (delivery: Delivery, milliseconds?: number): void => {
      log(action, body, delivery);
      if (milliseconds === undefined) deliver(request, response, delivery);
      else later(milliseconds, () => deliver(request, response, delivery));
    };
    const refuse = (refusal: Answer): void => answer(whole(refusal));

    if (!isAllowed()) return refuse(tooManyRequests());
    if (!isAuthentic(request.headers, options, state.switches)) {
      return refuse(answerOf(state, action, errorReply('Invalid API Key'), request.headers));
    }
    const call = { action, body, headers: request.headers };
    if (action.startsWith('Get')) response.once('finish', countRead);
    const fault = faults.next?.({ action, body });
    if (fault !== undefined) {
      return answer(
        meetFault(state, call, fault, { after: later, afterReads }),
        fault.kind === 'late' ? fault.milliseconds : undefined,
      );
    }
    const reply = perform(state, call);
    answer(whole(answerOf(state, action, reply, request.headers), reply.records));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('The fake store failed:', error);
      if (!response.headersSent) deliver(request, response, whole(htmlAnswer(500, String(error))));
    });
  });
  return { server, requests, timers };
}
