import { expect, test } from 'vitest';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { runProgram } from './program.ts';

test('every command that takes an order knows it in any letter case, in either number', async () => {
  const odd = orderSeed({ OrderID: 'N3', ShippingOption: 'Owl' });
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N1' }), orderSeed({ OrderID: 'N2' }), odd] }, async (stores) => {
    await stores.pipeline();
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
    const command = (...words: string[]) => runProgram(words, { folder: stores.home, environment });
    const copies = () => stores.main.orders().map(({ OrderID }) => OrderID);
    const plan = await command('plan', 'pipeline.yaml', '--order', 'n2');
    expect(plan.stdout).toMatch(/west +orders +1 +1 /);
    const run = await command('run', 'pipeline.yaml', '--order', 'n2');
    expect(run.stdout).toMatch(/west +orders +1 +1 /);
    expect(copies()).toEqual(['W2']);
    await command('run', 'pipeline.yaml');
    // What is staged already is chosen by its id too.
    await command('quarantine', 'retry', 'pipeline.yaml', 'n3');
    expect((await command('run', 'pipeline.yaml', '--order', 'n3')).stdout).toMatch(/west +orders +1 +0 /);
    for (const words of [
      ['trace', 'n1', 'pipeline.yaml'],
      ['trace', 'w1', 'pipeline.yaml'],
    ])
      expect((await command(...words)).stdout).toMatch(/^west N1 -> W1: copied$/m);
    expect((await command('quarantine', 'show', 'pipeline.yaml', 'n3')).stdout).toMatch(/^west order N3$/m);
    const link = await command('link', 'pipeline.yaml', 'n3', '--as', 'w1', '--dry-run');
    expect(link.stderr).toContain("N3 can't be linked as w1: it is the copy of west N1");
  });
});
