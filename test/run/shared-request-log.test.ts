import { expect, test } from 'vitest';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { openSharedRequestLog, shareRequestLog } from '../../src/session/open-run.ts';
import { Resources } from '../../src/session/resources.ts';

test('what is opened with a state home keeps the limit that more than this machine shares, until that ends', async () => {
  const ofFleet = memoryRequestLog();
  const unshare = shareRequestLog('/nowhere/home', ofFleet);
  const resources = new Resources();
  expect(openSharedRequestLog({ home: '/nowhere/home', database: undefined }, resources)).toBe(ofFleet);
  await resources.close();
  // Whoever opened it closes it: it still answers.
  (await ofFleet.reserve('store.example', 1)).done();
  unshare();
  expect(() => openSharedRequestLog({ home: import.meta.filename, database: undefined }, new Resources())).toThrow();
});
