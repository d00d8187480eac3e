import type { IncomingHttpHeaders } from 'node:http';
import { ACTIONS } from './actions/registry.ts';
import { takeFilter } from './actions/take-filter.ts';
import type { Fault } from './faults.ts';
import { answerOf, htmlAnswer, tooManyRequests } from './protocol/answer.ts';
import { type Delivery, whole } from './protocol/deliver.ts';
import { errorReply, type Reply } from './protocol/reply.ts';
import type { StoreState } from './state.ts';
import { listOf, mapsOf, textOf, type ValueMap } from './value.ts';
import { withhold } from './withhold.ts';

interface Call {
  readonly action: string;
  /** Undefined where it could not be parsed. */
  readonly body: ValueMap | undefined;
  readonly headers: IncomingHttpHeaders;
}

function replyTo(state: StoreState, { action, body }: Pick<Call, 'action' | 'body'>): Reply {
  if (body === undefined) return errorReply('JSON Error');
  const handler = ACTIONS.get(action);
  if (handler === undefined) return errorReply(`Unknown action ${action}`);
  const before = state.savepoint();
  try {
    if (!action.startsWith('Get')) return handler(state, body);
    const taken = takeFilter(body, state.switches);
    if (taken === undefined) return errorReply('Too many values in one filter');
    const reply = handler(state, taken);
    withhold(reply.fields, state.switches);
    return reply;
  } catch (error) {
    // A defect of the fake store must not leave half a record behind.
    state.rollBack(before);
    throw error;
  }
}

/** Does what is asked. The write is with the operating system before anybody hears of it. */
export function perform(state: StoreState, call: Pick<Call, 'action' | 'body'>): Reply {
  const reply = replyTo(state, call);
  state.commit();
  return reply;
}

function performNothing(state: StoreState, call: Call): Reply {
  const before = state.savepoint();
  const reply = replyTo(state, call);
  state.rollBack(before);
  return reply;
}

function performPart(state: StoreState, call: Call, stored: number): Reply {
  const [name = ''] = Object.keys(call.body ?? {});
  const records = listOf(call.body?.[name]);
  if (call.action.startsWith('Get') || records.length <= stored) return perform(state, call);
  const part = stored === 0 ? undefined : perform(state, { ...call, body: { [name]: records.slice(0, stored) } });
  return {
    fields: part?.fields ?? {},
    errors: part?.errors ?? [],
    warnings: part?.warnings ?? [],
    records: records.length,
  };
}

/** Staff looks at an order and saves it as it was. */
function editFirst(state: StoreState, reply: Reply): void {
  const [first] = mapsOf(reply.fields.Order);
  const order = state.order(textOf(first?.OrderID));
  if (order === undefined) return;
  state.putOrder({ ...order, DateUpdated: state.stamp() });
  state.commit();
}

/** Words that no client can know. */
const TROUBLE = 'Internal error';

/** Does nothing at all, and answers as the fault says. @returns undefined for a fault that lets the store do something */
function undone(fault: Fault): Delivery | undefined {
  if (fault.kind === 'html') return whole(htmlAnswer());
  if (fault.kind === 'redirect') return whole({ ...htmlAnswer(302, ''), headers: { location: fault.location } });
  if (fault.kind === 'rate-limited') return whole(tooManyRequests(fault.retryAfterSeconds));
  if (!('when' in fault) || fault.when === 'after') return undefined;
  if (fault.kind === 'status') return whole(htmlAnswer(fault.status, fault.body));
  return { ...whole(htmlAnswer()), how: fault.kind === 'reset' ? 'reset' : 'never' };
}

/** When what was put off is to be done. */
interface Later {
  after(milliseconds: number, work: () => void): void;
  afterReads(reads: number, work: () => void): void;
}

/** Answers a call as the fault says. */
export function meetFault(state: StoreState, call: Call, fault: Fault, later: Later): Delivery {
  const nothing = undone(fault);
  if (nothing !== undefined) return nothing;
  if (fault.kind === 'write-late') {
    later.after(fault.milliseconds, () => perform(state, call));
    return { ...whole(htmlAnswer()), how: 'never' };
  }
  if (fault.kind === 'write-after-reads') {
    later.afterReads(fault.reads, () => perform(state, call));
    if (fault.answer === 'error')
      return whole(answerOf(state, call.action, errorReply(fault.message ?? TROUBLE), call.headers));
    return { ...whole(htmlAnswer()), how: 'reset' };
  }
  const deliver = (reply: Reply): Delivery => whole(answerOf(state, call.action, reply, call.headers), reply.records);
  if (fault.kind === 'refused') {
    const reply = performNothing(state, call);
    return deliver({ ...reply, fields: {}, warnings: [], errors: [fault.message ?? TROUBLE] });
  }
  if (fault.kind === 'error-though-stored') {
    const reply = state.hidingNew(fault.shownAfterReads ?? 0, () => perform(state, call));
    return deliver({ ...reply, fields: {}, warnings: [], errors: [fault.message ?? TROUBLE] });
  }
  if (fault.kind === 'lie') return deliver(performNothing(state, call));
  if (fault.kind === 'partial-batch') {
    const part = performPart(state, call, fault.stored);
    const reply = fault.answer === 'error' ? { ...part, errors: [...part.errors, 'Internal error'] } : part;
    return { ...deliver(reply), ...(fault.answer === 'reset' ? { how: 'reset' } : {}) };
  }
  const reply = perform(state, call);
  const delivery = deliver(reply);
  if (fault.kind === 'drift') editFirst(state, reply);
  const { body } = delivery.answer;
  switch (fault.kind) {
    case 'status':
      return { ...delivery, answer: htmlAnswer(fault.status, fault.body) };
    case 'reset':
      return { ...delivery, how: 'reset' };
    case 'silence':
      return { ...delivery, how: 'never' };
    case 'oversized':
      return { ...delivery, answer: { ...delivery.answer, body: body + ' '.repeat(fault.bytes) } };
    case 'truncate':
      if (fault.cut === 'connection') return { ...delivery, how: 'cut' };
      return { ...delivery, answer: { ...delivery.answer, body: body.slice(0, Math.floor(body.length / 2)) } };
    default:
      return delivery;
  }
}
