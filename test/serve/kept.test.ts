import { expect, test } from 'vitest';
import { Kept } from '../../src/serve/pipelines/kept.ts';

/** Something that is made when a test lets it be made. */
function byHand() {
  const waiting: ((value: string) => void)[] = [];
  return {
    make: () => new Promise<string>((resolve) => waiting.push(resolve)),
    begun: () => waiting.length,
    done: (value: string) => waiting.shift()?.(value),
  };
}

const clock = { at: 1_000 };
const kept = () => new Kept<string>(() => clock.at, 2);

test('what was made is given again while nothing has changed, for a minute', async () => {
  const own = kept();
  const numbers = ['1', '2', '3'];
  const make = async () => numbers.shift() ?? '';
  const values: string[] = [];
  for (const stamp of ['a', 'a', 'b', 'b']) values.push((await own.of('x', stamp, make)).value);
  clock.at += 60_000;
  values.push((await own.of('x', 'b', make)).value);
  expect(values).toEqual(['1', '1', '2', '2', '3']);
});

test('where the clock is set back, what was made before is not given for as long as that', async () => {
  const own = kept();
  let made = 0;
  // Longer than anybody waits, so that the next one would be spared for a while.
  const make = async () => {
    const until = performance.now() + 160;
    while (performance.now() < until);
    made += 1;
    return String(made);
  };
  expect((await own.of('x', 'a', make)).value).toBe('1');
  clock.at -= 3_600_000;
  await own.of('x', 'b', make);
  await own.ended();
  expect(made).toBe(2);
  clock.at += 3_600_000;
});

test('who comes while it is made anew gets what was made before, and is told that it is not current', async () => {
  const own = kept();
  const hand = byHand();
  const first = own.of('x', 'a', hand.make);
  hand.done('old');
  expect(await first).toMatchObject({ value: 'old', isCurrent: true });
  expect(await own.of('x', 'b', hand.make)).toMatchObject({ value: 'old', isCurrent: false });
  hand.done('new');
  await own.ended();
  expect(await own.of('x', 'b', hand.make)).toMatchObject({ value: 'new', isCurrent: true });
});

test('what was read before a change is not taken for what stands after it', async () => {
  const own = kept();
  const hand = byHand();
  const [before, after] = [own.of('x', 'a', hand.make), own.of('x', 'b', hand.make)];
  hand.done('before');
  expect((await before).value).toBe('before');
  await expect.poll(hand.begun).toBe(1);
  hand.done('after');
  expect(await after).toMatchObject({ value: 'after', isCurrent: true });
});

test('what can not be made is told each time, and leaves nothing old behind', async () => {
  const own = kept();
  expect((await own.of('x', 'a', async () => 'old')).value).toBe('old');
  const broken = () => own.of('x', 'b', async () => Promise.reject(new Error('the ledger is gone')));
  await expect(broken()).rejects.toThrow('the ledger is gone');
  await expect(broken()).rejects.toThrow('the ledger is gone');
});
