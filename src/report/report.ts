import type { Pipeline } from '../config/pipeline.ts';
import { financialEntities } from '../entities/registry.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import { readLastProofs } from '../proof/proof-state.ts';
import type { Reconciliation } from '../reconcile/result.ts';
import { readVerdict } from '../verdict/verdict.ts';
import { knownOf } from './decided.ts';
import { readDecisions } from './decision-section.ts';
import { type Period, within } from './figures.ts';
import { reportPage } from './page.ts';

interface ReportOptions {
  readonly pipeline: Pipeline;
  /** As it was given, for commands to go on with. */
  readonly file: string;
  readonly period: Period;
  /** A fresh comparison of the stores, to be shown as well. */
  readonly reconciliation: Reconciliation | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Runs looked at for the requests. */
const RUNS = 200;

/** The page, from what the ledger holds; no store is asked. @throws ConsolidatorError `ledger-missing` */
export async function makeReport({ pipeline, file, period, reconciliation, now }: ReportOptions): Promise<string> {
  const keeper = keeperOf(pipeline);
  if (!(await keeper.exists())) {
    throw new ConsolidatorError(
      'ledger-missing',
      `There is no ledger at ${keeper.name} yet, so there is nothing to report.`,
    );
  }
  const ledger = await keeper.openToLook();
  try {
    const all = await ledger.financialRecords(financialEntities().map(({ name }) => name));
    const financialRecords = all.filter((record) => within(period, record));
    const at = instantOfMilliseconds(now);
    const known = await knownOf(reconciliation?.differences ?? [], {
      ledger,
      orders: all.filter(({ entity }) => entity === 'orders'),
      timeZones: Object.fromEntries(pipeline.secondaries.map(({ name, timezone }) => [name, timezone])),
      now: at,
    });
    return reportPage({
      pipeline,
      file,
      at,
      period,
      orders: financialRecords.filter(({ entity }) => entity === 'orders'),
      payments: financialRecords.filter(({ entity }) => entity === 'payments'),
      others: financialRecords.filter(({ entity }) => entity !== 'orders' && entity !== 'payments'),
      quarantined: await ledger.quarantined(),
      runs: await ledger.runs(RUNS),
      proofs: await readLastProofs(ledger, pipeline),
      reconciliation,
      known,
      decisions: await readDecisions(ledger),
      verdict: await readVerdict(ledger, pipeline, now),
    });
  } finally {
    await ledger.close();
  }
}
