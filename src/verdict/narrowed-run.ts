import { z } from 'zod';
import { entityNames, plural, singular } from '../entities/kinds.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { counted, listed } from '../model/amounts-text.ts';
import { shellWord } from '../model/command-lines.ts';
import type { EntityName } from '../model/entities.ts';
import { localDateSchema } from '../model/time.ts';
import type { RunSummary } from '../run/summary.ts';

type AskedAlone = NonNullable<RunSummary['narrowing']>;

/** The last run, where a person narrowed it by options: what else is new it did not look at. */
export interface NarrowedRun {
  readonly run: number;
  readonly to: AskedAlone;
  readonly copied: readonly EntityCount[];
  /** Copies that were changed as their source was. */
  readonly changed: readonly EntityCount[];
}

interface EntityCount {
  readonly entity: EntityName;
  readonly count: number;
}

/** Of what `run` printed, only this is needed here; earlier versions did not say what a run was narrowed to. */
const summarySchema = z.object({
  narrowing: z.object({
    stores: z.array(z.string()).optional(),
    entities: z.array(z.custom<EntityName>((name) => typeof name === 'string')).optional(),
    orders: z.array(z.string()).optional(),
    since: localDateSchema.optional(),
    until: localDateSchema.optional(),
    limit: z.number().optional(),
  }),
  stores: z.record(z.string(), z.record(z.string(), z.object({ created: z.number(), updated: z.number() }))),
});

/**
 * The stores of which a run has read all that was new: those that it was narrowed to by nothing else, or all of the pipeline.
 * @param all their names
 */
export function storesReadInWhole({ narrowed, summary }: RunEntry, all: readonly string[]): readonly string[] {
  if (!narrowed) return all;
  const { data } = summarySchema.safeParse(JSON.parse(summary ?? 'null'));
  const { stores = [], ...rest } = data?.narrowing ?? {};
  return Object.values(rest).some((value) => value !== undefined) ? [] : stores;
}

/** Null where the last run was none of these, or has not ended. @param runs the latest first */
export function narrowedRun(runs: readonly RunEntry[]): NarrowedRun | null {
  const [last] = runs.filter(({ status }) => status !== 'undone');
  const { success, data } = summarySchema.safeParse(JSON.parse(last?.summary ?? 'null'));
  if (last === undefined || !success) return null;
  const { stores, narrowing } = data;
  const countOf = (outcome: 'created' | 'updated'): EntityCount[] =>
    entityNames()
      .map((entity) => {
        const parts = Object.values(stores).map((one) => one[entity]?.[outcome] ?? 0);
        return { entity, count: parts.reduce((sum, number) => sum + number, 0) };
      })
      .filter(({ count }) => count > 0);
  return { run: last.id, to: narrowing, copied: countOf('created'), changed: countOf('updated') };
}

/** @param isOnly whether there was no whole run, which is said beside */
export function narrowedSentences({ run, to, copied, changed }: NarrowedRun, isOnly: boolean): string[] {
  const words = (some: readonly EntityCount[]): string =>
    listed(some.map(({ entity, count }) => counted(count, singular(entity), plural(entity))));
  const done = [
    ...(copied.length === 0 && changed.length > 0 ? [] : [`copied ${words(copied) || 'nothing'}`]),
    ...(changed.length === 0 ? [] : [`changed the copies of ${words(changed)}`]),
  ];
  return [
    `Run ${run} looked at a part only (${narrowingWords(to)}): of that it ${listed(done)}.`,
    ...(isOnly
      ? []
      : [
          'What else is new or changed in the stores it did not look at, so no number here has it; the next whole run reads it.',
        ]),
  ];
}

/** Ids that are listed one by one. */
const NAMED = 3;

/** As the options that a person typed: `--store west --limit 5`. */
export function narrowingWords({ stores, entities, orders = [], since, until, limit }: AskedAlone): string {
  const option = (name: string, value: string | number): string => `--${name} ${shellWord(String(value))}`;
  return [
    ...(stores ?? []).map((one) => option('store', one)),
    ...(entities ?? []).map((one) => option('entity', one)),
    ...orders.slice(0, NAMED).map((one) => option('order', one)),
    ...(orders.length > NAMED ? [`and ${orders.length - NAMED} more orders`] : []),
    ...(since === undefined ? [] : [option('since', since)]),
    ...(until === undefined ? [] : [option('until', until)]),
    ...(limit === undefined ? [] : [option('limit', limit)]),
  ].join(' ');
}
