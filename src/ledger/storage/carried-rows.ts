import { createHash } from 'node:crypto';
import type { LedgerDigest } from '../backup.ts';
import type { RecordState } from '../record-state.ts';
import type { RunEntry } from '../run-entry.ts';
import type { KeptAuditEntry, Note, RunOutcome, Stored, StoredIntent, Watermark } from './storage.ts';

/** One row of all that a ledger holds, as any storage can take it over, letter by letter. */
export type CarriedRow =
  | { readonly of: 'note'; readonly value: Note }
  | { readonly of: 'watermark'; readonly value: Watermark }
  | { readonly of: 'run'; readonly value: RunEntry }
  | { readonly of: 'record'; readonly value: Stored<RecordState> }
  | { readonly of: 'intent'; readonly value: Stored<StoredIntent> }
  | { readonly of: 'audit'; readonly value: KeptAuditEntry & { readonly id: number } }
  | { readonly of: 'outcome'; readonly value: RunOutcome };

/** Rows of one moment. Records come before what is about them; all of one kind in the order of their names or numbers. */
export type CarriedRows = AsyncIterable<readonly CarriedRow[]>;

/** Passes rows on, and knows in the end what they came to. */
export class Digesting {
  readonly #hash = createHash('sha256');
  readonly #rows = { note: 0, watermark: 0, run: 0, record: 0, intent: 0, audit: 0, outcome: 0 };

  async *through(all: CarriedRows): CarriedRows {
    for await (const some of all) {
      for (const row of some) {
        this.#hash.update(`${JSON.stringify(row, inOrder)}\n`);
        this.#rows[row.of] += 1;
      }
      yield some;
    }
  }

  digest(): LedgerDigest {
    return { sha256: this.#hash.copy().digest('hex'), rows: { ...this.#rows } };
  }
}

export async function digestOf(all: CarriedRows): Promise<LedgerDigest> {
  const digesting = new Digesting();
  for await (const _ of digesting.through(all));
  return digesting.digest();
}

/** In which order a storage tells the fields of a record says nothing. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
