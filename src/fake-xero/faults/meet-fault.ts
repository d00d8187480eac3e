import type { Limits } from '../limits.ts';
import { type Answer, htmlAnswer, jsonAnswer, textAnswer } from '../reply/answer.ts';
import type { Switches } from '../switches.ts';
import type { Fault } from './faults.ts';
import { rowsSpan, withFirstRowTwice, withoutLastRow } from './row-text.ts';

/** What goes out, and how. */
export interface Delivery {
  readonly answer: Answer;
  readonly how:
    | {
        readonly kind:
          | 'whole'
          | 'reset'
          | 'reset-after-headers'
          | 'silence'
          | 'short-of-length'
          | 'chunks-cut'
          | 'gzip';
      }
    | { readonly kind: 'late'; readonly milliseconds: number }
    | { readonly kind: 'drip'; readonly bytes: number; readonly milliseconds: number };
}

export function whole(answer: Answer): Delivery {
  return { answer, how: { kind: 'whole' } };
}

/** @param answer what would have come */
export function meetFault(fault: Fault, answer: () => Answer, limits: Limits, switches: Switches): Delivery {
  switch (fault.kind) {
    case 'status':
      return whole(errorAnswer(fault, switches));
    case 'rate-limited':
      return whole(limits.refusal(fault.problem, fault.retryAfterSeconds));
    case 'reset':
      if (fault.when === 'before') return { answer: textAnswer(0, ''), how: { kind: 'reset' } };
      return { answer: answer(), how: { kind: 'reset-after-headers' } };
    case 'reply-lost':
      return { answer: answer(), how: { kind: 'reset' } };
    case 'silence':
      return { answer: textAnswer(0, ''), how: { kind: 'silence' } };
    case 'truncate':
      return truncated(fault.cut, answer());
    case 'late':
      return { answer: answer(), how: { kind: 'late', milliseconds: fault.milliseconds } };
    case 'drip':
      return { answer: answer(), how: { kind: 'drip', bytes: fault.bytes, milliseconds: fault.milliseconds } };
    case 'gzip':
      return { answer: answer(), how: { kind: 'gzip' } };
    case 'html-200':
      return whole(htmlAnswer(200, 'Xero is unavailable'));
    case 'empty-200':
      return whole(jsonAnswerOf(''));
    case 'no-list':
      return whole(jsonAnswer(200, { Id: 'x', Status: 'OK', ProviderName: 'Store Consolidator' }));
    default:
      return whole(alteredBody(fault, answer()));
  }
}

function errorAnswer(fault: Extract<Fault, { kind: 'status' }>, switches: Switches): Answer {
  const { status, body, retryAfterSeconds } = fault;
  const seconds = retryAfterSeconds ?? (status === 503 && switches.retryAfterOn503 === 'present' ? 7 : undefined);
  const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  const plain = plainError(status, body);
  return { ...plain, headers: { ...plain.headers, ...headers } };
}

function plainError(status: number, body: Extract<Fault, { kind: 'status' }>['body']): Answer {
  if (body === 'empty') return { status, headers: {}, body: '' };
  if (body === 'text') return textAnswer(status, 'The service is unavailable.');
  if (body === 'json') {
    const detail = 'An error occurred in the fake Xero';
    return jsonAnswer(status, { Title: 'An error occurred', Detail: detail, Status: status, Instance: 'fake' });
  }
  return htmlAnswer(status, `Xero | Error ${status}`, body === 'html-bom');
}

function truncated(cut: 'content' | 'length' | 'chunked', answer: Answer): Delivery {
  const half = { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
  if (cut === 'content') return whole(half);
  return { answer, how: { kind: cut === 'length' ? 'short-of-length' : 'chunks-cut' } };
}

function jsonAnswerOf(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

type BodyFault = Extract<Fault, { kind: 'bom' | 'lying-pagination' | 'repeated-row' | 'lost-row' | 'status-not-ok' }>;

function alteredBody(fault: BodyFault, answer: Answer): Answer {
  const { body } = answer;
  if (fault.kind === 'bom') return { ...answer, body: `\uFEFF${body}` };
  if (fault.kind === 'status-not-ok') return { ...answer, body: body.replace('"Status":"OK"', '"Status":"ERROR"') };
  if (fault.kind === 'lying-pagination') {
    const lie = body.replace(/"itemCount":(\d+)/, (_, count: string) => `"itemCount":${Number(count) + fault.more}`);
    return { ...answer, body: lie };
  }
  const span = rowsSpan(body);
  if (span === undefined) return answer;
  return {
    ...answer,
    body: fault.kind === 'repeated-row' ? withFirstRowTwice(body, span) : withoutLastRow(body, span),
  };
}
