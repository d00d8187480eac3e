import { expect, test } from 'vitest';
import type { Seen } from '../../src/model/habits.ts';
import { FirstPage } from '../../src/neto/first-page.ts';
import { write } from '../../src/neto/write-reply.ts';
import { ok, type Step, withStore } from './scripted-store.ts';

const refused = (message: string) => ({
  Ack: 'Error',
  Messages: { Error: { Message: message, SeverityCode: 'Error' } },
});
const two = [{ OrderID: 'W1' }, { OrderID: 'W2' }];

/** What one answer to a write of so many orders teaches. */
async function taughtBy(answer: Step, sent: number): Promise<Record<string, unknown>> {
  const seen: Seen[] = [];
  await withStore(
    [answer],
    async (client) => {
      const target = { action: 'AddOrder', entity: 'Order', idField: 'OrderID' };
      await write(client, target, two.slice(0, sent)).catch(() => {});
    },
    { onHabit: (one) => seen.push(one) },
  );
  return Object.fromEntries(seen.map(({ habit, value }) => [habit, value]));
}

test.each<readonly [string, Step, number, Record<string, unknown>]>([
  ['taken in full', { ...ok, Order: two }, 2, { writeSize: 2 }],
  ['one of two', { ...refused('Cannot find it'), Order: [{ OrderID: 'W1' }] }, 2, { faultyBatch: 'in-part', messages: 'object' }],
  ['none of two', refused('Cannot find it'), 2, { faultyBatch: 'as-a-whole', refusal: 'known-words', messages: 'object' }],
  ['words that nobody knows', refused('Nope'), 1, { refusal: 'unknown-words', messages: 'object' }],
  ['a trouble that passes', refused('Deadlock found'), 1, { refusal: 'passing-words', messages: 'object' }],
  ['no word', { Ack: 'Error' }, 1, { refusal: 'no-words' }],
  ['messages as a list', { Ack: 'Error', Messages: [{ Error: [{ Message: 'Nope' }] }] }, 1, { refusal: 'unknown-words', messages: 'list' }],
])('an answer to a write: %s', async (_, answer, sent, expected) => {
  expect(await taughtBy(answer, sent)).toEqual(expected);
}); // biome-ignore format: a table

test.each<readonly [string, boolean, readonly (readonly string[])[], string | undefined]>([
  ['the second page is another one', false, [['a', 'b'], ['c']], 'zero'],
  ['the second page is empty', false, [['a', 'b'], []], 'zero'],
  ['page 0 is empty', false, [[], ['a']], 'one-and-zero-is-empty'],
  ['page 1 is the first again, page 2 is not', false, [['a', 'b'], ['a', 'b'], ['c']], 'one'],
  ['page 1 is the first again, and page 2 empty', true, [['a', 'b'], ['a', 'b'], []], 'one'],
  ['all pages are the same one', false, [['a', 'b'], ['a', 'b'], ['a', 'b']], undefined],
  ['one row, which may be repeated', false, [['a'], ['a'], []], undefined],
  ['the first page, asked for without a number, is empty', true, [[], ['a']], undefined],
])('the number of the first page: %s', (_, unnumbered, pages, expected) => {
  const firstPage = new FirstPage(unnumbered);
  expect(pages.map((keys) => firstPage.read(keys)).find((value) => value !== undefined)).toBe(expected);
}); // biome-ignore format: a table
