import { expect, test } from 'vitest';
import { ListedHeads } from '../../../src/entities/order/read/listed-heads.ts';
import { listChangedOrders } from '../../../src/entities/order/read/read.ts';
import type { Instant } from '../../../src/model/time.ts';
import { type SeenRequest, withStore } from '../../neto/scripted-store.ts';

const at = (minute: number) => `2026-07-01T00:${String(minute).padStart(2, '0')}:00Z` as Instant;
const netoText = (instant: string) => instant.replace('T', ' ').slice(0, 19);
const window = { from: at(0), upTo: at(50), listedTo: at(55), pageSize: 2 };

/** Orders that changed at these minutes, those that changed last at the end, as a store lists them page by page. */
function listing({ filter }: SeenRequest, orders: ReadonlyMap<string, number>) {
  const { DateUpdatedFrom: from = '', DateUpdatedTo: to = '9', Page, Limit } = filter as Record<string, string>;
  const rows = [...orders]
    .map(([OrderID, minute]) => ({ OrderID, DateUpdated: netoText(at(minute)) }))
    .filter(({ DateUpdated }) => DateUpdated >= from && DateUpdated <= to)
    .sort((one, other) => one.DateUpdated.localeCompare(other.DateUpdated));
  const start = Number(Page) * Number(Limit);
  return { Ack: 'Success', CurrentTime: netoText(at(50)), Order: rows.slice(start, start + Number(Limit)) };
}

function heads(orders: readonly (readonly [string, number])[]): ListedHeads {
  const listed = new ListedHeads();
  listed.put(orders.map(([id, minute]) => ({ id, updatedAt: at(minute), payments: 0, completedAt: null })));
  return listed;
}

/** How often the whole window was listed from its beginning. */
const passesOver = (seen: readonly SeenRequest[]) =>
  seen.filter(({ filter }) => filter['Page'] === '0' && filter['DateUpdatedTo'] === netoText(window.listedTo)).length;

test('what was just listed of a window stands for its first pass, and what lies before that is listed', async () => {
  const orders = new Map([['N1', 1], ['N2', 2], ['N3', 31], ['N4', 32], ['N5', 33]]); // biome-ignore format: one line
  const listed = { from: at(30), heads: heads([...orders].slice(2)) };
  await withStore((request) => listing(request, orders), async (client, seen) => {
    expect((await listChangedOrders(client, { ...window, listed })).sort()).toEqual([...orders.keys()]);
    // The second pass alone, since that brings nothing new.
    expect(passesOver(seen)).toBe(1);
  }); // biome-ignore format: one block
});

test('what it left out is found by the pass that follows in any case, and another follows that one', async () => {
  const orders = new Map([['N1', 31], ['N2', 32], ['N3', 33]]); // biome-ignore format: one line
  const listed = { from: at(0), heads: heads([['N1', 31], ['N3', 33]]) }; // biome-ignore format: one line
  await withStore((request) => listing(request, orders), async (client, seen) => {
    expect((await listChangedOrders(client, { ...window, listed })).sort()).toEqual(['N1', 'N2', 'N3']);
    expect(passesOver(seen)).toBe(2);
  }); // biome-ignore format: one block
});

test('of what was listed only that counts which lies in the window', async () => {
  const orders = new Map([['N2', 32]]);
  const listed = { from: at(0), heads: heads([['N1', 1], ['N2', 32]]) }; // biome-ignore format: one line
  await withStore((request) => listing(request, orders), async (client) => {
    expect(await listChangedOrders(client, { ...window, from: at(10), listed })).toEqual(['N2']);
  }); // biome-ignore format: one block
});

test('what was listed is kept as it was listed last, page by page, in the order in which it came first', () => {
  const listed = new ListedHeads();
  const all = Array.from({ length: 1_100 }, (_, number) => ({
    id: `N${number}`,
    updatedAt: number % 3 === 0 ? null : at(number % 60),
    payments: number % 2,
    completedAt: number % 5 === 0 ? at(number % 59) : null,
  }));
  listed.put(all);
  const again = { id: 'N7', updatedAt: at(59), payments: 3, completedAt: null };
  listed.put([again]);
  const pages = [...listed.pages()];
  expect(pages.flat()).toEqual(all.map((head) => (head.id === again.id ? again : head)));
  expect(pages.length).toBeGreaterThan(2);
});
