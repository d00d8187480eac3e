import { expect, test } from 'vitest';
import { entityNameOf, entityNameSchema } from '../../src/model/entities.ts';

test.each(['orders', 'rmas', 'gift-cards', 'Orders', 'o', '', '1orders', 'a'.repeat(32), 7, null, undefined])(
  '%j is a name of an entity, or none, for whoever asks',
  (text) => {
    const { success } = entityNameSchema.safeParse(text);
    if (success) expect(entityNameOf(text)).toBe(text);
    else expect(() => entityNameOf(text)).toThrow();
  },
);
