import { describe, expect, test } from 'vitest';
import { plainApp } from '../../src/fake-xero/index.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { type Ended, runProgram } from '../cli/program.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

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

/** `W1 decided`, of each difference of an invoice by `reconcile --xero`. */
async function labelsIn(given: WithBooks): Promise<string[]> {
  const { stdout } = await command(given, 'reconcile', 'pipeline.yaml', '--xero', '--output', 'json');
  const { differences } = JSON.parse(stdout) as { differences: { entity: string; targetId: string; label: string }[] };
  return differences.flatMap(({ entity, targetId, label }) => (entity === 'invoice' ? [`${targetId} ${label}`] : []));
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

  test('is offered by `todo` as a line to type, beside the one that compares at once, and both are taken as they stand', () =>
    withBooks({ orders }, {}, async (given) => {
      await offByOne(given);
      const todo = async () => (await command(given, 'todo', 'pipeline.yaml', '--output', 'json')).stdout;
      const { things } = JSON.parse(await todo()) as { things: { remedy: string }[] };
      const line = /`neto-consolidator (xero accept \S+ W1 --reason) "…"`/.exec(things[0]?.remedy ?? '')?.[1] ?? '';
      const { stdout } = await command(given, 'todo', 'pipeline.yaml');
      expect(stdout).toContain('   - Compare now: neto-consolidator run pipeline.yaml --proof\n');
      expect((await command(given, ...line.split(' '), 'a journal')).code).toBe(0);
      expect(await todo()).not.toContain('xero accept');
    }));

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

  test('may be another contact, which is told anew once it is a third one or another customer, and names nobody in the ledger', () =>
    withBooks({ orders }, {}, async (given) => {
      const { stores, xero } = given;
      await stores.run({ pipeline: await given.pipeline() });
      await given.exported();
      given.pass(48);
      const kinds = async () => (await proven(given)).map(({ targetId, field }) => `${targetId} ${field}`);
      const labels = () => labelsIn(given);
      xero.control.changeInvoice('W1', { contact: 'Zebulon Zwicky' });
      expect(await kinds()).toEqual(['W1 contact']);
      const { code, stdout } = await accept(given, 'W1');
      expect([code, stdout]).toEqual([0, expect.stringContaining('W1 is booked to another contact')]);
      given.pass(1);
      expect([await kinds(), await labels()]).toEqual([[], ['W1 decided']]);
      const ledger = openLedger(stores.ledgerFile);
      const audit = JSON.stringify(await ledger.runs(50)) + (await ledger.learned('proof', ' books'));
      await ledger.close();
      expect(audit).not.toContain('Zwicky');
      xero.control.changeInvoice('W1', { contact: 'Yvonne Yates' });
      given.pass(1);
      expect([await kinds(), await labels()]).toEqual([['W1 contact'], ['W1 unexplained']]);
      await accept(given, 'W1');
      expect(await labels()).toEqual(['W1 decided']);
      stores.main.panel.changeOrder('W1', { BillCompany: 'Another Buyer', Username: 'another' });
      given.pass(48);
      expect(await labels()).toEqual(['W1 unexplained']);
    }));

  test('may be older than the daily proof goes back: then it is as a look at its month shows it now, or at the days that are given', () =>
    withBooks({ orders }, {}, async (given) => {
      const { stores, xero } = given;
      await stores.run({ pipeline: await given.pipeline() });
      await given.exported();
      given.pass(24 * 90);
      xero.control.changeInvoice('W1', { total: '12.00' });
      xero.control.changeInvoice('W2', { contact: 'Zebulon Zwicky' });
      expect(await proven(given)).toEqual([]);
      const old = await accept(given, 'W1');
      expect([old.code, old.stdout]).toEqual([
        0,
        expect.stringContaining('Accepted as it is: The total of W1 is 11.00'),
      ]);
      const days = ['--from', '2026-07-01', '--to', '2026-07-31', '--reason', 'one buyer'];
      const other = await command(given, 'xero', 'accept', 'pipeline.yaml', 'W2', ...days);
      expect([other.code, other.stdout]).toEqual([0, expect.not.stringContaining('Zwicky')]);
      const labels = () => labelsIn(given);
      expect(await labels()).toEqual(['W1 decided', 'W2 decided']);
      expect((await accept(given, 'W1')).stderr).toContain('was accepted already');
      xero.control.changeInvoice('W1', { total: '13.00' });
      expect(await labels()).toEqual(['W1 unexplained', 'W2 decided']);
    }));

  test('is each of several invoices of one number', () =>
    withBooks({ orders }, {}, async (given) => {
      const { stores, xero } = given;
      await stores.run({ pipeline: await given.pipeline() });
      await given.exported();
      given.pass(48);
      const again = { number: 'W1', contact: 'Somebody Else', date: '2026-07-10' };
      for (const total of ['5', '6']) xero.control.forceInvoice({ ...again, total });
      expect(await proven(given)).toHaveLength(2);
      expect((await accept(given, 'W1')).code).toBe(0);
      given.pass(1);
      expect(await proven(given)).toEqual([]);
      // One more is told by the very words of another.
      xero.control.forceInvoice({ ...again, total: '5' });
      given.pass(1);
      expect(await proven(given)).toHaveLength(1);
      expect((await command(given, 'status', 'pipeline.yaml')).stdout).toContain('W1 is in Xero twice');
      await accept(given, 'W1');
      given.pass(1);
      expect(await proven(given)).toEqual([]);
    }));

  test('is what the last look has shown, and nothing else; and needs a reason', () =>
    withBooks({ orders }, {}, async (given) => {
      await offByOne(given);
      expect((await accept(given, 'W2')).stderr).toContain('shows nothing of W2 that is open');
      const without = await command(given, 'xero', 'accept', 'pipeline.yaml', 'W1');
      expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('--reason')]);
    }));
});
