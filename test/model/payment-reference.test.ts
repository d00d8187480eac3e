import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute } from '../../src/model/attribute.ts';
import { decimal } from '../../src/model/money.ts';
import {
  likelyReferencesIn,
  type Reading,
  readReference,
  readReferences,
  referenceIn,
  referencesIn,
} from '../../src/model/payment-reference.ts';
import { alterations, shorten } from '../rules/support/alterations.ts';

const west = { prefix: 'west:', id: '1653' };

describe('what a text says about west:1653', () => {
  const rows: readonly [text: string, reading: Reading][] = [
    ['west:1653', 'whole'],
    ['west:1653 ch_3Nx', 'whole'],
    ['WEST:1653 CH_3NX', 'whole'],
    ['  west:1653', 'whole'],
    ['Auth west:1653 ch_3Nx', 'whole'],
    ['[west:1653]', 'whole'],
    ['Auth:west:1653;', 'whole'],
    ['2026-07-11 10:22 west:1653 ch_3Nx', 'whole'],
    ['west:1653 ch_3Nx 2026-07-11 10:22', 'whole'],
    ['west&#58;1653 ch_3Nx', 'whole'],
    ['west&#x3a;1653&nbsp;ch_3Nx', 'whole'],
    ['west&amp;#58;1653', 'whole'],
    ['west&colon;1653', 'whole'],
    ['west:1653 west:16', 'whole'],
    // Cut, or run together: another one's could look the same.
    ['west:165', 'altered'],
    ['west:16', 'altered'],
    ['west:', 'altered'],
    ['we', 'altered'],
    ['west:16 2026-07-11', 'altered'],
    ['west:16537788', 'altered'],
    ['west:1653ch_3Nx', 'altered'],
    ['AUTHwest:1653', 'altered'],
    ['north-west:1653', 'altered'],
    ['west:1653-ch', 'altered'],
    ['west: 1653', 'altered'],
    // Somebody else's.
    ['west:1700', 'other'],
    ['west:7 west:1653', 'altered'],
    ['west:9 ch_3Nx', 'other'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['&nbsp;', 'empty'],
    ['ch_3Nx', 'foreign'],
    ['south:1653', 'foreign'],
    ['1653', 'foreign'],
  ];
  test.each(rows)('%j: %s', (text, reading) => {
    expect(readReference(text, west)).toBe(reading);
  });

  test('the short id of another one is not read in it', () => {
    expect(readReference('west:1653', { prefix: 'west:', id: '165' })).not.toBe('whole');
    expect(referenceIn('west:1653', 'west:')).toBe('west:1653');
  });

  test('of several fields each says whose it may be, and one that ran into words the digits of its id too', () => {
    const texts = ['west:1653Copiedfromwest', 'WEST:1653'];
    expect(referencesIn(texts, 'west:')).toEqual(['west:1653copiedfromwest', 'west:1653']);
    expect(likelyReferencesIn(texts, 'west:')).toEqual(['west:1653copiedfromwest', 'west:1653']);
    expect(likelyReferencesIn(texts.slice(0, 1), 'West:')).toEqual(['west:1653copiedfromwest', 'west:1653']);
    expect(likelyReferencesIn(['Came back', 'west:16-2', 'south:1653copied'], 'west:')).toEqual(['west:16-2']);
  });

  test('each of several fields is read by itself, and the one that says most counts', () => {
    expect(readReferences(['', 'west:1653'], [west])).toBe('whole');
    expect(readReferences(['Came back in its box', 'WEST:1653'], [west])).toBe('whole');
    expect(readReferences(['west:16', ''], [west])).toBe('altered');
    expect(readReferences(['west:1700 Copied', ''], [west])).toBe('other');
    expect(readReferences(['WO-1653'], [{ prefix: 'WP-', id: '1653' }, { prefix: 'WO-', id: '1653' }])).toBe('whole'); // biome-ignore format: one line
  });
});

const id = fc.oneof(
  fc.integer({ min: 1, max: 99_999 }).map(String),
  // Ids of which one begins with another.
  fc.constantFrom('1', '16', '165', '1653', '16537', '165377'),
);
const prefix = fc.constantFrom('west:', 'WP-', 'w', 'North West/', 'x_');
const behind = fc.constantFrom('', 'ch_3Nx', '7788', '7 88', 'west:16', 'Visa & Co "x"', 'WP-1');
const alteration = fc.constantFrom(...alterations);

describe('whatever a primary makes of references', () => {
  test('one that was written is never taken for another one, nor passed over', () => {
    fc.assert(
      fc.property(
        prefix,
        fc.uniqueArray(id, { minLength: 2, maxLength: 4 }),
        behind,
        alteration,
        fc.nat(30),
        (ofStore, ids, rest, [, alter], limit) => {
          const sought = ids.map((one) => ({
            orderId: 'W1',
            amount: decimal('7.00'),
            references: [{ prefix: ofStore, id: one }],
            written: true,
          }));
          const text = shorten(alter(`${ofStore}${ids[0]} ${rest}`.trim()), limit);
          const found = attribute([{ orderId: 'w1', amount: decimal('7.00'), texts: [text] }], sought);
          for (const [index, one] of sought.entries()) {
            const kind = found.get(one)?.kind;
            if (index === 0) expect(kind, text).toBeDefined();
            else expect(kind, `${text} for ${ids[index]}`).not.toBe('certain');
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('those of which none was cut or run together are all told apart, however alike their ids are', () => {
    fc.assert(
      fc.property(
        prefix,
        fc.uniqueArray(id, { minLength: 1, maxLength: 5 }),
        behind,
        alteration,
        (ofStore, ids, rest, [name, alter]) => {
          fc.pre(name !== 'spaces lost' && name !== 'wrapped without a gap');
          const sought = ids.map((one) => ({
            orderId: 'W1',
            amount: decimal('7.00'),
            references: [{ prefix: ofStore, id: one }],
            written: true,
          }));
          const shown = ids.map((one) => ({
            orderId: 'W1',
            amount: decimal('7.00'),
            texts: [alter(`${ofStore}${one} ${rest}`.trim())],
          }));
          const found = attribute(shown, sought);
          expect(sought.map((one) => found.get(one)?.shown)).toEqual(shown.map((one) => [one]));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('whose one is', () => {
  const sought = (reference: string, changes = {}) => ({
    orderId: 'W1',
    amount: decimal('7.00'),
    references: [{ prefix: 'west:', id: reference }],
    written: true,
    ...changes,
  });
  const shown = (text: string, changes = {}) => ({ orderId: 'W1', amount: decimal('7.00'), texts: [text], ...changes });

  test('a whole reference that could be the beginning of one nowhere to be seen is nobody’s for certain', () => {
    const [short, long] = [sought('16'), sought('1653')];
    const found = attribute([shown('west:16')], [short, long]);
    expect(found.get(short)).toMatchObject({ kind: 'doubtful', reading: 'whole' });
    expect(found.get(long)).toMatchObject({ kind: 'doubtful', reading: 'altered' });
  });

  test.each([
    ['was never written', { written: false }],
    ['is of another amount', { amount: decimal('8.00') }],
    ['is of another order', { orderId: 'W2' }],
  ])('it is certain where the longer one %s', (_, changes) => {
    const [short, long] = [sought('16'), sought('1653', changes)];
    const found = attribute([shown('west:16')], [short, long]);
    expect(found.get(short)?.kind).toBe('certain');
    expect(found.get(long)).toBeUndefined();
  });

  test('what bears none of ours may be any of its order and amount, what bears another one’s is not', () => {
    const one = sought('1653');
    expect(attribute([shown('ch_3Nx')], [one]).get(one)).toMatchObject({ kind: 'doubtful', reading: 'foreign' });
    expect(attribute([shown('')], [one]).get(one)).toMatchObject({ kind: 'doubtful', reading: 'empty' });
    expect(attribute([shown('west:1700')], [one]).get(one)).toBeUndefined();
    expect(attribute([shown('', { amount: decimal('8.00') })], [one]).get(one)).toBeUndefined();
  });
});
