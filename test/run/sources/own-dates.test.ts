import { afterEach, expect, test } from 'vitest';
import type { EntityDefinition } from '../../../src/entities/definition/definition.ts';
import type { EntityReader } from '../../../src/entities/definition/reads.ts';
import { product } from '../../../src/entities/product/definition.ts';
import { registerEntity } from '../../../src/entities/registry.ts';
import { entityNameSchema } from '../../../src/model/entities.ts';
import { listDaily } from '../../../src/run/extract/daily-listing.ts';
import { type Spoil, withApi } from './ground.ts';

const name = entityNameSchema.parse('takings');
let takeOut = () => {};
afterEach(() => takeOut());

const record = (id: string) => ({ sourceId: id, hash: id, payload: '{}' });

/** Of days alone, and of no order: the takings of a till. */
function takings(asked: string[]): EntityDefinition {
  const reader: EntityReader = {
    async *inWindow({ from = '', listedTo }) {
      asked.push(from.slice(0, 10));
      yield { records: from < '2026-07-05' ? [record('early')] : [record('late')], quarantined: [] };
      expect(from < listedTo).toBe(true);
    },
    async *byIds(ids) {
      yield { records: ids.map(record), quarantined: [] };
    },
  };
  const read = { list: 'Taking', idOf: (key: string) => key, isReadInFull: () => true, of: () => reader } as const;
  return { ...product, name, feed: undefined, read: { ...read, windows: { by: 'own-dates' } } };
}

const selling: Spoil = (store, ledger) => ({
  ledger,
  store: {
    ...store,
    secondary: {
      ...store.secondary,
      entities: [...store.secondary.entities, name],
      payments: { ...store.secondary.payments, lookBackDays: 5 },
    },
  },
});

test('what has days alone and belongs to no order is read in the first run as well, and all of it once a day', async () => {
  const asked: string[] = [];
  takeOut = registerEntity(takings(asked));
  await withApi(async (ground) => {
    const opened = await ground.open({ spoil: selling });
    const { listed } = await opened.read();
    if (listed === undefined) throw new RangeError('Nothing goes on once a day');
    await listDaily(listed);
    expect(opened.ids(name)).toEqual(['late', 'early']);
    expect(asked).toEqual(['2026-07-15', '2026-06-30']);
  });
});
