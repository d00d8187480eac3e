import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { plainApp } from '../../src/fake-xero/index.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { runProgram } from '../cli/program.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const orders = Array.from({ length: 20 }, (_, place) => orderSeed({ OrderID: `N${101 + place}` }));
const next = orderSeed({ OrderID: 'N121', DateUpdated: '2026-07-15 00:00:00', DatePlaced: '2026-07-14 23:00:00' });
const stolen = { number: 'NB-W121', contact: 'Somebody Else', date: '2026-06-01', total: '44.85' };

async function learned(given: WithBooks): Promise<void> {
  await given.stores.run({ pipeline: await given.pipeline() });
  await given.exported();
  given.pass(72);
  await given.stores.run({ pipeline: await given.pipeline(), prover: dailyProof, proof: 'now' });
}

/** The command, with the file as a person would have written it. */
async function command({ stores, pipeline, now }: WithBooks, ...words: string[]) {
  await pipeline();
  const file = path.join(stores.home, 'pipeline.yaml');
  const text = `# ours\n${stringify(parse(readFileSync(file, 'utf8')))}`;
  writeFileSync(file, text);
  const environment = {
    ...{ MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
    ...{ XERO_ID: plainApp.clientId, XERO_SECRET: plainApp.clientSecret },
  };
  const ended = await runProgram([...words, 'pipeline.yaml'], { folder: stores.home, environment, now });
  return { ...ended, before: text, after: readFileSync(file, 'utf8') };
}

const books = { connector: { invoicePrefix: 'NB-' } };

test(
  'what the export puts before numbers is learned, asked for before the next order, told, and confirmed by a person',
  { timeout: 60_000 },
  () =>
    withBooks({ orders }, books, async (given) => {
      await learned(given);
      const told = await command(given, 'status');
      expect(told.stdout).toContain(
        `Neto's export puts "NB-" before the numbers of orders, as 20 of 20 invoices in Xero show. Confirm it: \`neto-consolidator xero confirm pipeline.yaml\`.`,
      );
      // Nobody has confirmed it yet, and the number is looked for by it all the same.
      given.xero.control.createInvoice(stolen);
      given.stores.west.panel.addOrder(next);
      expect(heldIn(await given.stores.run({ pipeline: await given.pipeline() }))).toEqual([
        'orders N121: number-in-xero',
      ]);

      const { code, stdout, stderr, before, after } = await command(
        given,
        'xero',
        'confirm',
        '--reason',
        'seen in Xero',
      );
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Confirmed: pipeline.yaml says `invoicePrefix: "NB-"` now.');
      expect(parse(after).xero).toEqual({ ...parse(before).xero, invoicePrefix: 'NB-' });
      expect(after.startsWith('# ours\n')).toBe(true);
      const confirmed = { ...given, pipeline: () => given.pipeline({ invoicePrefix: 'NB-' }) };
      expect((await command(confirmed, 'xero', 'confirm')).stdout).toContain('says so already');
      expect((await command(confirmed, 'status')).stdout).not.toContain('Confirm it');
    }),
);

test('a number without it is looked for as well, before and after it was learned', () =>
  withBooks({ orders: orders.slice(0, 4) }, books, async (given) => {
    await learned(given);
    given.xero.control.createInvoice({ ...stolen, number: 'W121' });
    given.stores.west.panel.addOrder(next);
    expect(heldIn(await given.stores.run({ pipeline: await given.pipeline() }))).toEqual([
      'orders N121: number-in-xero',
    ]);
  }));

test('before a look has shown it there is nothing to confirm', () =>
  withBooks({ orders: orders.slice(0, 1) }, books, async (given) => {
    await given.stores.run({ pipeline: await given.pipeline() });
    const { code, stderr, before, after } = await command(given, 'xero', 'confirm');
    expect([code, after]).toEqual([2, before]);
    expect(stderr).toContain('it takes three invoices of copies');
  }));
