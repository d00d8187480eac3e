import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { pacedStore, type StoreRun } from '../../session/store-run.ts';

import type { DailyWork, OrderRun, ReadingRun, RunBasics, WriteGates } from './parts.ts';

/** What all stages of one run share. */
export interface RunContext extends OrderRun, WriteGates, DailyWork {}

export function primaryHost({ pipeline }: Pick<RunBasics, 'pipeline'>): string {
  return new URL(pipeline.primary.url).host;
}

export function selected(
  { narrowing }: Pick<RunBasics, 'narrowing'>,
  { secondary }: StoreRun,
  entity: EntityName,
): boolean {
  return secondary.entities.includes(entity) && (narrowing.entities?.includes(entity) ?? true);
}

/** The same run for daily work: its requests keep to that work's share of the stores' limits. */
export function pacedContext<Context extends ReadingRun & DailyWork>(context: Context): Context {
  const { daily, primary, stores } = context;
  return {
    ...context,
    primary: daily.paced(primary),
    stores: stores.map((store) => pacedStore(store, daily.pacing(store.source))),
  };
}

/** Between two steps, so that none is cut in half. @throws ConsolidatorError `stopped` */
export function stopIfAsked({ signal }: Pick<RunBasics, 'signal'>): void {
  if (signal?.aborted === true) throw new ConsolidatorError('stopped', 'Stopped as asked, between two steps.');
}
