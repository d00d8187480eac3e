import { afterEach, describe, expect, test } from 'vitest';
import { startDemoStores } from '../run/demo-stores.ts';
import { isLong } from '../support/many.ts';
import { runProcess } from './program.ts';
import { startSmallDemo } from './small-demo.ts';

describe('the command run', { timeout: 120_000 }, () => {
  let close = async (): Promise<void> => {};
  afterEach(() => close());

  test.runIf(isLong)(
    'as a process of its own, a first run of more than 200 orders writes nothing, and ends with 2, until it is confirmed',
    async () => {
      const stores = await startDemoStores();
      close = stores.close;
      const { code, stdout } = await runProcess(['run', 'pipelines/demo.yaml'], {
        folder: stores.folder,
        environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home },
      });
      expect(stdout).toContain('run pipelines/demo.yaml --yes');
      expect(code).toBe(2);
      expect(stores.main.requests.filter(({ write }) => write)).toEqual([]);
    },
  );

  test('copies all orders once: a second run sends no write to the primary', async () => {
    const demo = await startSmallDemo(40);
    close = demo.close;
    const first = await demo.program(['run', 'pipelines/demo.yaml']);
    expect(first.code, first.stdout).toBe(0);
    const copies = demo.main.orders().filter(({ OrderID }) => /^[WXS]/.test(OrderID));
    expect(copies.length).toBeGreaterThan(70);
    demo.main.clearLogs();
    const second = await demo.program(['run', 'pipelines/demo.yaml']);
    expect(second.code, second.stdout).toBe(0);
    expect(demo.main.requests.length).toBeGreaterThan(0);
    expect(demo.main.requests.filter(({ write }) => write)).toEqual([]);
  });
});
