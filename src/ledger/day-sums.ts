import type { EntityName } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { ReasonCode } from '../model/reasons.ts';
import type { LocalDate } from '../model/time.ts';
import type { StateName } from './record.ts';

/** Accounting dates, compared as text. */
export interface DayRange {
  readonly from: LocalDate;
  /** The first day that is not among them. */
  readonly before: LocalDate;
}

/** What records come to that are alike in all else that is told. */
export interface DaySum {
  readonly store: string;
  readonly entity: EntityName;
  readonly bookedOn: LocalDate;
  readonly state: StateName;
  readonly reason: ReasonCode | null;
  /** How many they are. */
  readonly count: number;
  /** Exact; of those that have one. */
  readonly amount: Decimal;
  readonly tax: Decimal;
}

/** Of all records that have an accounting date and are neither staged nor being written. In no order. */
export interface DaySums<Record> {
  /** What is alike may stand in several of these. None is of records that were skipped and have a target id. */
  readonly sums: readonly DaySum[];
  /**
   * Those that stand in no sum: with a difference that somebody has accepted, skipped with a target id, and whatever else the
   * storage can't add exactly.
   */
  readonly apart: readonly Record[];
}
