import { expect, test } from 'vitest';
import { renameOver } from '../../src/model/rename-over.ts';

function world(platform: NodeJS.Platform, failures: readonly string[]) {
  const left = [...failures];
  const moves: string[] = [];
  const waits: number[] = [];
  return {
    ...{ platform, moves, waits },
    async move(from: string, to: string) {
      moves.push(`${from} ${to}`);
      const code = left.shift();
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
    async wait(milliseconds: number) {
      waits.push(milliseconds);
    },
  };
}

test('on Windows a file that another program has open for a moment is replaced as soon as that lets it go', async () => {
  const around = world('win32', ['EPERM', 'EBUSY', 'EACCES']);
  await renameOver('a', 'b', around);
  expect([around.moves, around.waits]).toEqual([
    ['a b', 'a b', 'a b', 'a b'],
    [20, 50, 100],
  ]);
});

test('on Windows one that stays open is said after some two seconds', async () => {
  const around = world('win32', Array(20).fill('EBUSY'));
  await expect(renameOver('a', 'b', around)).rejects.toThrow('EBUSY');
  const waited = around.waits.reduce((sum, one) => sum + one, 0);
  expect([around.moves.length, waited > 1500 && waited < 3000]).toEqual([8, true]);
});

test.each([
  ['win32', 'ENOSPC'],
  ['linux', 'EPERM'],
] as const)('on %s what %s says is said at once', async (platform, code) => {
  const around = world(platform, [code]);
  await expect(renameOver('a', 'b', around)).rejects.toThrow(code);
  expect(around.moves).toHaveLength(1);
});
