import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MonthPack, monthPackSchema } from '../../src/month/pack.ts';
import {
  gst,
  gstInPrimary,
  isOctober,
  methods,
  planted,
  type Sold,
  type Store,
  taxIn,
  total,
} from './support/october.ts';
import { startThreeStores, type ThreeStores } from './support/three-stores.ts';

const sold = planted(14);
let stores: ThreeStores;
let pack: MonthPack;
let code: number | null;
beforeAll(async () => {
  stores = await startThreeStores(sold);
  const run = await stores.command('run', 'pipeline.yaml', '--yes');
  expect(run.code, run.stdout).toBe(0);
  const ended = await stores.command('month', '2026-10', 'pipeline.yaml', '--out', 'october', '--output', 'json');
  code = ended.code;
  const { files: _, ...document } = JSON.parse(ended.stdout) as Record<string, unknown>;
  pack = monthPackSchema.parse(document);
}, 120_000);
afterAll(() => stores.close());

const cents = (text: string | undefined): number => Math.round(Number(text) * 100);
const sum = (all: readonly number[]): number => all.reduce((whole, one) => whole + one, 0);
const rowsOf = (name: string): Record<string, string>[] =>
  parse(readFileSync(join(stores.folder, 'october', `month-2026-10-${name}.csv`)), { bom: true, columns: true });

/** What was planted, of one store. */
function truthOf(name: Store) {
  const own = sold.filter(({ store }) => store === name);
  const october = own.filter(({ day }) => isOctober(day));
  const paid = own.flatMap((one) => one.paid).filter(({ day }) => isOctober(day));
  const returned = own.flatMap(({ returned: one }) => (one !== undefined && isOctober(one.day) ? [one] : []));
  const lines = october.flatMap((one) => one.lines);
  const ofCode = (wanted: string) => sum(lines.filter(([, one]) => one === wanted).map(([amount]) => amount));
  return { own, october, paid, returned, lines, ofCode };
}

describe.each(['west', 'south'] as const)('the month of %s', (name) => {
  const truth = truthOf(name);
  const month = () => {
    const found = pack.stores.find(({ store }) => store === name);
    if (found === undefined) throw new Error(`Nothing of ${name}`);
    return found;
  };

  test('has the sales of the days of October in its own time zone, from the first moment to the last', () => {
    for (const side of ['secondary', 'primary'] as const) {
      expect(month()[side].orders).toBe(truth.october.length);
      expect(cents(month()[side].total)).toBe(sum(truth.october.map(total)));
      expect(cents(month()[side].shipping)).toBe(sum(truth.october.map(({ shipping }) => shipping)));
      expect(cents(month()[side].paid)).toBe(
        sum(truth.october.flatMap((one) => one.paid.map((payment) => payment.cents))),
      );
    }
    const listed = pack.orders.filter(({ store }) => store === name).map(({ sourceId }) => sourceId);
    expect([...listed].sort()).toEqual(truth.october.map(({ id }) => id).sort());
    expect(listed).toEqual(expect.arrayContaining(['N401', 'N402']));
    expect(listed).not.toEqual(expect.arrayContaining(['N400']));
    expect(listed).not.toEqual(expect.arrayContaining(['N403']));
  });

  test('has the GST of both sides, and what they differ by rounding as a line of its own', () => {
    const [there, here] = [sum(truth.october.map(gst)), sum(truth.october.map(gstInPrimary))];
    expect(here).not.toBe(there);
    expect([cents(month().secondary.gst), cents(month().primary.gst)]).toEqual([there, here]);
    expect(cents(month().gstRounding)).toBe(here - there);
    expect(month().causes.map(({ cause }) => cause)).toEqual(['rounding']);
  });

  test('has sales and GST by tax code on both sides, which come to the sums', () => {
    const rows = (side: string, kind: string) =>
      rowsOf('gst').filter((row) => row['store'] === name && row['side'] === side && row['kind'] === kind);
    const of = (side: string, code: string) => {
      const own = rows(side, 'sales').filter((row) => row['tax code'] === code);
      return [sum(own.map((row) => cents(row['gross']))), sum(own.map((row) => cents(row['gst'])))];
    };
    const taxed = truth.lines.filter(([, one]) => one === 'GST').map(([amount]) => amount);
    // The one cent of which no tax is left is GST-free to the primary.
    const dust = sum(taxed.filter((amount) => taxIn(amount) === 0));
    const shipped = truth.october.map(({ shipping }) => shipping);
    const tax = sum(taxed.map(taxIn));
    expect(of('secondary', name === 'south' ? 'GST10' : 'GST')).toEqual([sum(taxed), tax]);
    expect(of('secondary', 'FREE')).toEqual([truth.ofCode('FREE'), 0]);
    expect(of('primary', 'GST')).toEqual([sum(taxed) - dust, tax]);
    expect(of('primary', 'FREE')).toEqual([truth.ofCode('FREE') + dust, 0]);
    for (const side of ['secondary', 'primary'])
      expect(of(side, 'shipping')).toEqual([sum(shipped), sum(shipped.map(taxIn))]);
    expect(of('primary', '')).toEqual([0, sum(truth.october.map(gstInPrimary)) - tax - sum(shipped.map(taxIn))]);
    const codes = new Set(rows('primary', 'sales').map((row) => row['tax code']));
    expect([...codes].sort()).toEqual(['', 'FREE', 'GST', 'shipping']);
    for (const side of ['secondary', 'primary'] as const) {
      expect(sum(rows(side, 'sales').map((row) => cents(row['gross'])))).toBe(cents(month()[side].total));
      expect(sum(rows(side, 'sales').map((row) => cents(row['gst'])))).toBe(cents(month()[side].gst));
      expect(sum(rows(side, 'credits').map((row) => cents(row['gross'])))).toBe(cents(month()[side].credited));
      expect(sum(rows(side, 'credits').map((row) => cents(row['gst'])))).toBe(cents(month()[side].creditedGst));
    }
  });

  test('has the figures that a BAS asks for, of what was planted: sales less credits, the GST-free of it, and GST', () => {
    const page = readFileSync(join(stores.folder, 'october', 'month-2026-10.html'), 'utf8');
    const [table = ''] = page.split('aria-label="Figures of a BAS"')[1]?.split('</table>') ?? [];
    const figures = new RegExp(`<th scope="row">${name}</th>(?:<td class="n">([^<]*)</td>)+`).exec(table)?.[0] ?? '';
    const told = [...figures.matchAll(/<td class="n">([^<]*)</g)].map(([, text]) => cents(text?.replaceAll(',', '')));
    const amounts = [...truth.lines, ...truth.october.map(({ shipping }) => [shipping, 'GST'] as const)];
    const isFree = (amount: number, code: string) => code === 'FREE' || taxIn(amount) === 0;
    const free = sum(amounts.filter(([amount, of]) => isFree(amount, of)).map(([amount]) => amount));
    const freeBack = truth.returned.filter(({ cents: amount, code: of }) => isFree(amount, of));
    const gstBack = truth.returned.map(({ cents: amount, code: of }) => (of === 'FREE' ? 0 : taxIn(amount)));
    expect(told).toEqual([
      sum(truth.october.map(total)) - sum(truth.returned.map((one) => one.cents)),
      free - sum(freeBack.map((one) => one.cents)),
      sum(truth.october.map(gstInPrimary)) - sum(gstBack),
    ]);
  });

  test('has the payments of the days of October by method, on orders of whatever day', () => {
    const named = methods[name];
    const expected = [...new Set(Object.values(named))].sort().map((method) => {
      const own = truth.paid.filter((one) => named[one.method] === method);
      return { method, number: own.length, cents: sum(own.map((one) => one.cents)) };
    });
    const rows = rowsOf('payments').filter((row) => row['store'] === name);
    for (const side of ['in its store', 'in the primary'])
      expect(
        rows.map((row) => ({
          method: row['method'],
          number: Number(row[`payments ${side}`]),
          cents: cents(row[side]),
        })),
      ).toEqual(expected);
    expect(truth.own.find(({ id }) => id === 'N301')?.day).toBe('2026-09-20');
    expect(cents(month().primary.paidInMonth)).toBe(sum(truth.paid.map((one) => one.cents)));
  });

  test('has the credits of the days of October, by tax code', () => {
    const gstOf = ({ cents: amount, code: of }: NonNullable<Sold['returned']>) => (of === 'FREE' ? 0 : taxIn(amount));
    for (const side of ['secondary', 'primary'] as const) {
      expect(month()[side].credits).toBe(truth.returned.length);
      expect(cents(month()[side].credited)).toBe(sum(truth.returned.map((one) => one.cents)));
      expect(cents(month()[side].creditedGst)).toBe(sum(truth.returned.map(gstOf)));
      expect(cents(month()[side].paidOut)).toBe(sum(truth.returned.map(({ paidOut }) => paidOut)));
    }
    const free = rowsOf('gst').filter(
      (row) => row['store'] === name && row['kind'] === 'credits' && row['tax code'] === 'FREE',
    );
    expect(free.map((row) => [cents(row['gross']), cents(row['gst'])])).toEqual([
      [900, 0],
      [900, 0],
    ]);
  });

  test('lists overpayments and what of credits is not paid out, with number, contact and amount', () => {
    const prefix = name === 'west' ? 'W' : 'X';
    const rows = rowsOf('by-hand').filter((row) => row['store'] === name);
    const contact = { contact: 'Jane Smith', username: `${name}_store`, currency: 'AUD' };
    expect(rows).toEqual([
      expect.objectContaining({ kind: 'credit', number: `${prefix}305`, amount: '9.99', ...contact }),
      expect.objectContaining({ kind: 'credit', number: `${prefix}306`, amount: '9.00', ...contact }),
      expect.objectContaining({ kind: 'overpayment', number: `${prefix}307`, amount: '3.00', ...contact }),
    ]);
  });
});

test('it is closed: it ties, nothing is open, and the command ends with 0', () => {
  expect(pack).toMatchObject({ state: 'closed', open: [], differences: [] });
  expect(pack.notes.filter((note) => note.includes('ledger'))).toEqual([]);
  expect(code).toBe(0);
});
