import { describe, expect, test } from 'vitest';
import { someOf } from '../support/many.ts';
import { leftOutRows } from './rows/left-out.ts';
import { beside, booksOf } from './support/books.ts';
import { withStage } from './support/stage.ts';

describe('What is left out', () => {
  test.each(someOf(leftOutRows, 12).map((row) => [row.code, row] as const))(
    'as %s leaves nothing to do, and what its remedy says lets it in',
    (_, row) =>
      withStage(row.setting, async (stage) => {
        await (row.arise ?? (() => stage.run()))(stage);
        const find = () => stage.find(row.entity, row.sourceId ?? 'N100');
        expect(await find()).toMatchObject({ state: 'skipped', reason: row.code });
        const quiet = async (): Promise<void> => {
          const { code, stdout, stderr } = await stage.command('run', '<pipeline>', '--proof');
          expect({ code, ...(code === 0 ? {} : { stdout, stderr }) }).toEqual({ code: 0 });
          expect((await stage.todo()).map(({ title }) => title)).toEqual([]);
        };
        await quiet();
        if (row.lets === undefined) return;
        await row.lets(stage);
        await quiet();
        expect(await find()).toMatchObject({ state: 'loaded' });
        expect(beside(booksOf(stage.main), booksOf(stage.west))).toBe('equal');
      }),
    60_000,
  );
});
