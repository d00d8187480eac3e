import { describe, expect, test } from 'vitest';
import { someOf } from '../../support/many.ts';
import { of, one, startDemo } from './support.ts';

const keyLine = `key: \${WEST_STORE_KEY}`;
const withUser = [keyLine, `${keyLine}\n    username: robot`] as const;

describe('which form of a key works', () => {
  test('a user-based key with its user name', async () => {
    const demo = await startDemo({ west: { username: 'robot' } });
    const report = await demo.check([withUser]);
    expect(one(report, 'west', 'key')).toMatchObject({
      severity: 'ok',
      message: 'The key works with its user name. Without it the store refuses the key.',
    });
  });

  test('a user-based key whose user name is missing', async () => {
    const demo = await startDemo({ west: { username: 'robot' } });
    const finding = one(await demo.check(), 'west', 'key');
    expect(finding).toMatchObject({ severity: 'problem', place: { key: 'secondaries[0].key', line: 18, column: 10 } });
    expect(finding.message).toMatch(/There is no `username` to try the other form with/);
  });

  test('a store-wide key that a user name stands beside', async () => {
    const demo = await startDemo({ west: { switches: { globalKeyWithUsername: 'refused' } } });
    const finding = one(await demo.check([withUser]), 'west', 'key');
    expect(finding).toMatchObject({ severity: 'problem', place: { key: 'secondaries[0].username' } });
    expect(finding.remedy).toMatch(/take `username` away/);
  });

  test('a wrong key is told with the causes that there can be, and the key itself nowhere', async () => {
    const demo = await startDemo();
    const wrong = 'not-the-key-of-this-store';
    const report = await demo.check([withUser], { environment: { WEST_STORE_KEY: wrong } });
    const finding = one(report, 'west', 'key');
    expect(finding.severity).toBe('problem');
    expect(finding.message).toMatch(/both with the user name and without it/);
    for (const cause of ['cut off', "another user's", 'reset or revoked']) {
      expect(finding.remedy).toContain(cause);
    }
    // It was tried without the user name as well.
    for (const other of ['`username` is missing', 'store-wide']) expect(finding.remedy).not.toContain(other);
    const alone = one(await demo.check([], { environment: { WEST_STORE_KEY: wrong } }), 'west', 'key');
    expect(alone.remedy).toContain('`username` is missing (no user name is sent here)');
    expect(alone.remedy).not.toContain("another user's");
    expect(JSON.stringify(report)).not.toContain(wrong);
    expect(of(report, 'south', 'key', 'ok')).toHaveLength(1);
  });
});

test('a store that does not answer is a problem of its own, and the others are checked', async () => {
  const demo = await startDemo();
  await demo.west.close();
  const report = await demo.check();
  expect(one(report, 'west', 'key')).toMatchObject({ severity: 'problem', place: { key: 'secondaries[0].url' } });
  expect(of(report, 'west', 'payment methods', 'ok')).toHaveLength(1);
  expect(of(report, 'south', 'recent orders', 'ok')).toHaveLength(1);
});

test('without the primary the secondaries are still asked', async () => {
  const demo = await startDemo();
  await demo.main.close();
  const report = await demo.check();
  expect(one(report, 'primary', 'key').severity).toBe('problem');
  expect(of(report, 'west', 'key', 'ok')).toHaveLength(1);
  expect(report.status).toBe('problem');
});

test('a key without the right to see orders is told apart from an empty store', async () => {
  const blind = { switches: { orderRights: false } };
  const demo = await startDemo({ main: blind, west: blind });
  const report = await demo.check();
  expect(one(report, 'west', 'orders visible')).toMatchObject({ severity: 'problem' });
  expect(one(report, 'primary', 'orders visible')).toMatchObject({ severity: 'warn' });
  const later = await startDemo();
  const since = ['since: 2026-07-01', 'since: 2026-11-20'] as const;
  expect(one(await later.check([since]), 'west', 'orders visible')).toMatchObject({
    severity: 'warn',
    place: { key: 'secondaries[0].since' },
  });
});

describe('clock and time zone', () => {
  test.each(
    someOf(
      [
        [119, 'ok'],
        [-119, 'ok'],
        [180, 'warn'],
        [-3600, 'warn'],
      ],
      2,
    ),
  )('a store whose clock is %i s off', async (seconds, severity) => {
    const demo = await startDemo({ west: { clock: () => Date.now() + seconds * 1000 } });
    expect(one(await demo.check(), 'west', 'clock').severity).toBe(severity);
  });

  test('a wrong time zone, with those that would fit', async () => {
    const demo = await startDemo();
    const now = () => Date.UTC(2026, 7, 1);
    const report = await demo.check([['timezone: Australia/Perth', 'timezone: Australia/Sydney']], {
      options: { now },
    });
    const finding = one(report, 'west', 'time zone');
    expect(finding).toMatchObject({ severity: 'problem', place: { key: 'secondaries[0].timezone' } });
    expect(finding.remedy).toBe('Australia/Perth would fit.');
  });

  test('a store without payments is compared by its country', async () => {
    const demo = await startDemo();
    const now = () => Date.UTC(2030, 0, 1);
    const report = await demo.check([['timezone: Australia/Perth', 'timezone: Pacific/Auckland']], {
      options: { now },
    });
    expect(one(report, 'west', 'time zone')).toMatchObject({ severity: 'warn' });
    expect(one(report, 'west', 'time zone').message).toMatch(/country AU, and Pacific\/Auckland is not/);
  });
});
