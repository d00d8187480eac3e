import { afterEach, expect, test } from 'vitest';
import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import { ExportDestination } from '../../../src/operations/export/export-destination.ts';
import type { Destination } from '../../../src/run/protocol/destination.ts';
import { PlanDestination } from '../../../src/run/protocol/plan-destination.ts';
import { PrimaryDestination } from '../../../src/run/protocol/primary-destination.ts';
import { fresh } from '../../rules/support/fresh-order.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';

let stores: TwoStores;
afterEach(() => stores.close());

/** What a run gave a destination to add, by entity. */
type Given = Readonly<Record<string, readonly unknown[]>>;

async function given(destination: Destination): Promise<Given> {
  const added: Record<string, unknown[]> = {};
  const recording: Destination = {
    keeps: destination.keeps,
    isByFile: destination.isByFile,
    foreseen: (step) => destination.foreseen(step),
    open(step) {
      const target = destination.open(step);
      return {
        ...target,
        write: (items: readonly LoadItem<never>[]) => {
          if (step.action === 'add') added[step.entity] = [...(added[step.entity] ?? []), ...items];
          return target.write(items);
        },
      };
    },
  };
  const { status } = await stores.run({ destination: recording });
  expect(status).toBe('good');
  return added;
}

/** By target id, without what files alone say of themselves, and what is different from batch to batch. */
function drafts(given: Given): Given {
  const plain = JSON.parse(JSON.stringify(given).replaceAll(/, by a file|by a file, /g, '')) as Record<string, Item[]>;
  return Object.fromEntries(
    Object.entries(plain).map(([entity, items]) => [
      entity,
      items.map(({ targetId, draft }) => ({ targetId, draft })).sort((a, b) => (a.targetId < b.targetId ? -1 : 1)),
    ]),
  );
}

interface Item {
  readonly targetId: string;
  readonly draft: unknown;
}

const writes = (): number => stores.main.requests.filter(({ write }) => write).length;

test('a plan, an export and a run are given the same drafts, and the first two write nothing', async () => {
  stores = await startTwoStores({
    orders: [orderSeed({ OrderID: 'N100' })],
    rules: { products: { policy: 'prefix', skuPrefix: 'W-' }, customers: { policy: 'match' } },
  });
  // The ledger is there then, so that all of them write in the name of one.
  expect((await stores.run()).status).toBe('good');
  const before = writes();
  for (const [place, OrderID] of ['N101', 'N102', 'N103'].entries()) {
    stores.west.panel.addOrder(
      fresh(OrderID, {
        Username: `buyer${place}`,
        Email: `buyer${place}@example.com`,
        BillLastName: `Buyer ${place}`,
        ShipLastName: `Buyer ${place}`,
        OrderLine: [{ SKU: place === 0 ? 'BOOK' : 'MUG', Quantity: 1, UnitPrice: '20.00' }],
        OrderPayment: [{ PaymentType: 'Cash', Amount: '20.00', DatePaid: '2026-07-10 02:30:00' }],
      }),
    );
  }
  const planned = await given(new PlanDestination());
  const destination = new ExportDestination();
  const exported = await given(destination);
  expect(writes()).toBe(before);
  const run = await given(new PrimaryDestination());
  expect(writes()).toBeGreaterThan(before);
  expect(Object.fromEntries(Object.entries(run).map(([entity, items]) => [entity, items.length]))).toEqual({
    products: 1,
    customers: 3,
    orders: 3,
    payments: 3,
  });
  expect(drafts(planned)).toEqual(drafts(run));
  expect(drafts(exported)).toEqual(drafts(run));
  for (const [entity, kept] of Object.entries(destination.drafts()))
    expect(kept, entity).toEqual(exported[entity]?.map((item) => (item as Item).draft));
}, 60_000);
