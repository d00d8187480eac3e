import { describe, expect, test } from 'vitest';
import {
  type ConnectorSwitches,
  connectorSwitchSettings,
  type Switches,
  switchSettings,
} from '../../src/fake-xero/index.ts';
import { fewestPairwise } from '../support/pairwise.ts';
import { alarmsIn, planned, type Scene, withScene } from './books-on-a-socket.ts';

const days = ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13'];
const line = { SKU: 'SHIRT', ProductName: 'Shirt', Quantity: '1' };
/** Three orders a day, each over another amount. */
const plan = days.flatMap((day, of) =>
  [0, 1, 2].map((place) => {
    const cents = 11_000 + of * 2_200 + place * 1_100;
    const total = (cents / 100).toFixed(2);
    return planned(`W${101 + of * 3 + place}`, {
      day,
      changedAt: `${day}T05:00:00Z`,
      paid: [total],
      ...(place === 0 ? { returned: '11' } : {}),
      later: { total, gst: (cents / 1_100).toFixed(2) },
      order: { OrderLine: [{ ...line, UnitPrice: total }] },
    });
  }),
);

const { mode: _mode, trigger: _trigger, ...ofExport } = connectorSwitchSettings;
const factors = { ...switchSettings, ...ofExport, told: [true, false] } as const;
type Row = Switches & Omit<ConnectorSwitches, 'mode' | 'trigger'> & { readonly told: boolean };

async function scene<Result>(row: Row, use: (given: Scene) => Promise<Result>): Promise<Result> {
  const of = (names: object): object =>
    Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(names, name)));
  const connector = { switches: { ...of(ofExport), mode: 'batched' as const } };
  return withScene(
    plan,
    { xero: { switches: of(switchSettings), clock: () => Date.UTC(2026, 10, 10, 7) }, connector },
    use,
  );
}

/** One run a day, in which that day's orders are new to the export. */
async function exportedByDay({ xero, neto, exported }: Scene): Promise<void> {
  const idsOf = ({ number, payments, returns }: (typeof plan)[number]) => [
    number,
    ...[...payments, ...returns].map(({ id }) => id),
  ];
  for (const id of plan.flatMap(idsOf)) neto.hold(id);
  for (const day of days) {
    for (const id of plan.flatMap((one) => (one.day === day ? idsOf(one) : []))) neto.release(id);
    await exported(1);
    xero.advance(86_400);
  }
  // What is paid on the last batch may go one run later.
  await exported(1);
}

type Judged = Awaited<ReturnType<Scene['look']>>;
const batchesIn = ({ batches }: Judged): string[] =>
  batches.flatMap(({ of, verdict, cause, orders }) => (of === 'sales' ? [`${verdict} ${cause} ${orders.length}`] : []));
/** Of what is paid on each, and of the returns. */
const moneyIn = ({ batches }: Judged): string[] =>
  batches.flatMap(({ of, verdict, receipts }) =>
    of === 'sales' ? [receipts?.verdict ?? 'none'] : [`credit ${verdict}`],
  );

describe('an export in batches, however it does what nobody knows', () => {
  const rows = fewestPairwise(factors) as readonly Row[];
  test.each(rows.map((row, place) => [place + 1, row] as const))(
    'row %i: all batches are proven with what is paid on them and taken back, and what was changed, voided or lost is found',
    (_, row) =>
      scene(row, async (given) => {
        await exportedByDay(given);
        const settings = row.told ? { invoices: 'batched' as const } : {};
        const good = await given.look(settings);
        expect([alarmsIn(good), batchesIn(good)], JSON.stringify(row)).toEqual([[], days.map(() => 'proven null 3')]);
        const { control } = given.xero;
        const batches = control.invoices().filter(({ number }) => number.includes('BATCH'));
        expect(batches).toHaveLength(4);
        expect(moneyIn(good), JSON.stringify(row)).toEqual([
          ...days.map(() => 'proven'),
          ...days.map(() => 'credit proven'),
        ]);
        const deleteReceipts = (place: number): void => {
          for (const one of control.payments())
            if (one.documentId === batches[place]?.id && one.status === 'AUTHORISED') control.deletePayment(one.id);
        };
        for (const place of [1, 2]) deleteReceipts(place);
        control.changeInvoice(batches[1]?.number ?? '', { total: '1' });
        control.voidInvoice(batches[2]?.number ?? '');
        // Of the first batch one receipt is lost, and a credit note is voided.
        const receipt = control
          .payments()
          .find(({ documentId, status }) => documentId === batches[0]?.id && status === 'AUTHORISED');
        control.deletePayment(receipt?.id ?? '');
        control.voidCredit(control.creditNotes()[0]?.id ?? '');
        const found = await given.look(settings);
        expect(moneyIn(found).filter((one) => one === 'proven')).toHaveLength(1);
        expect(moneyIn(found).filter((one) => one === 'credit proven').length).toBeLessThan(4);
        expect(batchesIn(found).filter((one) => one.startsWith('proven')).length).toBeGreaterThanOrEqual(1);
        expect(
          alarmsIn(found)
            .map((one) => one.split(' ').slice(1).join(' '))
            .sort(),
          JSON.stringify(row),
        ).toEqual(
          row.batchCut === 'day'
            ? [
                'invoice total',
                'invoice voided',
                `payment ${row.batchedMoney === 'grouped' ? 'not-exported' : 'total'}`,
              ]
            : expect.arrayContaining([expect.stringMatching(/^invoice (total|voided|not-exported)$/)]),
        );
      }),
  );
});
