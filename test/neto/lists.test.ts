import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asArray, isRecord, recordsIn, sublist } from '../../src/neto/read-fields.ts';
import { seenInReply } from '../../src/neto/seen-in-reply.ts';

const wrapper = 'Line';

const scalars = fc.oneof(fc.constantFrom(null, '', 'text', 0, false), fc.string({ maxLength: 3 }));
const { list } = fc.letrec<{ list: unknown }>((tie) => ({
  list: fc.oneof(
    { maxDepth: 4 },
    scalars,
    fc.array(tie('list'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(wrapper, 'SKU', '0'), tie('list'), { maxKeys: 3 }),
  ),
}));

test('a list that is given as it stands has the elements that it has when it is taken apart', () => {
  fc.assert(
    fc.property(list, fc.constantFrom(wrapper, undefined), (value, name) => {
      const apart = takenApart(value, name);
      expect(asArray(value, name)).toEqual(apart);
      expect(recordsIn(value, name)).toEqual(apart.filter(isRecord));
    }),
    { numRuns: 5_000 },
  );
});

test('text or a number among the records of a list is refused, wherever it stands', () => {
  fc.assert(
    fc.property(list, (value) => {
      const read = () => sublist({ OrderLine: value }, 'OrderLine', wrapper);
      const apart = takenApart(value, wrapper);
      if (apart.every(isRecord)) expect(read()).toEqual(apart);
      else expect(read).toThrow('OrderLine is no list of records');
    }),
    { numRuns: 5_000 },
  );
});

test('one line id that is no number, in whatever order it stands, tells that a store gives its lines other ids', () => {
  const ids = fc.constantFrom('', ' ', '12', ' 7 ', 'N1-0', '1.0');
  const rows = fc.array(fc.array(ids.map((id) => ({ OrderLineID: id }))).map((lines) => ({ OrderLine: lines })));
  fc.assert(
    fc.property(rows, (orders) => {
      const all = orders.flatMap(({ OrderLine }) => OrderLine.map((line) => line.OrderLineID.trim()));
      const given = all.filter((id) => id !== '');
      const value = given.every((id) => /^\d+$/.test(id)) ? 'digits' : 'text';
      expect(seenInReply('GetOrder', { body: { Order: orders } }).filter(({ habit }) => habit === 'lineIds')).toEqual(
        given.length === 0 ? [] : [{ habit: 'lineIds', value, in: 'orders' }],
      );
    }),
  );
});

/** Each element looked at by itself, whatever the others are. */
function takenApart(value: unknown, name: string | undefined): unknown[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((element: unknown) => takenApart(element, name));
  if (isRecord(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return [];
    if (name !== undefined && keys.length === 1 && keys[0] === name) return takenApart(value[name], undefined);
  }
  return [value];
}
