import type { EntityName } from '../../model/entities.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { describeIds, examplesOf, type RunWarning } from '../context/warnings.ts';

const entityOfList: Readonly<Partial<Record<string, EntityName>>> = {
  Order: 'orders',
  Payment: 'payments',
  Rma: 'rmas',
  Customer: 'customers',
  Item: 'products',
};

/** Of the API's answers; what files bore is said with each file. */
export function charactersLeftOut({ fixed, client }: StoreRun): RunWarning[] {
  return [...client.charactersLeftOut].map(([list, ids]) => {
    const entity = entityOfList[list] ?? 'orders';
    const what = ids.size === 1 ? 'It' : 'They';
    const message = `${describeIds(ids, 'record')} of ${list}: ${what} held control characters, which no XML can carry; the copies are without them.`;
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
