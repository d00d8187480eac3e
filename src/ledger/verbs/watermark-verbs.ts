import { ConsolidatorError } from '../../model/errors.ts';
import { type Instant, instantSchema } from '../../model/time.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerChanges, LedgerStorage, WatermarkKey } from '../storage/storage.ts';
import { forward, isSoundBound } from '../transitions/watermarks.ts';
import { CHANGES, type TakenBack, type WatermarkLimits } from '../watermark.ts';
import { runsBefore, summaryOf } from './find-runs.ts';
import type { Steps } from './steps.ts';

type WatermarkVerbs = Pick<Ledger, 'watermark' | 'completeWindow' | 'takeBackWatermarks'>;

export function watermarkVerbs(steps: Steps): WatermarkVerbs {
  const { storage } = steps;
  let whole: number | undefined;
  /** How a run was begun never changes, so one is asked about once. */
  const refuseNarrowed = async (run: number): Promise<void> => {
    if (run === whole) return;
    const [entry] = await storage.runs({ id: run, limit: 1 });
    if (entry?.narrowed !== false)
      throw new ConsolidatorError('internal', `Run ${run} is narrowed or unknown, and must move no watermark.`);
    whole = run;
  };
  return {
    watermark: (store, entity, name = CHANGES) => storage.watermark({ store, entity, name }),
    async completeWindow(run, store, entity, upTo, name = CHANGES) {
      await steps.changes(async () => {
        await refuseNarrowed(run);
        const key: WatermarkKey = { store, entity, name };
        const before = await storage.watermark(key);
        const after = forward(before, upTo);
        const watermarks = after === before ? [] : [{ ...key, before, after }];
        return { result: undefined, changes: { watermarks } };
      });
    },
    async takeBackWatermarks(run, store, names, limits) {
      const taken = await steps.changes(async () => {
        await refuseNarrowed(run);
        const all = new Map((await storage.watermarks(store)).map((one) => [`${one.entity} ${one.name}`, one.upTo]));
        const result: TakenBack[] = [];
        for (const { entity, name } of names) {
          const from = all.get(`${entity} ${name}`);
          if (from === undefined || from <= limits.latest) continue;
          result.push({ entity, name, from, to: await lastSoundBound(storage, run, store, limits) });
        }
        return { result, changes: changesOf(steps, run, store, result) };
      });
      return taken.result;
    },
  };
}

/** The only time that a watermark moves back. */
function changesOf(steps: Steps, run: number, store: string, taken: readonly TakenBack[]): LedgerChanges {
  return {
    watermarks: taken.map(({ entity, name, from, to }) => ({ store, entity, name, before: from, after: to })),
    audit: taken.map(({ entity, name, from, to }) => {
      const what = name === CHANGES ? 'watermark' : `mark ${name}`;
      const detail = `${what} from ${from} to ${to ?? 'the beginning'}`;
      return { key: { store, entity, sourceId: '' }, entry: { at: steps.now(), run, event: 'taken-back', detail } };
    }),
  };
}

/** The bound of the last whole run of this store that read by a clock that can have been right. */
async function lastSoundBound(
  storage: LedgerStorage,
  run: number,
  store: string,
  limits: WatermarkLimits,
): Promise<Instant | null> {
  for await (const { narrowed, summary, startedAt } of runsBefore(storage, run)) {
    if (narrowed || summary === null) continue;
    const bound = instantSchema.safeParse(summaryOf(summary).bound?.[store]);
    if (bound.success && isSoundBound({ startedAt, bound: bound.data }, limits)) return bound.data;
  }
  return null;
}
