import { order } from '../../entities/order/definition.ts';
import { entities } from '../../entities/registry.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { describeIds, examplesOf, type RunWarning } from '../context/warnings.ts';

/** Of the API's answers; what files bore is said with each file. */
export function charactersLeftOut({ fixed, source }: StoreRun): RunWarning[] {
  return [...source.charactersLeftOut].map(([list, ids]) => {
    const entity = entities.find(({ read }) => read.list === list)?.name ?? order.name;
    const what = ids.size === 1 ? 'It' : 'They';
    const message = `${describeIds(ids, 'record')} of ${list}: ${what} contained control characters, which no XML can carry; the copies are without them.`;
    return {
      store: fixed.store,
      entity,
      sourceId: examplesOf(ids)[0] ?? '',
      code: 'characters-left-out',
      message,
      count: ids.size,
    };
  });
}
