import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runReport } from '../../src/cli/text/run-report.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { csv, orderRow } from '../rules/support/importing.ts';
import { orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { runProgram } from './program.ts';

const MANY = 201;
const orders = Array.from({ length: MANY }, (_, index) => orderSeed({ OrderID: `N${1000 + index}` }));
const YES = '  neto-consolidator run pipeline.yaml --yes';

async function commandsOf(stores: TwoStores) {
  await stores.pipeline();
  const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
  return (...words: string[]) => runProgram(words, { folder: stores.home, environment });
}

const written = ({ main }: TwoStores) => main.requests.filter(({ write }) => write).length;

test('plan, run, status and trace all say that a first run waits for --yes, and how many orders it is about', () =>
  withTwoStores({ orders }, async (stores) => {
    const command = await commandsOf(stores);
    const planned = await command('plan', 'pipeline.yaml');
    expect(planned.stdout).toContain('201 orders of west');
    expect(planned.stdout.split('\n')).toContain(YES);
    // A plan goes on as after a yes: it still says what would be copied.
    expect(planned.stdout).toMatch(/west +orders +201 +201 /);
    const run = await command('run', 'pipeline.yaml');
    expect([planned.code, run.code]).toEqual([2, 2]);
    expect(run.stdout).toMatch(/^Run 1 of rules: read, and nothing copied: 201 orders of west wait for your yes:\n/m);
    expect(run.stdout.split('\n')).toContain(YES);
    expect(run.stdout).not.toContain('What was done stands');
    // As `schedule` tells it too, which has no --yes of its own.
    expect(run.stdout).toContain('`neto-consolidator run pipeline.yaml --yes`');
    const status = await command('status', 'pipeline.yaml');
    expect(status.stdout).toContain('waiting for your yes: 201 orders of west');
    expect(status.stdout.split('\n')).toContain(YES);
    const trace = await command('trace', 'N1002', 'pipeline.yaml');
    expect(trace.stdout).toContain('It was read, and waits for your yes with 201 orders of west');
    expect(trace.stdout).not.toContain('The next run');
    expect(written(stores)).toBe(0);
    const yes = await command('run', 'pipeline.yaml', '--yes', '--no-proof');
    expect(yes.code, yes.stdout).toBe(0);
    const after = await command('status', 'pipeline.yaml');
    expect(after.stdout).not.toContain('your yes');
  }));

test('an import says so as well, and a dry run of one says that nothing was written', () =>
  withTwoStores({}, async (stores) => {
    const command = await commandsOf(stores);
    const rows = Array.from({ length: MANY }, (_, index) => orderRow(`N${1000 + index}`, '11.00'));
    writeFileSync(join(stores.home, 'orders.csv'), csv(rows));
    writeFileSync(join(stores.home, 'short.csv'), csv(rows.map(({ Approved: _, ...row }) => row)));
    const words = [
      'import',
      'pipeline.yaml',
      '--store',
      'west',
      '--set',
      'Order Line Tax Free=no',
      '--set',
      'Tax Free Shipping=no',
    ];
    const dry = await command(...words, '--file', 'orders.csv', '--dry-run');
    expect(dry.code, dry.stderr).toBe(2);
    expect(dry.stdout).toContain('The import asks before it copies 201 orders of west. To do it:\n');
    expect(dry.stdout).toMatch(/^ {2}neto-consolidator import pipeline\.yaml .*--file orders\.csv --yes$/m);
    const failed = await command(...words, '--file', 'short.csv', '--dry-run');
    expect(failed.code).not.toBe(0);
    expect(failed.stdout).toContain('Nothing was written.');
    expect(failed.stdout).not.toContain('What was done stands');
    expect(written(stores)).toBe(0);
  }));

test('the yes to a first run that is stopped while it writes holds for the next one, which copies the rest', () =>
  withTwoStores({ orders }, async (stores) => {
    const controller = new AbortController();
    stores.main.faults.next = ({ action }) => {
      if (action === 'AddOrder') controller.abort(new Error('SIGINT'));
      return undefined;
    };
    const stopped = await stores.run({ yes: true, signal: controller.signal });
    stores.main.faults.next = undefined;
    expect(stopped.status).toBe('stopped');
    expect(stores.main.orders().length).toBeLessThan(MANY);
    expect(stopped.unconfirmed).toBeUndefined();
    const status = await (await commandsOf(stores))('status', 'pipeline.yaml');
    expect(status.stdout).not.toContain('your yes');
    expect(await stores.run({ yes: false })).toMatchObject({ status: 'good', problems: [] });
    expect(stores.main.orders()).toHaveLength(MANY);
  }));

test('so does one that is stopped while it reads', () =>
  withTwoStores({ orders }, async (stores) => {
    const controller = new AbortController();
    stores.west.faults.next = ({ action }) => {
      if (action === 'GetOrder') controller.abort(new Error('SIGINT'));
      return undefined;
    };
    const stopped = await stores.run({ yes: true, signal: controller.signal });
    stores.west.faults.next = undefined;
    expect(stopped.status).toBe('stopped');
    expect(stores.main.orders()).toEqual([]);
    expect(runReport(stopped, 'pipeline.yaml')).not.toContain('--yes');
    expect(await stores.run({ yes: false })).toMatchObject({ status: 'good', problems: [] });
    expect(stores.main.orders()).toHaveLength(MANY);
  }));

test('a proof of a store of which nothing is copied yet proves nothing, and says so', () =>
  withTwoStores({ orders, clock: () => Date.parse('2026-07-20T00:00:00Z') }, async (stores) => {
    const summary = await stores.run({ yes: false, prover: dailyProof, proof: 'now' });
    expect(summary.proof?.stores).toMatchObject([
      { state: 'done', secondary: { orders: MANY }, primary: { orders: 0 } },
    ]);
    const text = runReport(summary, 'pipeline.yaml');
    expect(text).toContain('not proven yet');
    expect(text).not.toMatch(/agrees? to the cent/);
    const status = await (await commandsOf(stores))('status', 'pipeline.yaml');
    expect(status.stdout).toMatch(/not proven yet, since the primary had nothing/);
    expect(status.stdout).not.toContain('nothing that is not explained');
    await stores.run({ yes: true, prover: dailyProof, proof: 'now' });
    expect((await (await commandsOf(stores))('status', 'pipeline.yaml')).stdout).toContain('nothing that is not');
  }));

test('a narrowed run is judged by what it was asked for, whatever waits since earlier runs', () =>
  withTwoStores({ orders }, async (stores) => {
    const command = await commandsOf(stores);
    await command('run', 'pipeline.yaml');
    const one = await command('run', 'pipeline.yaml', '--store', 'west', '--order', 'N1002');
    expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W1002']);
    expect(one.code, one.stdout).toBe(0);
    expect(one.stdout).toMatch(/: good, nothing is open\./);
    expect(one.stdout).toMatch(/west +orders +1 +1 +0 /);
    expect(one.stdout.replace(/\s+/g, ' ')).toContain(
      'looked at a part only (--store west --order N1002): of that it copied 1 customer and 1 order. What else is new',
    );
  }));

test('what --take-over takes counts as taken over, and not as copied', () =>
  withTwoStores({ orders: orders.slice(0, 3) }, async (stores) => {
    await stores.run();
    const pipeline = await stores.pipeline();
    const second = { pipeline: { ...pipeline, ledger: `${stores.home}/second.db` } };
    stores.west.panel.addOrder(orderSeed({ OrderID: 'N2000' }));
    const summary = await stores.run({ ...second, takeOver: true });
    expect(summary.takenOver).toMatchObject({ west: { orders: 3 } });
    const text = runReport(summary, 'pipeline.yaml');
    expect(text).toMatch(/read +copied +taken over/);
    expect(text).toMatch(/west +orders +4 +1 +3 /);
    expect(runReport(await stores.run(second), 'pipeline.yaml')).not.toContain('taken over');
  }));
