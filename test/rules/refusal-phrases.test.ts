import { describe, expect, test } from 'vitest';
import { primaryThat, refusingOutright } from './support/between-primary.ts';
import { heldIn, orderSeed, type Setting, withTwoStores } from './support/two-stores.ts';

const orders = [orderSeed({ OrderID: 'N100' })];
const words = 'Die Artikelnummer MUG ist UNGÜLTIG';

/** How often an order was sent in one run that the primary refuses so, and what became of it. */
async function refused(load: object | undefined, said = words, runs = 1) {
  const setting: Setting = { orders };
  return withTwoStores(setting, async (stores) => {
    const pipeline = await stores.pipeline();
    const given = load === undefined ? pipeline : { ...pipeline, load: { ...pipeline.load, ...load } };
    let sent = 0;
    const refuse = refusingOutright(said);
    const between = primaryThat({
      AddOrder: (ask) => {
        sent += 1;
        return refuse(ask);
      },
    });
    let held: string[] = [];
    for (let run = 0; run < runs; run += 1) held = heldIn(await stores.run({ pipeline: given, between }));
    return { sent, held };
  });
}

describe('A refusal in words that only the pipeline file knows', () => {
  test('is sent once more where the file does not know them either', async () => {
    expect(await refused(undefined)).toEqual({ sent: 2, held: ['orders N100: refused'] });
  });

  test('is quarantined at once where they are named as lasting, in whatever letters', async () => {
    const refusals = { passing: [], lasting: ['ist ungültig'] };
    expect(await refused({ refusals })).toEqual({ sent: 1, held: ['orders N100: refused'] });
  });

  test('is tried again and not quarantined where they are named as passing', async () => {
    const refusals = { passing: ['bitte später'], lasting: ['ungültig'] };
    const said = 'Wartung, bitte später versuchen: ungültig';
    expect((await refused({ refusals }, said)).held).toEqual([]);
  });

  test('is read from the pipeline file', async () => {
    await withTwoStores({ orders }, async (stores) => {
      const { load } = await stores.pipeline({ load: { refusals: { lasting: ['ungültig'] } } });
      expect(load.refusals).toEqual({ passing: [], lasting: ['ungültig'] });
    });
  });
});
