import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseLocalDate } from '../../src/model/time.ts';
import type { Reconciliation } from '../../src/reconcile/result.ts';
import { readXeroColumns, xeroColumns } from '../../src/reconcile/xero-columns.ts';
import { readXeroFile } from '../../src/reconcile/xero-file.ts';
import type { DemoStores } from '../run/demo-stores.ts';
import { compareStores, copyOf, startBareStores, westOrder } from './pair-of-stores.ts';

const headings = 'ContactName,InvoiceNumber,Total,InvoiceAmountPaid,InvoiceAmountDue,Description,Status';
let folder: string;
let demo: DemoStores;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xero-'));
  demo = await startBareStores();
  for (const id of ['N1', 'N2', 'N3']) {
    demo.west.panel.addOrder(westOrder(id));
    demo.main.panel.addOrder(copyOf(westOrder(id)));
  }
  demo.west.panel.addOrder(westOrder('N4', { OrderStatus: 'Cancelled' }));
  demo.main.panel.addOrder(copyOf(westOrder('N4'), { OrderStatus: 'Cancelled' }));
  demo.main.panel.addOrder(westOrder('N900', { Email: 'ben@example.com' }));
});
afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true });
});

function file(...rows: string[]): string {
  const path = join(folder, 'invoices.csv');
  writeFileSync(path, `\uFEFF${[headings, ...rows].join('\r\n')}\r\n`);
  return path;
}

const sound = (number: string) => `Shopper,${number},121.00,121.00,0.00,A lamp,Paid`;

async function against(...rows: string[]): Promise<Reconciliation> {
  return compareStores(demo, { xero: await readXeroFile(file(...rows), xeroColumns) });
}

describe('the file from Xero', () => {
  test('agrees with the primary where it agrees, line by line, and keeps out of the other invoices', async () => {
    const { differences, xero } = await against(
      ...['W1', 'W1', 'W2', 'w3', 'N900', 'INV-0007'].map(sound),
      'Shopper,W4,121.00,0.00,0.00,A lamp,Voided',
    );
    expect(differences).toEqual([]);
    const three = { invoices: 3, total: '363', paid: '363' };
    expect(xero).toMatchObject({ invoices: 6, stores: [{ store: 'west', primary: three, xero: three }] });
    expect(xero?.limits.join(' ')).toMatch(/GST.*methods.*credit notes/);
  });

  test.each([
    ['missing', null, [sound('W1'), sound('W2')], 'W3'],
    ['missing', null, [sound('W1'), sound('W2'), sound('W3').replace('Paid', 'Voided')], 'W3'],
    ['extra', null, [...['W1', 'W2', 'W3'].map(sound), sound('W77')], 'W77'],
    ['extra', null, [...['W1', 'W2', 'W3'].map(sound), sound('W4')], 'W4'],
    ['different', 'total', [sound('W1'), sound('W2'), 'S,W3,"1,121.00",121.00,"1,000.00",A,Awaiting Payment'], 'W3'],
    ['different', 'paid', [sound('W1'), sound('W2'), 'S,W3,121.00,120.99,0.01,A,Awaiting Payment'], 'W3'],
    ['different', 'due', [sound('W1'), sound('W2'), 'S,W3,121.00,121.00,-20.00,A,Paid'], 'W3'],
    ['different', 'status', [sound('W1'), sound('W2'), 'S,W3,121.00,121.00,0,A,Draft'], 'W3'],
    ['doubled', null, [...['W1', 'W2', 'W3'].map(sound), 'S,W3,60.00,60.00,0,A,Paid'], 'W3'],
  ])('shows an invoice that is %s %s', async (kind, field, rows, targetId) => {
    const { differences } = await against(...rows);
    expect(differences).toMatchObject([{ kind, field, entity: 'invoice', store: 'west', targetId }]);
  });

  test.each([
    ['another contact', 'ContactName', ['Shopper', 'Another']],
    ['another day', 'InvoiceDate', ['10/08/2026', '11/08/2026']],
    ['lines that come to twice their total', 'LineAmount', ['121.00', '121.00']],
    [
      'lines without their tax that come to twice their total',
      'LineAmount,TaxAmount',
      ['110.00,11.00', '110.00,11.00'],
    ],
  ])('tells two invoices of one number by %s', async (_, heading, cells) => {
    const path = join(folder, 'twice.csv');
    const row = (number: string, cell = '') => `${number},121.00,121.00,0.00,Paid,${cell}`;
    const rows = [row('W1'), row('W2'), ...cells.map((cell) => row('W3', cell))];
    const first = `InvoiceNumber,Total,InvoiceAmountPaid,InvoiceAmountDue,Status,${heading}`;
    writeFileSync(path, [first, ...rows].join('\n'));
    const { differences } = await compareStores(demo, { xero: await readXeroFile(path, xeroColumns) });
    expect(differences).toMatchObject([{ kind: 'doubled', entity: 'invoice', targetId: 'W3' }]);
  });

  test('two lines of one invoice are one invoice, and another currency is told', async () => {
    const path = join(folder, 'currency.csv');
    const row = (number: string, amount: string, currency: string) =>
      `${number},121.00,121.00,0.00,Paid,${amount},${currency}`;
    const first = 'InvoiceNumber,Total,InvoiceAmountPaid,InvoiceAmountDue,Status,LineAmount,Currency';
    const rows = [
      row('W1', '60.00', 'AUD'),
      row('W1', '61.00', 'AUD'),
      row('W2', '121.00', ''),
      row('W3', '121.00', 'USD'),
    ];
    writeFileSync(path, [first, ...rows].join('\n'));
    const { differences } = await compareStores(demo, { xero: await readXeroFile(path, xeroColumns) });
    expect(differences).toMatchObject([
      { kind: 'different', field: 'currency', targetId: 'W3', primary: 'AUD', xero: 'USD' },
    ]);
  });

  test('says nothing about numbers of another period', async () => {
    const xero = await readXeroFile(file(...['W1', 'W2', 'W3'].map(sound)), xeroColumns);
    const from = parseLocalDate('2026-09-01');
    expect((await compareStores(demo, { xero, from })).differences).toEqual([]);
  });

  test('may have other headings, and is refused with a sentence where one is missing', async () => {
    const path = join(folder, 'own.csv');
    writeFileSync(path, '*Invoice no,Amount,InvoiceAmountPaid,InvoiceAmountDue,Status\nW1,5,5,0,Paid\n');
    const own = readXeroColumns('number=Invoice no, total=Amount');
    expect((await readXeroFile(path, own)).invoices.get('W1')).toMatchObject([{ total: '5', due: '0' }]);
    await expect(readXeroFile(path, xeroColumns)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/no column "InvoiceNumber".*--xero-columns number=/),
    });
    await expect(readXeroFile(file('S,W1,five,5,0,A,Paid'), xeroColumns)).rejects.toThrow('row 2 (W1) has no amount');
    await expect(readXeroFile(join(folder, 'none.csv'), xeroColumns)).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    expect(() => readXeroColumns('nummer=A')).toThrow('number, total, paid, due, status');
  });
});
