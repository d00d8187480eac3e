import { expect, test } from 'vitest';
import { takeLock } from '../../src/session/lock.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { runProgram } from './program.ts';

const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
const MINUTE = 60_000;

test('status --within ends with 1 once no run is that new, unless one is going on, and says so', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async ({ pipeline, home, ledgerFile }) => {
    const { file } = await pipeline();
    const at = (minutes: number) => ({
      ...{ folder: home, environment: { ...environment, NETO_CONSOLIDATOR_HOME: home } },
      now: () => Date.now() + minutes * MINUTE,
    });
    const healthy = ['status', file, '--within', '60'];
    expect((await runProgram(['run', file, '--yes'], at(0))).code).toBe(0);
    expect((await runProgram(healthy, at(50))).code).toBe(0);
    const late = await runProgram(healthy, at(70));
    expect(late.code).toBe(1);
    expect(late.stderr).toContain('has begun or ended within 60 minutes, and none is going on.');
    expect((await runProgram(['status', file], at(70))).code).toBe(0);
    const lock = takeLock(`${ledgerFile}.lock`, 'the pipeline');
    try {
      expect((await runProgram(healthy, at(70))).code).toBe(0);
    } finally {
      lock.release();
    }
    expect((await runProgram(['status', file, '--within', '0'], at(0))).code).toBe(2);
  });
});
