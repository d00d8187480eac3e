import { expect, test } from 'vitest';
import { transformOrder } from '../../../../src/entities/order/transform/order.ts';
import { compareCopy } from '../../../../src/entities/order/write/add.ts';
import { context, order, rules } from '../../../transform/samples.ts';

test('a copy that names another address than was meant is told apart, and the message quotes neither', () => {
  const outcome = transformOrder(order(), rules(), context());
  if (outcome.kind !== 'load') throw new Error(`${outcome.reason}: ${outcome.message}`);
  const { predictedTotal: total } = outcome;
  const draft = { ...outcome.draft, email: 'jane@example.com' };
  const differences = compareCopy({ draft, total }, order({ email: 'somebody@example.org' }), 'Australia/Sydney');
  expect(differences.filter(({ field }) => field === 'e-mail')).toEqual([
    { field: 'e-mail', meant: '16 characters', held: '20 characters of another text' },
  ]);
  expect(JSON.stringify(differences)).not.toMatch(/example\.(com|org)/);
  const same = compareCopy({ draft, total }, order({ email: 'Jane@example.com ' }), 'Australia/Sydney');
  expect(same.filter(({ field }) => field === 'e-mail')).toEqual([]);
});
