import { describe, expect, test } from 'vitest';
import { entityNames, placeOf, plural, singular } from '../../src/entities/kinds.ts';
import { entities, findEntity, registerEntity } from '../../src/entities/registry.ts';
import { entityNameSchema } from '../../src/model/entities.ts';
import { voucher } from './support/voucher.ts';

describe('the registry of entities', () => {
  test('has each after all that it depends on', () => {
    for (const { name, dependsOn, belongsTo = [] } of entities) {
      for (const before of [...dependsOn, belongsTo].flat()) {
        expect(placeOf(before), `${before} before ${name}`).toBeLessThan(placeOf(name));
      }
    }
  });

  test('is named apart from what it holds, in the same order', () => {
    expect(entityNames()).toEqual(entities.map(({ name }) => name));
  });

  test('takes one more, last in load order, until it is taken out', () => {
    const before = entityNames();
    const forget = registerEntity(voucher);
    try {
      expect(entityNames()).toEqual([...before, 'vouchers']);
      expect(entities.map(({ name }) => name)).toEqual(entityNames());
      expect([singular(voucher.name), plural(voucher.name)]).toEqual(['voucher', 'vouchers']);
    } finally {
      forget();
    }
    forget();
    expect(entityNames()).toEqual(before);
  });

  test('takes no name twice, and none that depends on what it does not have', () => {
    const forget = registerEntity(voucher);
    try {
      expect(() => registerEntity(voucher)).toThrow('There is an entity vouchers already');
    } finally {
      forget();
    }
    const unknown = entityNameSchema.parse('tills');
    expect(() => registerEntity({ ...voucher, dependsOn: [unknown] })).toThrow('No entity is registered as tills');
    expect(findEntity('vouchers')).toBeUndefined();
  });

  test('calls what a ledger holds and nobody knows any more by the name under which it is kept', () => {
    expect([singular(voucher.name), placeOf(voucher.name)]).toEqual(['vouchers', entities.length]);
  });
});
