import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

test('commands that only look answer while a run writes to the ledger, also where a store is new to it', async () => {
  await withHands({ orders: [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' })] }, async (stores) => {
    await stores.run();
    const writing = new DatabaseSync(stores.ledgerFile);
    writing.exec("DELETE FROM note WHERE name = 'west' AND scope = (SELECT id FROM scope WHERE text = 'store')");
    writing.exec('BEGIN IMMEDIATE');
    try {
      const said: Record<string, string> = {};
      for (const look of ['status', 'todo', 'quarantine list', 'doctor']) {
        const { stdout, stderr } = await stores.command(...look.split(' '), '<pipeline>');
        said[look] = stdout + stderr;
      }
      expect(said).toEqual({
        status: expect.stringContaining('west'),
        todo: expect.stringContaining('N100'),
        'quarantine list': expect.stringContaining('N100'),
        doctor: expect.stringContaining('the ledger is sound'),
      });
    } finally {
      writing.close();
    }
  });
});
