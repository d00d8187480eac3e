import { expect, test } from 'vitest';
import { instant } from '../../src/model/time.ts';
import { letterOf } from '../../src/notify/letter.ts';
import type { Message } from '../../src/notify/message.ts';
import { slackBody } from '../../src/notify/message.ts';
import { pageOf } from '../../src/notify/page-address.ts';
import { proofConditions } from '../../src/notify/proof-conditions.ts';
import type { Proof } from '../../src/run/proof.ts';
import type { ToDoSum } from '../../src/verdict/to-do-sums.ts';

const waits: ToDoSum = {
  ...{ kind: 'decision', store: 'west', entity: 'orders', code: 'total-differs', count: 1, unknownAmounts: 0 },
  ...{ follows: false, amounts: [], since: null, text: '1 order of west waits for you: …' },
};
const follows: ToDoSum = { ...waits, entity: 'payments', count: 2, follows: true, text: '2 payments of west follow' };
const message: Message = {
  ...{ program: 'neto-consolidator', id: 'one', pipeline: 'au', at: instant('2026-10-20T00:00:00Z'), run: 1 },
  ...{ kind: 'problem', title: 'au: 1 order waits for you', verdict: [], problems: [], over: [], copied: [] },
  ...{ toDos: [waits, follows], commands: ['neto-consolidator todo au.yaml'], page: null },
};

test('a mail tells each thing to decide once, what follows it in one line, and that the page is there for it', () => {
  const { text } = letterOf(message, 'a@example.com', ['b@example.com']);
  expect(text).toContain(
    [
      'WAITS FOR YOU',
      '- 1 order of west waits for you: …',
      '- 2 records wait for these, and follow by themselves.',
    ].join('\n'),
  );
  expect(text).not.toContain('2 payments');
  expect(text).toContain('TO DECIDE: ON THE PAGE, UNDER TO DO, OR BY THESE LINES\n  neto-consolidator todo au.yaml');
  expect(JSON.stringify(slackBody(message))).not.toContain('2 payments');
});

test('a mail leads to what is to do on the page, where the pipeline file names its address', () => {
  const page = pageOf('au', 'https://books.example.com', 'to-do');
  const { text, html } = letterOf({ ...message, page }, 'a@example.com', ['b@example.com']);
  expect(text).toContain('TO DECIDE ON THE PAGE\n  https://books.example.com/pipelines/au/to-dos');
  expect(text).toContain('OR BY THESE LINES\n  neto-consolidator todo au.yaml');
  expect(html).toMatch(/<a [^>]*href="https:\/\/books\.example\.com\/pipelines\/au\/to-dos"/);
  expect(slackBody({ ...message, page }).text).toContain(
    '<https://books.example.com/pipelines/au/to-dos|Go to the page>',
  );
  expect(pageOf('au', 'https://books.example.com/', 'well-again')).toBe('https://books.example.com/pipelines/au');
});

const found = { store: 'west', entity: 'order', orderId: 'N9', sourceId: 'N9', targetId: 'W9', day: null } as const;

test.each([
  ['different', 'gst', 'the GST of order N9 differs on its copy (W9 in the primary).'],
  ['different', 'line-tax', 'the line tax of order N9 differs on its copy (W9 in the primary).'],
  ['extra', null, 'the primary has the order N9 (W9 in the primary), and its store has not.'],
  ['doubled', null, 'order N9 is in the primary twice (W9 in the primary).'],
])('a difference of the daily comparison is told in words, not by its codes: %s %s', (kind, field, words) => {
  const differences = [{ ...found, kind, field, since: '2026-10-20', message: 'of jane@example.com', remedy: '' }];
  const proof = { day: '2026-10-20', stores: [{ store: 'west', state: 'done', differences }] } as unknown as Proof;
  const [told] = proofConditions(proof, {}, ['west']);
  expect(told?.text).toBe(`The proof found a difference that nothing explains: ${words}`);
});
