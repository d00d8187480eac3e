import { expect, test } from 'vitest';
import { sabotaged, sabotages } from '../chaos/sabotage.ts';
import { scenarios } from '../chaos/scenarios.ts';

/** By which scenario each protection is seen to be missing. */
const catchers: Readonly<Record<string, readonly (readonly [scenario: string, says: RegExp])[]>> = {
  'look-up before retry': [
    ['killed after AddOrder', /is copied 2 times/],
    ['AddPayment done after the client looked', /is booked 2 times/],
  ],
  'intent before write': [
    ['killed after AddOrder', /is copied 2 times/],
    ['killed after AddPayment', /is booked 2 times/],
  ],
  'read-back': [['a primary that lies', /is lost/]],
  lock: [['two runs at once', /2 runs went on at the same time/]],
  overlap: [['an order that is shown late', /is lost/]],
};

test.each(Object.entries(scenarios))('whole, the program stands: %s', async (_, scenario) => {
  expect(await scenario()).toEqual([]);
});

test.each(Object.keys(sabotages))('without %s it is caught', { timeout: 120_000 }, async (name) => {
  const { program, remove } = sabotaged(sabotages[name] ?? []);
  try {
    for (const [scenario, says] of catchers[name] ?? []) {
      expect((await scenarios[scenario]?.(program))?.join('\n'), scenario).toMatch(says);
    }
  } finally {
    remove();
  }
});

test('a copy of the program without a patch passes what catches the patched ones', { timeout: 120_000 }, async () => {
  const { program, remove } = sabotaged([]);
  try {
    const used = Object.values(catchers).flatMap((each) => each.map(([scenario]) => scenario));
    for (const scenario of new Set(used)) expect(await scenarios[scenario]?.(program), scenario).toEqual([]);
  } finally {
    remove();
  }
});
