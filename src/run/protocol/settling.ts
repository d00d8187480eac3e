import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import type { OpenIntent } from '../../ledger/intent.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { Instant } from '../../model/time.ts';
import type { NoteDifferences } from './batch.ts';

export interface SettleIntents<Draft, Existing> {
  readonly ledger: Ledger;
  readonly run: number;
  readonly target: LoadTarget<Draft, Existing>;
  readonly hasNextStep: boolean;
  readonly outcome?: 'created' | 'updated' | undefined;
  readonly quarantineReason?: QuarantineReason | undefined;
  readonly note?: NoteDifferences | undefined;
  /** The write sets a state, so that doing it twice does no more than once: one look-up is enough to do it again. */
  readonly repeatable?: boolean | undefined;
  /** Open intents of one entity and action, each with what was meant, made anew from the staged record. */
  readonly open: readonly { readonly intent: OpenIntent; readonly item: LoadItem<Draft> }[];
  /** Seconds from the first look-up to the one that may call it absent. */
  readonly settleAfterSeconds: number;
  /** Nothing counts as absent before: whoever was at work before may have sent it late. */
  readonly notAbsentBefore?: Instant | undefined;
  readonly now: Instant;
  /** By the primary's own clock; null where it tells no time. */
  readonly storeTime?: Instant | null | undefined;
}
