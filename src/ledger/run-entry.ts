import type { EntityName } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { Instant } from '../model/time.ts';
import type { StateName } from './record.ts';

/** In place of a run's number: what a person decided between two runs, which uses up none. */
export const BY_A_PERSON = 0;

export interface Counts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly quarantined: number;
  readonly pending: number;
}

export interface RunPartKey {
  readonly store: string;
  readonly entity: EntityName;
  readonly outcome: Exclude<keyof Counts, 'read'>;
}

/** Records of one run that went the same way; those left out or quarantined are told apart by their reason. */
export interface RunPart extends RunPartKey {
  readonly reason: string | null;
  readonly count: number;
  /** Of orders their totals, of payments what was paid; zero for what has no amount. */
  readonly amount: Decimal;
  /** What a person let their copies come to beside that, more or less. */
  readonly accepted: Decimal;
}

export interface RunEntry {
  readonly id: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly status: string;
  readonly narrowed: boolean;
  /** The summary as JSON, as `run --output json` printed it. */
  readonly summary: string | null;
}

export interface Standing {
  readonly store: string;
  readonly entity: EntityName;
  readonly state: StateName;
  readonly count: number;
}

/** What a run is narrowed to, as far as it says which records are its; what is left out means all. */
export interface Asked {
  readonly stores?: readonly string[] | undefined;
  readonly entities?: readonly EntityName[] | undefined;
  /** Source ids of orders. */
  readonly orders?: readonly string[] | undefined;
}
