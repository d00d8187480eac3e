import type { z } from 'zod';
import type { Decimal } from '../../model/money.ts';
import type { Instant, LocalDate } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { FixedRules } from '../../transform/rules.ts';
import type { Finding } from '../comparing/finding.ts';

/** As the results of `reconcile` call an entity: a return is a refund there. */
export type ReconciledName = 'order' | 'payment' | 'refund' | (string & z.core.$brand<'ReconciledName'>);

/** What `reconcile` asks an end for. */
export interface AskedRecords {
  readonly rules: FixedRules;
  readonly from: LocalDate;
  /** null: until now. */
  readonly to: LocalDate | null;
  readonly signal?: AbortSignal | undefined;
}

/** One record as its store shows it now, or its copy as the primary does. */
export interface RecordAtEnd<Shown> {
  /** In its own store; of a copy, as its reference says. */
  readonly sourceId: string;
  /** Of a copy its id in the primary; null of a record of a store. */
  readonly targetId: string | null;
  readonly shown: Shown;
  readonly amount: Decimal;
  readonly day: LocalDate | null;
  /** When its store shows it to have changed last; null where it shows no such moment. */
  readonly updatedAt: Instant | null;
}

/** How records that hang on no order are read at both ends and compared, without asking the ledger. */
export interface Ends<Source = unknown, Existing = unknown> {
  /** All of these days that its store has and that count. */
  atSource(client: NetoClient, asked: AskedRecords): Promise<readonly RecordAtEnd<Source>[]>;
  /** All that the primary has and that bears a reference of this store. */
  inPrimary(primary: NetoClient, asked: AskedRecords): Promise<readonly RecordAtEnd<Existing>[]>;
  compare(source: Source, existing: Existing, asked: AskedRecords): readonly Finding[];
}

export interface Reconciles {
  readonly name: ReconciledName;
  /** Left out of orders and of what belongs to them, which are compared together, order by order. */
  readonly ends?: Ends | undefined;
}
