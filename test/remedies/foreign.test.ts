import { describe, expect, test } from 'vitest';
import { MUG, order } from './rows/parts.ts';
import { wordsOf } from './support/printed.ts';
import { HOUR, nextDay, type Stage, withStage } from './support/stage.ts';

const foreign = order({ OrderID: 'W990', OrderPayment: [], OrderLine: [MUG] });
const told = async (stage: Stage): Promise<string> => {
  const [thing, ...others] = await stage.todo();
  expect(others).toEqual([]);
  return thing?.text ?? '';
};

async function appeared(stage: Stage): Promise<void> {
  await stage.run();
  const { DateUpdated: _, ...seed } = foreign;
  stage.main.panel.addOrder(seed);
  stage.later(HOUR);
  expect((await stage.run()).differences).toMatchObject([{ kind: 'foreign', targetId: 'W990' }]);
}

describe('An order of the primary in the numbers of a store, which no run made', () => {
  test('is told by a run once, and stands in todo and in the verdict until it is cancelled', () =>
    withStage({ orders: [order()] }, async (stage) => {
      await appeared(stage);
      stage.later(HOUR);
      expect((await stage.run()).differences).toEqual([]);
      expect(await told(stage)).toContain('W990 stands in the number range of west');
      expect((await stage.command('status', '<pipeline>')).stdout).toContain('1 thing to do.');
      stage.main.panel.changeOrder('W990', { OrderStatus: 'Cancelled' });
      stage.later(HOUR);
      const { code } = await stage.command('run', '<pipeline>', '--proof');
      expect([code, await stage.todo()]).toEqual([0, []]);
    }));

  test('is settled by the printed line where it is the primary’s own, for runs and the comparison alike', () =>
    withStage({ orders: [order()] }, async (stage) => {
      await appeared(stage);
      await nextDay(stage);
      const line = /`(neto-consolidator quarantine accept .+)`/.exec(await told(stage))?.[1] ?? '';
      const { code, stderr } = await stage.command(...wordsOf(line.replace('"…"', '"a gift of our own"')));
      expect([line, code, stderr]).toEqual([line, 0, '']);
      for (const flag of ['--proof', '--no-proof'])
        expect((await stage.command('run', '<pipeline>', flag)).code).toBe(0);
      expect(await stage.todo()).toEqual([]);
    }));
});
