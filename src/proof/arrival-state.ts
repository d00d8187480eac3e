import { z } from 'zod';
import { type SeenPayments, seenPaymentsSchema } from '../arrival/appeared.ts';
import { type Arrivals, arrivalsSchema, type BatchMemory, batchMemorySchema } from '../arrival/verdicts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Instant, instantSchema, type LocalDate, localDateSchema } from '../model/time.ts';

/** Under this scope the ledger keeps what the last look into Xero said. Numbers, amounts and days; nothing personal. */
const SCOPE = 'proof';
const NAME = ' books';

const stateSchema = z.object({
  /** Of the proof whose copies were looked for. */
  day: localDateSchema,
  /** The last look in which the invoices could be read; null where there was none. */
  readOn: localDateSchema.nullable(),
  /** When that look began; earlier versions did not keep it. */
  readAt: instantSchema.nullable().default(null),
  /** When a look began that could not read them; null since one could. */
  failedAt: instantSchema.nullable().default(null),
  /** Some look has found single orders by their numbers. */
  isByOrder: z.boolean().default(false),
  /** Which payments the last look has seen; earlier versions did not keep it. */
  seenPayments: seenPaymentsSchema.optional(),
  /** Of an export in batches; left out where there was none. */
  batchMemory: batchMemorySchema.optional(),
  arrivals: arrivalsSchema,
  /** What was wrong in the last look in which the invoices could be read: it stands until another one is without it. */
  alarms: z.array(z.unknown()),
});
export interface ArrivalState extends z.infer<typeof stateSchema> {
  readonly readAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly seenPayments?: SeenPayments | undefined;
  readonly batchMemory?: BatchMemory | undefined;
  readonly arrivals: Arrivals;
}

export async function readArrivalState(ledger: Pick<Ledger, 'learned'>): Promise<ArrivalState | undefined> {
  const text = await ledger.learned(SCOPE, NAME);
  if (text === null) return undefined;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function writeArrivalState(ledger: Pick<Ledger, 'learn'>, state: ArrivalState): Promise<void> {
  await ledger.learn(SCOPE, NAME, JSON.stringify(state));
}

/** Of the last look, in words, for wherever it stands; undefined where Xero was never looked at. */
export async function lastLook(
  ledger: Pick<Ledger, 'learned'>,
): Promise<{ readonly day: LocalDate; readonly arrivals: Arrivals } | undefined> {
  const state = await readArrivalState(ledger);
  return state === undefined ? undefined : { day: state.day, arrivals: state.arrivals };
}
