import { ConsolidatorError } from '../model/errors.ts';
import type { XeroClient } from '../xero/client.ts';
import { readHistory } from '../xero/read.ts';
import type { XeroHistory } from '../xero/records.ts';
import type { Arrival } from './verdicts.ts';

/** One request for each document, so no more in one look; the others are asked for once these are mended. */
export const MOST_HISTORIES = 10;
const SHOWN = 3;

const LISTS = { invoice: 'Invoices', credit: 'CreditNotes', payment: 'Payments' } as const;

export interface HistoryAsking {
  /** Whether users and what they wrote may be shown: both may name people. */
  readonly areNamed: boolean;
  /** What an earlier look has found: the same difference has the same history. */
  readonly known: readonly Arrival[];
  readonly signal: AbortSignal | undefined;
}

/**
 * Evidence for what differs: who changed it in Xero, and when. It decides nothing, and what can't be read of it costs the
 * evidence alone.
 * @throws ConsolidatorError `stopped`
 */
export async function withHistory(
  client: XeroClient,
  arrivals: readonly Arrival[],
  { areNamed, known, signal }: HistoryAsking,
): Promise<Arrival[]> {
  const before = new Map(known.flatMap((one) => (one.history === undefined ? [] : [[keyOf(one), one.history]])));
  const told = new Map<string, readonly string[]>();
  let asked = 0;
  for (const one of arrivals) {
    const { xeroId, verdict, entity } = one;
    if (verdict !== 'different' || xeroId === null || told.has(keyOf(one))) continue;
    const kept = before.get(keyOf(one));
    if (kept !== undefined) told.set(keyOf(one), kept);
    if (kept !== undefined || asked >= MOST_HISTORIES || client.isShort) continue;
    asked += 1;
    try {
      const records = await readHistory(client, LISTS[entity], xeroId, { signal });
      told.set(keyOf(one), sentencesOf(records, areNamed));
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
      // Without the right to read it, or at the end of the day's requests, each further one fails as well.
      if (error.retry === 'never') asked = MOST_HISTORIES;
    }
  }
  return arrivals.map((one) => {
    const history = one.verdict === 'different' ? told.get(keyOf(one)) : undefined;
    return history === undefined
      ? one
      : { ...one, history: [...history], message: [one.message, ...history].join(' ') };
  });
}

/** One document that differs in one way, as it did. */
function keyOf({ xeroId, cause, xero, primary }: Arrival): string {
  return [xeroId, cause, xero, primary].join(' ');
}

/** What only tells that the document came about. */
const MADE: ReadonlySet<string> = new Set(['created', 'approved']);
/** What is shown as it is where nobody may be named; whatever else stands there may be a person's words. */
const KNOWN: ReadonlySet<string> = new Set([
  ...MADE,
  ...['edited', 'updated', 'reconciled', 'credit applied', 'voided', 'deleted', 'paid', 'unreconciled'],
]);

function sentencesOf(records: readonly XeroHistory[], areNamed: boolean): string[] {
  const latest = [...records].sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
  const changed = latest.filter(({ changes }) => !MADE.has(changes.toLowerCase()));
  const [first] = changed;
  if (first === undefined) {
    const made = latest.at(-1);
    return made?.at == null
      ? []
      : [`By its history in Xero nothing was changed there since it was made on ${momentOf(made)}.`];
  }
  return changed.slice(0, SHOWN).map((one) => sentenceOf(one, areNamed));
}

function sentenceOf(one: XeroHistory, areNamed: boolean): string {
  const { changes, user, details } = one;
  const isApp = user.toLowerCase() === 'system generated';
  const what = areNamed || KNOWN.has(changes.toLowerCase()) ? changes.toLowerCase() || 'changed' : 'changed';
  const who = isApp ? 'an app' : areNamed && user !== '' ? user : 'a person';
  const said = areNamed && details !== '' ? ` ("${details.slice(0, 200)}")` : '';
  return `By its history in Xero: ${what} on ${momentOf(one)} by ${who}${said}.`;
}

function momentOf({ at }: XeroHistory): string {
  return at === null ? 'an unknown day' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
