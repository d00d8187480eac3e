import type { Books } from '../books/books.ts';
import { QueryParseError } from '../query/where.ts';
import { type Answer, htmlAnswer, jsonAnswer, NOT_FOUND, textAnswer } from '../reply/answer.ts';
import { RefusedRequest } from '../reply/refused-request.ts';
import { contacts } from './contacts.ts';
import { creditNotes, overpayments, prepayments } from './credits.ts';
import { type ApiRequest, type Endpoint, endpointOf } from './endpoint.ts';
import { invoices } from './invoices.ts';
import { payments } from './payments.ts';
import { accounts, organisation, taxRates } from './settings.ts';

/** By their name in the path. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  Invoices: endpointOf(invoices),
  CreditNotes: endpointOf(creditNotes),
  Payments: endpointOf(payments),
  Overpayments: endpointOf(overpayments),
  Prepayments: endpointOf(prepayments),
  Contacts: endpointOf(contacts),
  Accounts: endpointOf(accounts),
  TaxRates: endpointOf(taxRates),
  Organisation: endpointOf(organisation),
};

/** About what a client found the longest query to be; beyond it comes a 404 (reference, section 2). */
export const LONGEST_QUERY = 2048;

/** What encodeURIComponent leaves, with commas and plus signs as they are. */
const ENCODED = /^(?:[A-Za-z0-9_.~!*'(),+-]|%[0-9A-Fa-f]{2})*$/;

export interface GetRequest extends ApiRequest {
  /** Below the base: `['Invoices', id, 'History']`. */
  readonly path: readonly string[];
  /** As it came, without the question mark. */
  readonly rawQuery: string;
}

export function resourceOf(path: readonly string[]): string | undefined {
  const [name = ''] = path;
  return Object.hasOwn(endpoints, name) ? name : undefined;
}

/** Answers a GET that has the right to be answered. */
export function answerGet(books: Books, request: GetRequest): Answer {
  const { path, rawQuery } = request;
  if (rawQuery.length > LONGEST_QUERY) return queryTooLong(books);
  const [name = '', key, below, ...rest] = path;
  const endpoint = endpoints[name];
  if (endpoint === undefined || rest.length > 0) return textAnswer(404, NOT_FOUND);
  try {
    if (!isEncoded(rawQuery)) return htmlAnswer(400, 'Bad Request');
    if (key === undefined) return endpoint.list(books, request);
    if (below === undefined) return endpoint.single(books, key, request);
    return below === 'History' ? endpoint.history(books, key) : textAnswer(404, NOT_FOUND);
  } catch (error) {
    if (error instanceof RefusedRequest) return error.answer;
    if (!(error instanceof QueryParseError)) throw error;
    return jsonAnswer(400, { ErrorNumber: 16, Type: 'QueryParseException', Message: error.message });
  }
}

function isEncoded(rawQuery: string): boolean {
  return rawQuery.split('&').every((part) => {
    const [name = '', ...value] = part.split('=');
    return ENCODED.test(name) && value.length <= 1 && ENCODED.test(value[0] ?? '');
  });
}

function queryTooLong({ switches }: Books): Answer {
  if (switches.queryTooLong === 'text') return textAnswer(404, NOT_FOUND);
  return htmlAnswer(404, '404.15 - Not Found');
}
