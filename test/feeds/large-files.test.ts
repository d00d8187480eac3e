import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectFeed } from '../../src/feeds/read/inspect-feed.ts';
import { type FeedOrderEntry, readFeedOrders } from '../../src/feeds/read/read-orders.ts';
import { many } from '../support/many.ts';

/** As many as make a file that is read in many pieces, with orders across their ends. */
const ORDERS = many(3_000, 100_000);
const LINES = 3;
const header =
  'Order ID,Order Status,Approved,Tax Inclusive,Date Invoiced,Order Line SKU,Order Line Qty,Order Line Unit Price,Customer Instructions';
const options = { timeZone: 'Australia/Perth', given: new Map<string, string>() };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'large-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const idAt = (order: number): string => `N${1000 + order}`;

/** Some have a note in quotes, with characters of two to four bytes. */
function rowsOf(order: number): string[] {
  const note = order % 7 === 0 ? '"é’\u{1f9fa} ring, then ""wait"""' : 'none';
  const row = (line: number, text: string): string =>
    `${idAt(order)},Dispatched,y,y,2026-07-02,SKU-${order}-${line},${line + 1},7.95,${text}`;
  return Array.from({ length: LINES }, (_, line) => row(line, note));
}

function wholeFile(): string[] {
  return [header, ...Array.from({ length: ORDERS }, (_, order) => rowsOf(order)).flat()];
}

/** The line of the file, from 1, on which a line of an order stands. */
const lineOf = (order: number, line: number): number => 2 + order * LINES + line;

async function entriesOf(name: string, text: string): Promise<FeedOrderEntry[]> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  const entries: FeedOrderEntry[] = [];
  for await (const entry of readFeedOrders(await inspectFeed(file), options)) entries.push(entry);
  return entries;
}

function takenOf(entries: readonly FeedOrderEntry[]): string[] {
  return entries.flatMap((entry) => (entry.kind === 'order' ? [entry.found.order.id] : []));
}

function quarantinedOf(entries: readonly FeedOrderEntry[]): { sourceId: string; message: string }[] {
  return entries.flatMap((entry) => (entry.kind === 'quarantined' ? [entry.quarantined] : []));
}

const allIds = Array.from({ length: ORDERS }, (_, order) => idAt(order));

test('orders across the pieces in which a file is read come whole, each once', async () => {
  const entries = await entriesOf('whole.csv', `${wholeFile().join('\r\n')}\r\n`);
  expect(takenOf(entries)).toEqual(allIds);
  for (const [order, entry] of entries.entries()) {
    if (entry.kind !== 'order') throw new Error(JSON.stringify(entry));
    const { lines, deliveryInstruction } = entry.found.order;
    expect(lines.map(({ sku }) => sku)).toEqual([0, 1, 2].map((line) => `SKU-${order}-${line}`));
    expect(deliveryInstruction).toBe(order % 7 === 0 ? 'é’\u{1f9fa} ring, then "wait"' : 'none');
  }
});

test('of a thousand broken lines each is named by its line, and every order is taken or named', async () => {
  const rows = wholeFile();
  const broken = Array.from({ length: 1_000 }, (_, index) => index * Math.floor(ORDERS / 1_000));
  for (const order of broken) {
    const at = lineOf(order, 1) - 1;
    rows[at] = order % 2 === 0 ? (rows[at] ?? '').replace(',2,7.95,', ',two,7.95,') : `${idAt(order)},Dispatched,y`;
  }
  const entries = await entriesOf('broken.csv', `${rows.join('\n')}\n`);
  const quarantined = quarantinedOf(entries);
  expect([...takenOf(entries), ...quarantined.map(({ sourceId }) => sourceId)].sort()).toEqual([...allIds].sort());
  const named = new Set(quarantined.map(({ message }) => /broken\.csv:(\d+)/.exec(message)?.[1]));
  expect(broken.filter((order) => !named.has(String(lineOf(order, 1))))).toEqual([]);
  const byId = new Map(quarantined.map(({ sourceId, message }) => [sourceId, message]));
  for (const order of broken) expect(byId.get(idAt(order))).toContain(`:${lineOf(order, 1)}:1 `);
});

test('a file that was cut in a row names that line, and holds the orders beside it alone', async () => {
  const text = wholeFile().join('\n');
  const rows = text.slice(0, text.lastIndexOf('\n', text.length / 2) + 12).split('\n');
  const last = rows.length;
  const entries = await entriesOf('cut.csv', rows.join('\n'));
  const quarantined = quarantinedOf(entries);
  expect(quarantined.length).toBeGreaterThan(0);
  expect(quarantined.length).toBeLessThanOrEqual(3);
  for (const { message } of quarantined) expect(message).toContain(`cut.csv:${last}:1 `);
  const whole = Math.floor((last - 2) / LINES);
  const told = new Set([...takenOf(entries), ...quarantined.map(({ sourceId }) => sourceId)]);
  expect(allIds.slice(0, whole).filter((id) => !told.has(id))).toEqual([]);
});

test('a file that was cut within quotes is refused as a whole, before anything of it is given', async () => {
  const text = wholeFile().join('\n');
  const cut = text.slice(0, text.lastIndexOf('then ""wait', text.length / 2));
  const given: FeedOrderEntry[] = [];
  const file = path.join(folder, 'in-quotes.csv');
  await writeFile(file, cut);
  const reading = async (): Promise<void> => {
    for await (const entry of readFeedOrders(await inspectFeed(file), options)) given.push(entry);
  };
  await expect(reading()).rejects.toMatchObject({ code: 'feed-malformed' });
  await expect(reading()).rejects.toThrow(`in-quotes.csv:${cut.split('\n').length}:`);
  expect(given).toEqual([]);
});

test('a file that was put into itself, header left out, holds each order once or names it', async () => {
  const [head = '', ...rows] = wholeFile();
  const entries = await entriesOf('twice.csv', `${[head, ...rows, ...rows].join('\n')}\n`);
  expect(entries.length).toBe(ORDERS);
  const unsure = entries.filter((entry) => entry.kind !== 'order' || entry.repeats?.doubtful !== true);
  expect(unsure).toEqual([]);
});
