import { describe, expect, test } from 'vitest';
import { plainApp } from '../../src/fake-xero/index.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { type Ended, runProgram } from '../cli/program.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

const orders = ['N1', 'N2', 'N3', 'N4'].map((id) => orderSeed({ OrderID: id }));

async function command({ stores, pipeline, now }: WithBooks, ...words: string[]): Promise<Ended> {
  await pipeline();
  const environment = {
    ...{ MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
    ...{ XERO_ID: plainApp.clientId, XERO_SECRET: plainApp.clientSecret },
  };
  return runProgram(words, { folder: stores.home, environment, now });
}

const accept = (given: WithBooks, number: string): Promise<Ended> =>
  command(given, 'xero', 'accept', 'pipeline.yaml', number, '--reason', 'corrected by a journal');
const proven = async ({ stores, pipeline }: WithBooks) =>
  (await stores.run({ pipeline: await pipeline(), prover: dailyProof, proof: 'now' })).proof?.stores[0]?.differences ??
  [];

/** W1 has another total there. */
async function offByOne(given: WithBooks): Promise<void> {
  await given.stores.run({ pipeline: await given.pipeline() });
  await given.exported();
  given.pass(48);
  given.xero.control.changeInvoice('W1', { total: '12.00' });
  expect((await proven(given)).map(({ targetId, field }) => `${targetId} ${field}`)).toEqual(['W1 total']);
}

describe('a difference in Xero that a person accepts', () => {
  test(
    'is in the audit, and is told no more: by status at once, by the next look, by reconcile and the month',
    { timeout: 90_000 },
    () =>
      withBooks({ orders }, {}, async (given) => {
        await offByOne(given);
        expect((await command(given, 'status', 'pipeline.yaml')).stdout).toContain('The total of W1 is 11.00');
        const { code, stdout } = await accept(given, 'w1');
        expect([code, stdout]).toEqual([0, expect.stringContaining('Accepted as it is: The total of W1 is 11.00')]);
        expect((await command(given, 'status', 'pipeline.yaml')).stdout).not.toContain('The total of W1');
        given.pass(1);
        expect(await proven(given)).toEqual([]);
        const found = await command(given, 'reconcile', 'pipeline.yaml', '--xero', '--output', 'json');
        const { differences } = JSON.parse(found.stdout) as { differences: { targetId: string; label: string }[] };
        expect(differences.map(({ targetId, label }) => `${targetId} ${label}`)).toEqual(['W1 decided']);
        expect(found.code).toBe(0);
        const month = await command(given, 'month', '2026-07', 'pipeline.yaml', '--out', 'july', '--output', 'json');
        const pack = JSON.parse(month.stdout) as { differences: { cause: string }[] };
        expect(pack.differences.map(({ cause }) => cause)).toEqual(['accepted']);
      }),
  );

  test('is told anew once either side shows something else', () =>
    withBooks({ orders }, {}, async (given) => {
      await offByOne(given);
      await accept(given, 'W1');
      given.xero.control.changeInvoice('W1', { total: '13.00' });
      given.pass(1);
      expect((await proven(given)).map(({ message }) => message)).toEqual([
        expect.stringContaining('but 13.00 in Xero'),
      ]);
    }));

  test('is what the last look has shown, and nothing else; and needs a reason', () =>
    withBooks({ orders }, {}, async (given) => {
      await offByOne(given);
      expect((await accept(given, 'W2')).stderr).toContain('has shown nothing of W2 that is open');
      const without = await command(given, 'xero', 'accept', 'pipeline.yaml', 'W1');
      expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('--reason')]);
    }));
});
