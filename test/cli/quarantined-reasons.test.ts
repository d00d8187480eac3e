import { expect, test } from 'vitest';
import { quarantinedReasons } from '../../src/cli/text/quarantine-text.ts';
import type { OpenQuarantine } from '../../src/run/summary.ts';

const one = (sourceId: string, reason: string): OpenQuarantine =>
  ({ store: 'west', entity: 'orders', sourceId, code: 'surcharge-part-taxed', reason }) as OpenQuarantine;

test('what waits is named once, whether its reason begins with its number or not', () => {
  const text = quarantinedReasons([
    one('N1036', 'N1036: 4.00 of the surcharge of 9.00 is taxed'),
    one('N10', 'N1036: another one'),
    one('N1196', 'N1196 comes to 253.60'),
  ]);
  expect(text.split('\n')).toEqual([
    '  west: order N1036: 4.00 of the surcharge of 9.00 is taxed (surcharge-part-taxed)',
    '  west: order N10: N1036: another one (surcharge-part-taxed)',
    '  west: order N1196: N1196 comes to 253.60 (surcharge-part-taxed)',
  ]);
});
