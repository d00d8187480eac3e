import { expect, test } from 'vitest';
import { trouble } from '../../src/cli/text/run-report.ts';
import { keyRemedy } from '../../src/model/error-codes.ts';
import type { RunSummary } from '../../src/run/summary.ts';

const refused = { store: 'west', code: 'key-refused', message: 'the store answered "Invalid API Key".' };

test('what two lists of one store fail by is said once, with what to do once; what another store says is said, too', () => {
  const problems = [refused, refused, { ...refused, store: 'south' }] as RunSummary['problems'];
  const text = trouble({ problems, differences: [], warnings: [] }).join('\n');
  expect(text.match(/west: the store answered/g)).toHaveLength(1);
  expect(text.match(/south: the store answered/g)).toHaveLength(1);
  expect(text.match(/To do: /g)).toHaveLength(1);
});

test('a key that was refused is told with what may be wrong once', () => {
  const message = `the store answered "Invalid API Key". ${keyRemedy({ sent: false, tried: false })}`;
  const problems = [{ ...refused, message }] as RunSummary['problems'];
  const text = trouble({ problems, differences: [], warnings: [] }).join('\n');
  expect(text.match(/cut\s+off\s+when\s+copied/g)).toHaveLength(1);
});
