import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { csv, orderRow } from './support/importing.ts';
import { heldIn, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const mug = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' };

const changes: readonly (readonly [id: string, field: string, Partial<OrderSeed>])[] = [
  ['N1', 'username is', { Username: 'somebody' }],
  ['N2', 'GST is', { OrderTax: '0.00' } as Partial<OrderSeed>],
  ['N3', 'invoice date is', { DateInvoiced: '2026-09-14' }],
  ['N4', 'SKU is', { OrderLine: [{ ...mug, SKU: 'BOOK' }] }],
  ['N5', 'quantity is', { OrderLine: [{ ...mug, Quantity: 2, UnitPrice: '5.50' }] }],
];

/** A store that is read from files alone, with an order for each change and one that nobody changes. */
async function withCopies(use: (stores: TwoStores, later: () => void) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-09-20T00:00:00Z');
  await withTwoStores({ clock: () => now, rules: { source: { files: 'in/*' } } }, async (stores) => {
    mkdirSync(join(stores.home, 'in'));
    const file = join(stores.home, 'orders.csv');
    writeFileSync(file, csv([...changes.map(([id]) => id), 'N6'].map((id) => orderRow(id, '11.00'))));
    const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
    const imported = await stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
    expect([heldIn(imported), stores.main.orders().length]).toEqual([[], 6]);
    const later = () => {
      now += DAY;
    };
    expect(heldIn(await stores.run())).toEqual([]);
    later();
    await use(stores, later);
  });
}

test('what staff change on copies of a store that is fed by files is quarantined within a day, field by field', () =>
  withCopies(async (stores, later) => {
    for (const [id, , change] of changes) stores.main.panel.changeOrder(id.replace('N', 'W'), change);
    const summary = await stores.run();
    expect(heldIn(summary)).toEqual(changes.map(([id]) => `orders ${id}: copy-changed`));
    for (const [id, field] of changes) {
      expect(summary.quarantine.find(({ sourceId }) => sourceId === id)?.reason).toContain(field);
    }
    expect(summary.warnings.map(({ code }) => code)).not.toContain('copies-not-compared');
    later();
    expect(heldIn(await stores.run())).toHaveLength(changes.length);
  }));

test('copies of an earlier version, of which nothing was noted, are said once and compared from then on', () =>
  withCopies(async (stores, later) => {
    const database = new DatabaseSync(stores.ledgerFile);
    database.exec("DELETE FROM note WHERE scope = (SELECT id FROM scope WHERE text = 'learned/made-from-file')");
    database.close();
    const said = async () => (await stores.run()).warnings.filter(({ code }) => code === 'copies-not-compared');
    expect(await said()).toMatchObject([{ store: 'west', count: 6 }]);
    stores.main.panel.changeOrder('W1', { Username: 'somebody' });
    later();
    const next = await stores.run();
    expect(heldIn(next)).toEqual(['orders N1: copy-changed']);
    expect(next.warnings.map(({ code }) => code)).not.toContain('copies-not-compared');
  }));
