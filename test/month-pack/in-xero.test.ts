import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainApp } from '../../src/fake-xero/index.ts';
import { type MonthPack, monthPackSchema } from '../../src/month/pack.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { runProgram } from '../cli/program.ts';
import { type Books, type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

const orders = ['N1', 'N2', 'N3', 'N4'].map((id) =>
  orderSeed({
    OrderID: id,
    OrderPayment: [{ Id: `9${id.slice(1)}`, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' }],
  }),
);

interface Made {
  readonly code: number | null;
  readonly pack: MonthPack;
  readonly text: string;
  file(name: string): string;
}

/** As a person makes it, when the month is over. */
async function july({ stores, pipeline, now }: WithBooks): Promise<Made> {
  await pipeline();
  const environment = {
    ...{ MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
    ...{ XERO_ID: plainApp.clientId, XERO_SECRET: plainApp.clientSecret },
  };
  const words = ['month', '2026-07', 'pipeline.yaml', '--out', 'july'];
  const about = { folder: stores.home, environment, now };
  const json = await runProgram([...words, '--output', 'json'], about);
  expect(json.stdout, json.stderr).toMatch(/^\{/);
  const { files: _, ...document } = JSON.parse(json.stdout) as Record<string, unknown>;
  const { stdout: text } = await runProgram([...words, '--force'], about);
  const file = (name: string): string => readFileSync(path.join(stores.home, 'july', name), 'utf8');
  return { code: json.code, pack: monthPackSchema.parse(document), text, file };
}

async function inAugust(given: WithBooks, exported = true): Promise<void> {
  await given.stores.run({ pipeline: await given.pipeline() });
  if (exported) await given.exported();
  given.pass(24 * 22);
  await given.stores.run({ pipeline: await given.pipeline(), prover: dailyProof, proof: 'daily' });
}

const withJuly = (books: Books, use: (given: WithBooks) => Promise<void>): Promise<void> =>
  withBooks({ orders }, books, use);

describe("the month's pack says what has arrived in Xero", () => {
  test('in the page, the table, the document and on the terminal, in the same words; and is closed by it', () =>
    withJuly({}, async (given) => {
      await inAugust(given);
      const { pack, text, file, code } = await july(given);
      const words = 'Arrived in Xero: 4 of 4 invoices, 4 of 4 payments.';
      expect([pack.state, pack.open, code]).toEqual(['closed', [], 0]);
      expect(pack.inXero).toMatchObject({ words, counts: { invoice: { proven: 4 } } });
      for (const shown of [text, file('month-2026-07.html')]) expect(shown).toContain(words);
      expect(file('month-2026-07-xero.csv').replaceAll('"', '')).toContain('rules,2026-07,invoice,4,4,0,0,0,0,');
    }));

  test('a credit that is still to be allocated there is named, with its amount', () => {
    const OrderPayment = [{ Id: '95', Amount: '16.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' }];
    return withBooks({ orders: [orderSeed({ OrderID: 'N5', OrderPayment })] }, {}, async (given) => {
      await inAugust(given);
      const { pack, file } = await july(given);
      expect(pack.inXero?.words).toContain('; 1 credit to allocate (5.00).');
      expect(file('month-2026-07-xero.csv').replaceAll('"', '')).toContain('credits to allocate,1,,,,,,5.00');
    });
  });

  test('what is missing there is a difference, and the month does not tie', () =>
    withJuly({}, async (given) => {
      await inAugust(given);
      given.xero.control.deletePayment(String(given.xero.control.payments()[0]?.id));
      const { pack, code } = await july(given);
      expect([pack.state, code]).toEqual(['differs', 4]);
      expect(pack.differences.map(({ entity, cause }) => `${entity} ${cause}`)).toEqual([
        'invoice-payment unexplained',
      ]);
      expect(pack.inXero?.words).toContain('3 of 4 payments (1 missing)');
    }));

  test('what is still to come, and what could not be read, keeps it open', () =>
    withJuly({ keys: { usualDelayHours: 720 } }, async (given) => {
      await inAugust(given, false);
      const { pack, code } = await july(given);
      expect([pack.state, code]).toEqual(['open', 3]);
      expect(pack.open).toMatchObject([{ kind: 'to-xero', what: '8 records are still to come to Xero.' }]);
      given.xero.disconnect();
      const unread = await july(given);
      expect(unread.pack.open).toMatchObject([
        { kind: 'to-xero', what: 'Whether 8 records arrived in Xero could not be seen.' },
      ]);
      expect(unread.pack.inXero?.words).toContain('0 of 4 invoices (4 that could not be proven)');
    }));

  test('of a pipeline that names no books nothing is said, and no table made', () =>
    withJuly({}, async (given) => {
      await inAugust(given);
      const own = { ...given, pipeline: () => given.stores.pipeline({}) };
      const { pack, file } = await july(own);
      expect(pack.inXero).toBeUndefined();
      expect(file('month-2026-07.html')).not.toContain('Xero:');
      expect(readdirSync(path.join(given.stores.home, 'july')).filter((name) => name.includes('xero'))).toEqual([]);
    }));
});
