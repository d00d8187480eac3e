import { sameKey } from '../../model/text-key.ts';
import type { Ledger } from '../ledger.ts';
import type { RecordState } from '../record-state.ts';
import type { Asked } from '../run-entry.ts';
import { keyOf } from '../transitions/parts.ts';
import type { Steps } from './steps.ts';

type RunVerbs = Pick<Ledger, 'beginRun' | 'finishRun' | 'countOnlySelected'>;

const PAGE = 500;

export function runVerbs(steps: Steps): RunVerbs {
  const { storage } = steps;
  return {
    beginRun: ({ narrowed }) => steps.inTurn(() => storage.beginRun({ at: steps.now(), narrowed })),
    finishRun: (run, status, summary) =>
      steps.inTurn(() => storage.finishRun(run, { at: steps.now(), status, summary })),
    countOnlySelected: (run, asked) => countOnlySelected(steps, run, asked),
  };
}

/** Takes out of the counts what the run neither decided nor was asked for. */
async function countOnlySelected(steps: Steps, run: number, asked: Asked): Promise<void> {
  await steps.changes(async () => {
    const keys = [];
    for (const { store, entity } of await steps.storage.countByState()) {
      for (let after = ''; ; ) {
        const anyOf = [{ store, entity, states: ['staged', 'writing'], inRun: { run, outcome: null } }] as const;
        const page = await steps.storage.records({ anyOf, after, limit: PAGE });
        keys.push(...page.filter(({ value }) => !isAskedFor(value, asked)).map(({ value }) => keyOf(value)));
        if (page.length < PAGE) break;
        after = page.at(-1)?.value.sourceId ?? '';
      }
    }
    return { result: undefined, changes: keys.length === 0 ? {} : { uncounted: { run, keys } } };
  });
}

function isAskedFor({ store, entity, parent, sourceId }: RecordState, { stores, entities, orders }: Asked): boolean {
  return (
    (stores === undefined || stores.includes(store)) &&
    (entities === undefined || entities.includes(entity)) &&
    (orders?.some((id) => sameKey(id, parent ?? sourceId)) ?? true)
  );
}
