import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const RUN = ['run', 'pipelines/demo.yaml', '--yes'];

describe('two runs, and runs that are stopped', { timeout: 120_000 }, () => {
  let demo: SmallDemo;
  beforeEach(async () => {
    demo = await startSmallDemo(16);
  });
  afterEach(() => demo.close());

  test('a second run ends at once with 5 and names the process that holds the pipeline', async () => {
    const held = Promise.withResolvers<void>();
    demo.south.faults.next = ({ action }) => {
      if (action !== 'GetOrder') return undefined;
      held.resolve();
      return { kind: 'silence', when: 'before' };
    };
    const first = demo.start(RUN);
    await held.promise;
    const second = await demo.program(RUN);
    expect(second.code).toBe(5);
    expect(second.stderr).toContain(`(process ${first.process.pid})`);
    first.process.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s in the middle stops cleanly with %i, and the next run goes on without a duplicate',
    async (name, code) => {
      let adds = 0;
      let stop = (): void => {};
      demo.main.faults.next = ({ action }) => {
        if (action === 'AddOrder') {
          adds += 1;
          if (adds === 3) stop();
        }
        return undefined;
      };
      const program = demo.start([...RUN, '--output', 'json']);
      stop = () => program.process.kill(name);
      const stopped = await program.ended;
      expect(stopped.code, stopped.stderr).toBe(code);
      expect(stopped.signal).toBeNull();
      expect(JSON.parse(stopped.stdout)).toMatchObject({ status: 'stopped', problems: [] });

      demo.main.faults.next = undefined;
      const next = await demo.program([...RUN, '--output', 'json']);
      expect(next.code, next.stderr).toBe(0);
      const copies = demo.main.orders().filter(({ OrderID }) => /^[WXS]/.test(OrderID));
      const sources = copies.map(
        ({ OrderLine: [line] }) => `${line?.ExternalSystemIdentifier} ${line?.ExternalOrderReference}`,
      );
      expect(new Set(sources).size).toBe(copies.length);
      const status = JSON.parse((await demo.program(['status', 'pipelines/demo.yaml', '--output', 'json'])).stdout);
      const loaded = status.records.filter(
        (one: Record<string, unknown>) => one['entity'] === 'orders' && one['state'] === 'loaded',
      );
      expect(loaded.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(copies.length);
      expect(status.openWrites).toEqual([]);
    },
  );

  test('the second signal ends the program at once, though a store never answers', async () => {
    const held = Promise.withResolvers<void>();
    demo.main.faults.next = ({ action }) => {
      if (action !== 'AddOrder') return undefined;
      held.resolve();
      return { kind: 'silence', when: 'before' };
    };
    const program = demo.start(RUN);
    await held.promise;
    program.process.kill('SIGINT');
    await program.said('the same again stops at once');
    program.process.kill('SIGINT');
    expect((await program.ended).code).toBe(130);
  });
});
