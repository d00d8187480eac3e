import { hostname, userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';
import { executeHere } from './execute-here.ts';

const held = orderSeed({ OrderID: 'N100', GrandTotal: '11.64' });

async function command({ pipeline, home }: TwoStores, ...words: string[]) {
  const { file } = await pipeline();
  const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
  const placed = words.map((word) => (word === '<pipeline>' ? file : word));
  return executeHere(placed, { folder: home, home, environment });
}

async function runsOf({ ledgerFile }: TwoStores) {
  const ledger = openLedger(ledgerFile);
  try {
    return (await ledger.runs(100)).map(({ id, status, endedAt }) => ({ id, status, ended: endedAt !== null }));
  } finally {
    await ledger.close();
  }
}

describe('What a person decides is no run:', () => {
  test.each([
    ['retry', ['N100']],
    ['accept', ['N100', '--reason', 'rounded at the till']],
    ['drop', ['N100', '--reason', 'not ours']],
    ['purge', ['--older-than', '0d']],
  ])('`quarantine %s` uses up no number, and the audit says that it was a person', async (verb, words) => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const before = await runsOf(stores);
      expect((await command(stores, 'quarantine', verb, '<pipeline>', ...words)).code).toBe(0);
      expect(await runsOf(stores)).toEqual(before);
      const { stdout } = await command(stores, 'trace', 'N100', '<pipeline>', '--offline');
      expect(stdout).toContain(`a person (${userInfo().username}@${hostname()})`);
      await stores.run();
      const [latest] = await runsOf(stores);
      expect(latest?.id).toBe((before[0]?.id ?? 0) + 1);
      const { stdout: examined } = await command(stores, 'doctor', '<pipeline>');
      expect(examined).not.toContain('PROBLEM');
    });
  });

  test.each([
    ['retry', ['N999']],
    ['accept', ['N999', '--reason', 'no such one']],
    ['drop', ['N999', '--reason', 'no such one']],
    ['retry', ['N100', 'N999']],
    ['accept', ['N999', '--reason', 'x', '--store', 'nowhere']],
  ])('`quarantine %s %s` of what is not quarantined leaves no run, and changes nothing', async (verb, words) => {
    await withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      const before = await runsOf(stores);
      expect((await command(stores, 'quarantine', verb, '<pipeline>', ...words)).code).toBe(2);
      expect(await runsOf(stores)).toEqual(before);
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
    });
  });
});
