import { expect, test } from 'vitest';
import { fixedRules, rulesHash } from '../../src/session/store-rules.ts';
import { full, read, replaced } from './sample.ts';

const newer = '      dueDate: terms\n      paymentTerms: { Net 14: 14 }\n';

test.each([
  ['without the keys that it had not yet', ''],
  ['with what they say by default', '      dueDate: source\n      paymentTerms: { Net 14: 14 }\n'],
])(
  'the rules of one pipeline file are known by one hash in every version, so that no update judges all anew: %s',
  async (_, keys) => {
    const pipeline = await read(replaced(full, newer, keys));
    const hashes = pipeline.secondaries.map((secondary) => {
      const rules = fixedRules(pipeline, secondary, { installationId: 'here', skuMap: new Map([['A', 'B']]) });
      expect(rules.rma).toEqual(secondary.rma);
      return rulesHash(rules);
    });
    expect(hashes).toEqual(['SNuP7UDVucyyZzlkTi-a13']);
  },
);
