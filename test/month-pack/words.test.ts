import { expect, test } from 'vitest';
import type { MonthPack } from '../../src/month/pack.ts';
import { monthSentences } from '../../src/month/words.ts';

const pack = { month: '2026-10', state: 'differs', open: [], stores: [], notCopied: [] } as const;
const difference = { cause: 'unexplained' } as MonthPack['differences'][number];

test('a month whose sums differ by no difference of a record counts none', () => {
  const [none] = monthSentences({ ...pack, differences: [] } as unknown as MonthPack);
  expect(none).toBe('October 2026 does not tie: sums differ by what no order, payment or return explains.');
  const [one] = monthSentences({ ...pack, differences: [difference] } as unknown as MonthPack);
  expect(one).toBe('October 2026 does not tie: 1 difference that nothing explains.');
});
