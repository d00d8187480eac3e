import { expect, test } from 'vitest';
import { ackErrorKinds, type FaultRequest, faultKinds, seededFaults } from '../../src/fake-store/index.ts';

const requests: readonly FaultRequest[] = Array.from({ length: 4_000 }, (_, index) => ({
  action: index % 3 === 0 ? 'AddOrder' : 'GetOrder',
  body: {},
}));
const plan = (options: Parameters<typeof seededFaults>[0]) => requests.map(seededFaults(options));

test('the same seed makes the same faults, another one others', () => {
  expect(plan({ seed: 1, rate: 0.3 })).toEqual(plan({ seed: 1, rate: 0.3 }));
  expect(plan({ seed: 1, rate: 0.3 })).not.toEqual(plan({ seed: 2, rate: 0.3 }));
});

test('the rate is kept, and 0 means none', () => {
  expect(plan({ seed: 3, rate: 0 }).every((fault) => fault === undefined)).toBe(true);
  const met = plan({ seed: 3, rate: 0.25 }).filter((fault) => fault !== undefined).length;
  expect(met / requests.length).toBeGreaterThan(0.2);
  expect(met / requests.length).toBeLessThan(0.3);
});

test.each([...faultKinds, ...ackErrorKinds])(
  'a plan of "%s" alone brings it about, and never to a read what is for writes',
  (kind) => {
    const faults = plan({ seed: 4, rate: 1, kinds: [kind] });
    expect(faults.some((fault) => fault !== undefined)).toBe(true);
    const onReads = faults.filter((_, index) => requests[index]?.action === 'GetOrder');
    const forWrites = ['lie', 'write-after-reads', 'partial-batch', 'silence', 'error-though-stored', 'refused'];
    expect(onReads.filter((fault) => fault !== undefined && forWrites.includes(fault.kind))).toEqual([]);
  },
);

test('an Ack Error that tells nothing comes only where it is asked for by name', () => {
  const kinds = new Set(plan({ seed: 5, rate: 1 }).map((fault) => fault?.kind));
  expect(kinds.has('partial-batch')).toBe(true);
  expect([kinds.has('error-though-stored'), kinds.has('refused')]).toEqual([false, false]);
});
