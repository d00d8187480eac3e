import { describe, expect, test } from 'vitest';
import { paid, withHands } from '../rules/support/by-hand.ts';
import { heldIn, orderSeed } from '../rules/support/two-stores.ts';

const accept = ['quarantine', 'accept', '<pipeline>'] as const;
const why = ['--reason', 'rounded at the till'] as const;

describe('quarantine accept', () => {
  test('shows what its store has, by how much the copy differs, and what goes into the books', async () => {
    await withHands(
      { orders: [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' })] },
      async ({ run, command, main }) => {
        await run();
        const { code, stdout } = await command(...accept, 'N100', ...why);
        expect(code).toBe(0);
        expect(stdout).toContain('Into the books go 11.00: 0.64 less than the 11.64 of its store');
        expect(heldIn(await run())).toEqual([]);
        expect(main.order('S100')).toMatchObject({ GrandTotal: '11.00' });
      },
    );
  });

  test('says what is left over of the payments, in show and before it is done, and asks; proof and trace name it afterwards', async () => {
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const recent = { DatePlaced: `${day} 02:00:00`, DateInvoiced: day, DateUpdated: `${day} 03:00:00` };
    const payment = { ...paid('1', '11.64'), DatePaid: `${day} 02:00:00` };
    const order = orderSeed({ OrderID: 'N100', GrandTotal: '11.64', ...recent, OrderPayment: [payment] });
    const books = 'an invoice of 11.00 and 1 payment of 11.64 in all: 0.64 is paid too much (an overpayment)';
    const flat = ({ stdout, stderr }: { stdout: string; stderr: string }) => (stdout + stderr).replace(/\s+/g, ' ');
    await withHands({ orders: [order] }, async ({ run, command, find }) => {
      await run();
      const shown = await command('quarantine', 'show', '<pipeline>', 'N100');
      expect(flat(shown)).toContain(books);
      // The line that is printed can be typed as it stands, also without a terminal.
      expect(flat(shown)).toMatch(/quarantine accept \S+ N100 --store west --entity orders --reason "…" --yes/);
      const asked = await command(...accept, 'N100', ...why);
      expect(asked.code).toBe(2);
      expect(flat(asked)).toContain(books);
      const dry = await command(...accept, 'N100', ...why, '--dry-run');
      expect([dry.code, flat(dry)]).toEqual([0, expect.stringContaining('Nothing was accepted.')]);
      expect(flat(dry)).toContain(books);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'quarantined', accepted: null });
      expect(flat(await command(...accept, 'N100', ...why, '--yes'))).toContain(books);
      expect(heldIn(await run())).toEqual([]);
      const proof = flat(await command('run', '<pipeline>', '--proof'));
      expect(proof).toContain('11.64 is paid on it: 0.64 too much, an overpayment.');
      expect(flat(await command('trace', 'N100', '<pipeline>'))).toContain('0.64 more than it comes to');
    });
  });

  test('is not offered for a difference that would not be enough, and refused there with nothing changed', async () => {
    const orders = [orderSeed({ OrderID: 'N100', GrandTotal: '73.80', OrderTax: '6.71' })];
    await withHands({ orders }, async ({ run, command, find }) => {
      const { quarantine } = await run();
      expect(quarantine).toMatchObject([{ code: 'total-unexplained', actions: ['retry', 'drop'] }]);
      expect(quarantine[0]?.reason).toContain('to accept that would not be enough');
      expect((await command(...accept, 'N100', ...why)).code).toBe(2);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'quarantined', accepted: null });
    });
  });

  test('--all takes no more than --up-to says, and neither goes without the other', async () => {
    const orders = [
      orderSeed({ OrderID: 'N100', GrandTotal: '11.06' }),
      orderSeed({ OrderID: 'N101', GrandTotal: '10.92' }),
      orderSeed({ OrderID: 'N102', GrandTotal: '11.64' }),
    ];
    await withHands({ orders }, async ({ run, command }) => {
      expect(heldIn(await run())).toHaveLength(3);
      expect((await command(...accept, '--all', ...why)).code).toBe(2);
      expect((await command(...accept, 'N100', '--up-to', '0.10', ...why)).code).toBe(2);
      expect((await command(...accept, '--all', '--up-to', '-1', ...why)).code).toBe(2);
      expect((await command(...accept, '--all', '--up-to', '1e3', ...why)).code).toBe(2);
      expect((await command(...accept, '--all', '--up-to', '0.01', ...why)).stdout).toContain('Nothing is quarantined');
      const { stdout } = await command(...accept, '--all', '--up-to', '+0.10', ...why);
      expect(stdout).toContain('N100');
      expect(stdout).toContain('N101');
      expect(stdout).not.toContain('N102');
      expect(heldIn(await run())).toEqual(['orders N102: total-unexplained']);
    });
  });
});
