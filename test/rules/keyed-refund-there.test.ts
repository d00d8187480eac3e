import { expect, test } from 'vitest';
import { withHands } from './support/by-hand.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const refund = { AmountPaid: '-5.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-12 02:00:00' };

test('a negative payment that may be in the primary is offered to be linked and dropped, and not to be copied', async () => {
  await withHands({ orders: [orderSeed({ OrderID: 'N1081' })] }, async ({ west, main, run, command }) => {
    await run();
    const { PaymentID: there } = main.panel.addPayment({ OrderID: 'S1081', ...refund });
    const { PaymentID: id } = west.panel.addPayment({ OrderID: 'N1081', ...refund });
    expect(heldIn(await run())).toEqual([`payments ${id}: may-be-there`]);
    const { stdout } = await command('todo', '<pipeline>');
    expect(stdout).toContain(`${there} in the primary is it, entered by hand: link it`);
    expect(stdout).toContain('quarantine drop');
    expect(stdout).not.toMatch(/retry|The next run copies/);
    const shown = (await command('quarantine', 'show', '<pipeline>', String(id), '--entity', 'payments')).stdout;
    expect(shown).toContain(`--as ${there}`);
    expect(shown).not.toMatch(/retry/);
    const accepted = await command(
      'quarantine',
      'accept',
      '<pipeline>',
      String(id),
      '--entity',
      'payments',
      '--reason',
      'it is',
    );
    expect(accepted.stdout).toContain('counts as right as it stands in the primary');
    expect(accepted.stdout).not.toContain('Next:');
  });
});

test('a refund keyed as a payment is not said to be out of the books when it is dropped: a return may stand for it', async () => {
  await withHands({ orders: [orderSeed({ OrderID: 'N1081' })] }, async ({ west, run, command }) => {
    await run();
    const { PaymentID: id } = west.panel.addPayment({ OrderID: 'N1081', ...refund });
    expect(heldIn(await run())).toEqual([`payments ${id}: payment-negative`]);
    expect((await command('todo', '<pipeline>')).stdout).toContain('where `entities` has `rmas`');
    const words = ['quarantine', 'drop', '<pipeline>', String(id), '--entity', 'payments', '--reason', 'as a return'];
    const { stdout } = await command(...words);
    expect(stdout).toContain('as a payment or as a return, that stands for it');
    expect(stdout).not.toContain('unless you enter it by hand');
  });
});
