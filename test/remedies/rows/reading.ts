import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csv, orderRow } from '../../rules/support/importing.ts';
import type { Stage } from '../support/stage.ts';
import type { Row } from '../support/try-remedies.ts';
import { DROP, order } from './parts.ts';

/** Written beside the pipeline file, some minutes ago. */
export function put({ home }: Stage, name: string, text: string): string {
  const file = join(home, 'given', name);
  for (const folder of ['in', 'given']) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(file, text);
  const then = Date.parse('2026-07-20T05:00:00Z') / 1000;
  utimesSync(file, then, then);
  return file;
}

const july = { 'Date Placed': '2026-07-10 11:00:00', 'Date Invoiced': '2026-07-10', 'Payment Due Date': '2026-07-24' };
export const early = csv([orderRow('N100', '11.00', july)]);
/** A row that says not even of which order it is. */
export const nameless = csv([orderRow('', '11.00', july)]);
const late = csv([orderRow('N100', '12.00', july)]);
const bad = csv([orderRow('N100', '11.00', { ...july, 'Order Line Qty': 'one' })]);
export const files = {
  rules: { source: { files: 'in/*.csv' }, entities: ['products', 'customers', 'orders', 'payments'] },
};

/** What could not be read as it is. */
export const readingRows: readonly Row[] = [
  {
    code: 'unreadable',
    entity: 'orders',
    setting: { orders: [order({ DateInvoiced: '9999-12-31', OrderPayment: [] })] },
    ways: [
      { choice: 'by itself, mended', first: ({ west }) => west.panel.changeOrder('N100', { DateInvoiced: '2026-07-10' }) },
      { choice: 'retry', first: ({ west }) => west.panel.changeOrder('N100', { DateInvoiced: '2026-07-10' }) },
      { ...DROP, books: 'orders -11.00' },
    ],
  },
  {
    code: 'states-differ',
    entity: 'orders',
    setting: files,
    async arise(stage) {
      const given = [put(stage, 'a.csv', early), put(stage, 'b.csv', late)];
      await stage.command('import', '<pipeline>', '--store', 'west', '--file', ...given);
    },
    ways: [
      {
        choice: 'by itself, with the newest',
        books: 'orders 12.00',
        first: ({ command, home }) => command('import', '<pipeline>', '--store', 'west', '--file', join(home, 'given/a.csv'), join(home, 'given/b.csv'), '--newest', join(home, 'given/b.csv')),
      },
      DROP,
    ],
  },
  {
    code: 'row-unreadable',
    entity: 'orders',
    setting: files,
    async arise(stage) {
      await stage.command('import', '<pipeline>', '--store', 'west', '--file', put(stage, 'a.csv', bad));
    },
    ways: [
      {
        choice: 'by itself, mended and imported again',
        books: 'orders 11.00',
        first: (stage) => stage.command('import', '<pipeline>', '--store', 'west', '--file', put(stage, 'a.csv', early)),
      },
      { ...DROP, books: 'equal' },
    ],
  },
]; // biome-ignore format: a table
