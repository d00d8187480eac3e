import { IDENTITY } from '../storage.ts';
import { decodeText, encodeText } from './encode-text.ts';
import { quoted } from './quoted.ts';

/** An order of one ledger, by the numbers that it has in its own store and in the primary. */
export interface FoundOrder {
  /** The name of the pipeline whose ledger it is in. */
  readonly pipeline: string;
  readonly store: string;
  readonly sourceId: string;
  readonly targetId: string | null;
  readonly state: string;
  /** As the ledger has it; null: not known. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** A day; null: not known. */
  readonly bookedOn: string | null;
}

/** Where the ledger of a pipeline is. */
export interface LedgerOfPipeline {
  readonly schema: string;
  readonly pipeline: string;
}

type Ask = (sql: string, values: readonly unknown[]) => Promise<Readonly<Record<string, unknown>>[]>;

/** Ledgers asked by one statement: of more, planning it would take longer than asking them. */
const TOGETHER = 50;

/**
 * The orders of a number in many ledgers of one database: its number in its own store, or in the primary. Capital letters make no
 * difference. Nothing is opened for it but the connection that asks.
 * @param ledgers those that are asked, and no other; one that is not there is passed over, and so is one that another pipeline has made, whose
 *   name may lead to the same schema: whoever may see the one may not see the other
 * @param most of each ledger
 */
export async function findOrders(
  ask: Ask,
  ledgers: readonly LedgerOfPipeline[],
  number: string,
  most: number,
): Promise<FoundOrder[]> {
  const there = await ask(
    `SELECT n.nspname AS name FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
     WHERE n.nspname = ANY($1::text[]) AND c.relname = 'kept_record' AND c.relkind = 'r' ORDER BY n.nspname`,
    [ledgers.map(({ schema }) => schema)],
  );
  const names = new Set(there.map(({ name }) => String(name)));
  const asked = ledgers.filter(({ schema }) => names.has(schema));
  const found: FoundOrder[] = [];
  for (let from = 0; from < asked.length; from += TOGETHER) {
    const some = asked.slice(from, from + TOGETHER);
    const each = some.map(
      ({ schema }, place) =>
        `(SELECT $${place + 3}::text AS pipeline, store, source_id, target_id, state, amount, currency, booked_on FROM ${quoted(schema)}.kept_record
          WHERE entity = 'orders' AND (lower(source_id) = lower($1) OR (target_id IS NOT NULL AND lower(target_id) = lower($1)))
            AND EXISTS (SELECT FROM ${quoted(schema)}.note WHERE scope = '${IDENTITY}' AND name = 'pipeline' AND value = $${place + 3}::text) ORDER BY store, source_id LIMIT $2)`,
    );
    const values = [encodeText(number), most, ...some.map(({ pipeline }) => encodeText(pipeline))];
    found.push(...(await ask(each.join(' UNION ALL '), values)).map(orderOf));
  }
  return found;
}

function orderOf(row: Readonly<Record<string, unknown>>): FoundOrder {
  const text = (name: string): string | null => {
    const value = row[name];
    return typeof value === 'string' ? decodeText(value) : null;
  };
  return {
    pipeline: text('pipeline') ?? '',
    store: text('store') ?? '',
    sourceId: text('source_id') ?? '',
    targetId: text('target_id'),
    state: text('state') ?? '',
    amount: text('amount'),
    currency: text('currency'),
    bookedOn: text('booked_on'),
  };
}
