import type { Arrivals } from '../arrival/verdicts.ts';
import type { ReconciledName } from '../entities/definition/reconciles.ts';
import type { ListedEnd } from '../entities/order/read/read.ts';
import type { Decimal } from '../model/money.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import type { RunContext } from './context/context.ts';

/**
 * What the ledger has to say of a difference that was found without it. Only `unexplained` is one that the books have and
 * nobody knows of.
 * - `quarantined`: the record, or its order, waits for a person.
 * - `under-way`: changed in its store since it was read, or not decided yet; the next runs settle it.
 * - `decided`: a person let it stand as it is, with a reason.
 * - `dropped`: a person dropped the record, with a reason.
 * - `left-out`: a rule leaves the record out, for a reason that the record alone does not tell.
 * - `next-run`: a person has decided about it (retried, accepted), and the next run takes that up.
 * - `gst-rounding`: GST that differs by no more than rounding explains.
 * - `before-this-version`: found by the first proof of a ledger that had copies already.
 */
export const proofLabels = [
  'quarantined',
  'under-way',
  'decided',
  'dropped',
  'left-out',
  'next-run',
  'gst-rounding',
  'before-this-version',
  'unexplained',
] as const;
export type ProofLabel = (typeof proofLabels)[number];

/** What is compared between the primary and Xero. */
export const inXero = ['invoice', 'invoice-payment', 'credit-note'] as const;
export type InXero = (typeof inXero)[number];

export function isInXero(entity: string): entity is InXero {
  return inXero.some((one) => one === entity);
}

/** A difference that nothing explains, or one from before this version. */
export interface ProofDifference {
  readonly store: string;
  readonly entity: ReconciledName | InXero;
  readonly kind: 'missing' | 'extra' | 'different' | 'doubled';
  /** What differs; null where a whole record is missing, extra or doubled. */
  readonly field: string | null;
  /** Of the order that it is about, in its own store; null where only the sales channel ties it to one. */
  readonly orderId: string | null;
  /** Of the order or payment in its own store. */
  readonly sourceId: string | null;
  /** Of the order in the primary. */
  readonly targetId: string | null;
  readonly day: LocalDate | null;
  /** The day of the proof that found it first. */
  readonly since: LocalDate;
  readonly message: string;
  readonly remedy: string;
}

/** What one side counts in the period. */
export interface ProvenSide {
  readonly orders: number;
  readonly payments: number;
  /** Closed ones. */
  readonly returns: number;
  readonly total: Decimal;
}

export interface StoreProof {
  readonly store: string;
  /** `put-off`: it could not be compared, for the reason in `why`; the next run tries again. */
  readonly state: 'done' | 'under-way' | 'put-off';
  readonly why: string | null;
  /** Accounting dates. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly secondary: ProvenSide;
  readonly primary: ProvenSide;
  /** How many differences were found, by what the ledger says of them. */
  readonly labels: Readonly<Partial<Record<ProofLabel, number>>>;
  /** What all that differs by rounding comes to: the primary's GST, less the secondary's. */
  readonly gstRounding: Decimal;
  /** How many of those from before this version there are of each cause: `order different total`. */
  readonly beforeThisVersion: Readonly<Record<string, number>>;
  /** From before this version, and seen for the first time. */
  readonly firstSeen: boolean;
  /** The unexplained ones. */
  readonly differences: readonly ProofDifference[];
  /** What a person accepted that changes what the books come to, by name; left out by earlier versions. */
  readonly accepted?: readonly AcceptedDifference[] | undefined;
}

export interface AcceptedDifference {
  readonly entity: ReconciledName;
  readonly orderId: string | null;
  readonly targetId: string | null;
  /** In a sentence, with the amount. */
  readonly message: string;
}

/** What the daily proof of a run found, of the stores that were to be proven in it. */
export interface Proof {
  /** The primary's day, which begins at 02:00. */
  readonly day: LocalDate;
  readonly stores: readonly StoreProof[];
  /** What Xero showed of it, where it was looked at in this run. */
  readonly books?: Arrivals | undefined;
}

/** When the two sides are compared: once a day, in this run in any case, or not in this run. */
export type ProofWanted = 'daily' | 'now' | 'never';

/**
 * Compares both sides without the ledger, and says of each difference what the ledger knows of it. Given to a run from
 * above, since what compares is built on what runs. `bound` is by store: up to when this run has read it. null where
 * nothing is due.
 */
export interface Prover {
  /** Before anything is read: whether the ledger has copies of earlier versions is seen now. */
  begin(context: RunContext): Promise<void>;
  prove(
    context: RunContext,
    options: {
      readonly wanted: ProofWanted;
      readonly bound: Readonly<Record<string, Instant>>;
      /** The folder that all processes of this user share. */
      readonly home: string;
      /** What the primary has listed as changed when this run was closed; left out where it was not. */
      readonly changed?: ListedEnd | undefined;
    },
  ): Promise<Proof | null>;
}

/** Of a store of which nothing is in the primary yet, that all else agrees would prove nothing. */
export function provesNothing({ primary }: Pick<StoreProof, 'primary'>): boolean {
  return primary.orders + primary.payments + primary.returns === 0;
}

/** What makes the run that proved end with 4. */
export function unexplainedIn(proof: Proof | null): readonly ProofDifference[] {
  return (proof?.stores ?? []).flatMap(({ state, differences }) => (state === 'done' ? differences : []));
}
