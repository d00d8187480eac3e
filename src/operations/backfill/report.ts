import type { LocalDate } from '../../model/time.ts';
import type { RunSummary } from '../../run/summary.ts';
import type { DayRange } from './slices.ts';

export interface SliceReport extends DayRange {
  /** `open`: stopped or failed; the same command goes on with it. */
  readonly state: 'done' | 'done-before' | 'open' | 'planned';
  /** Number of the run in the ledger that worked on it last. */
  readonly run: number | null;
  /** By store and entity, as in the document of `run`. */
  readonly stores: RunSummary['stores'];
  readonly amounts: RunSummary['amounts'];
}

/** A copy of marked days that the books may get, or got, all the same. */
export interface Unmarked {
  readonly sourceId: string;
  readonly targetId: string;
  readonly why: string;
  readonly remedy: string;
}

export interface BackfillReport {
  readonly pipeline: string;
  readonly store: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly alreadyInAccounting: boolean;
  readonly dryRun: boolean;
  readonly status: RunSummary['status'];
  readonly slices: readonly SliceReport[];
  /** With `--already-in-accounting`: copies that were made without the mark and can't be given it any more. */
  readonly unmarked: readonly Unmarked[];
  /** Of all slices that were worked on. */
  readonly worthALook: RunSummary['worthALook'];
  readonly quarantine: RunSummary['quarantine'];
  readonly differences: RunSummary['differences'];
  readonly problems: RunSummary['problems'];
}

export function sliceReport({ from, to }: DayRange, summary: RunSummary, dryRun: boolean): SliceReport {
  const { run, stores, amounts, problems, status } = summary;
  const whole = problems.length === 0 && status !== 'stopped';
  return { from, to, state: whole ? (dryRun ? 'planned' : 'done') : 'open', run: dryRun ? null : run, stores, amounts };
}

interface Asked extends DayRange {
  readonly pipeline: { readonly name: string };
  readonly store: string;
  readonly alreadyInAccounting?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** @param last the summary of the last slice that was worked on; its quarantine is all that is quarantined */
export function reportOf(
  asked: Asked,
  slices: readonly SliceReport[],
  last: RunSummary | undefined,
  found: Pick<BackfillReport, 'unmarked' | 'worthALook'>,
): BackfillReport {
  const { pipeline, store, from, to, alreadyInAccounting = false, dryRun = false } = asked;
  return {
    pipeline: pipeline.name,
    store,
    from,
    to,
    alreadyInAccounting,
    dryRun,
    status: last?.status ?? 'good',
    slices: [...slices].sort((a, b) => a.from.localeCompare(b.from)),
    ...found,
    quarantine: last?.quarantine ?? [],
    differences: last?.differences ?? [],
    problems: last?.problems ?? [],
  };
}
