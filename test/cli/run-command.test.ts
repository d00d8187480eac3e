import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedOf } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../pipeline/run/demo-stores.ts';
import { runProgram } from './program.ts';

describe('run, as a process of its own', () => {
  let stores: DemoStores;
  beforeAll(async () => {
    stores = await startDemoStores();
  });
  afterAll(() => stores.close());

  const run = (...words: string[]) =>
    runProgram(['run', 'pipelines/demo.yaml', ...words], {
      folder: stores.folder,
      environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home },
    });

  test('a first run of more than 200 orders writes nothing, and ends with 2, until it is confirmed', async () => {
    const before = stores.main.orders().length;
    const { code, stdout } = await run();
    expect(stdout).toContain('run again with --yes');
    expect(code).toBe(2);
    expect(stores.main.orders()).toHaveLength(before);
  });

  test('copies all orders once: a second run changes nothing in the primary', async () => {
    const first = await run('--yes');
    expect(first.code).toBe(3);
    const { orders: expected, amounts } = expectedOf('west');
    const amount = amounts.orders.replace(/(?<=\d)(?=(\d{3})+\.)/g, ',');
    expect(first.stdout).toMatch(new RegExp(`west +orders +${expected.read} +${expected.copied} .* ${amount}\n`));
    const orders = stores.main.orders();
    const payments = stores.main.payments();
    stores.main.clearLogs();
    const second = await run();
    expect(second.code).toBe(3);
    expect(stores.main.orders()).toEqual(orders);
    expect(stores.main.payments()).toEqual(payments);
    expect(stores.main.requests.filter(({ write }) => write)).toEqual([]);
  });
});
