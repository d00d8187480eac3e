import type { Finding } from '../../entities/comparing/finding.ts';
import type { OfOrder, Shown } from '../../entities/definition/reads.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { SeenDifference } from '../../model/accepted.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';

/** What can be linked to a record that somebody has entered: an order by its number, what belongs to one by its amount. */
export const linkable = ['orders', 'payments', 'rmas'] as const satisfies readonly EntityName[];

/** What both kinds of links are judged with. */
export interface Linking {
  readonly ledger: Ledger;
  readonly primary: NetoClient;
  readonly store: StoreRun;
  readonly rules: StoreRules;
  readonly record: LedgerRecord;
  readonly as: readonly string[];
  readonly why: string;
  /** Its copy is gone or cancelled in the primary, and what was entered takes the place of that. */
  readonly replaces: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** All that a store shows, since one that can't be read may be the one that is meant. @throws ConsolidatorError */
export function readable<Found extends OfOrder>({ fixed: { store } }: StoreRun, shown: Shown<Found>): readonly Found[] {
  const [first] = shown.unreadable;
  if (first === undefined) return shown.found;
  throw new ConsolidatorError('answer-unexpected', first.problem, { store, record: first.id });
}

export function seenOf({ key, meant, held }: Finding): SeenDifference {
  return { key, meant, held };
}
