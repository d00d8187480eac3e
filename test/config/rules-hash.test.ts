import { expect, test } from 'vitest';
import { fixedRules, rulesHash } from '../../src/session/store-rules.ts';
import { full, read } from './sample.ts';

test('the rules of one pipeline file are known by one hash in every version, so that no update judges all anew', async () => {
  const pipeline = await read(full);
  const hashes = pipeline.secondaries.map((secondary) => {
    const rules = fixedRules(pipeline, secondary, { installationId: 'here', skuMap: new Map([['A', 'B']]) });
    expect(rules.rma).toEqual(secondary.rma);
    return rulesHash(rules);
  });
  expect(hashes).toEqual(['SNuP7UDVucyyZzlkTi-a13']);
});
