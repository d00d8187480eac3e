import { expect, test } from 'vitest';
import { seenOfReference } from '../../../src/entities/writing/referenced.ts';

const meant = { sent: 'west:1653', shown: 'west:1653' };

test.each<readonly [string, readonly { sent: string; shown: string }[], readonly unknown[]]>([
  ['whole', [{ sent: 'west:1653 ch_1', shown: 'west:1653 ch_1 ' }], ['whole', 14]],
  ['cut', [{ sent: 'west:1653 ch_1', shown: 'west:1653' }], ['cut', 9]],
  ['altered', [{ sent: 'west:1653', shown: 'Ref west:1653' }], ['altered']],
  ['not shown', [{ sent: 'west:1653', shown: '' }], ['not-shown']],
  ['in one of two places', [{ sent: 'west:1653 of N1', shown: '' }, meant], ['whole', 9]],
  ['cut in one place, whole in the other', [{ sent: 'west:1653 of N1', shown: 'west' }, meant], ['whole', 9]],
])('how a reference came back: %s', (_, places, expected) => {
  expect(seenOfReference('rmas', places).map(({ value }) => value)).toEqual(expected);
}); // biome-ignore format: a table
