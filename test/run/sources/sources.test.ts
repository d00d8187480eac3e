import { describe, expect, test } from 'vitest';
import { someOf } from '../../support/many.ts';
import { brokenSources } from './broken-sources.ts';
import { checks } from './conformance.ts';
import { withApi, withFiles } from './ground.ts';

const implementations = { 'a store by its API': withApi, 'a store by feed files': withFiles };

describe.each(Object.entries(implementations))('%s', (_name, within) => {
  test.each(Object.entries(checks))('%s', (_check, check) => within((ground) => check(ground, ground.open)));

  describe('the suite notices a source that', () => {
    test.each(someOf(Object.entries(brokenSources), 2))('%s', async (_fault, [check, broken]) => {
      // By what it expects, and not because the fault itself went wrong.
      const failure = within((ground) => checks[check](ground, broken(ground)));
      await expect(failure).rejects.toMatchObject({ name: 'AssertionError' });
    });
  });
});
