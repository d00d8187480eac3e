import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ByHand, held, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

const orders = [
  orderSeed({ OrderID: 'N100', GrandTotal: '11.64' }),
  orderSeed({ OrderID: 'N101' }),
  orderSeed({ OrderID: 'N102', ...held }),
  orderSeed({ OrderID: 'N103', ...held }),
];

/** What `reconcile` ends with, and what it says of each order that differs. */
async function reconciled({ command }: ByHand, ...more: string[]) {
  const { code, stdout } = await command('reconcile', '<pipeline>', '--output', 'json', ...more);
  const { differences }: { differences: { sourceId: string; label?: string }[] } = JSON.parse(stdout);
  return { code, known: Object.fromEntries(differences.map(({ sourceId, label }) => [sourceId, label])) };
}

/** One order accepted as it stands, one copied, one dropped, one in quarantine. */
async function decided({ run, command }: ByHand): Promise<void> {
  await run();
  await command('quarantine', 'accept', '<pipeline>', 'N100', '--reason', 'rounded at the till');
  await command('quarantine', 'drop', '<pipeline>', 'N102', '--reason', 'a test of ours');
  await run();
}

test('what was accepted, dropped or quarantined is said to be so by reconcile too, and only what nothing explains ends it with 4', () =>
  withHands({ orders }, async (hands) => {
    await decided(hands);
    const { command, main } = hands;
    expect(await reconciled(hands)).toEqual({
      code: 3,
      known: { N100: 'decided', N102: 'dropped', N103: 'quarantined' },
    });
    const text = (await command('reconcile', '<pipeline>')).stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      'the books add up, but for what is explained: 1 in quarantine, 1 accepted by you, with a reason and 1 dropped by you, with a reason.',
    );
    expect(text).toMatch(/Explained, dropped by you, with a reason: 1 point - missing order, .*?N102 of west/);
    expect(text).toMatch(/What to do about each: neto-consolidator todo \S+pipeline\.yaml/);
    await command('quarantine', 'drop', '<pipeline>', 'N103', '--reason', 'another one');
    expect((await reconciled(hands)).code).toBe(0);
    main.panel.changeOrder('S101', { GrandTotal: '12.00' });
    expect(await reconciled(hands)).toMatchObject({ code: 4, known: { N100: 'decided', N101: 'unexplained' } });
    expect((await command('reconcile', '<pipeline>')).stdout.replace(/\s+/g, ' ')).toMatch(
      /the books differ in 1 point that nothing explains, beside .* dropped by you/,
    );
  }));

test('without its ledger reconcile finds the same, and labels nothing', () =>
  withHands({ orders }, async (hands) => {
    await decided(hands);
    for (const part of ['', '-wal', '-shm']) rmSync(hands.ledgerFile + part, { force: true });
    expect(await reconciled(hands)).toEqual({
      code: 4,
      known: { N100: undefined, N102: undefined, N103: undefined },
    });
  }));

test('that no run has come since is no explanation for reconcile, but for the minutes of --grace', () =>
  withHands({ orders: [orderSeed({ OrderID: 'N101' })] }, async (hands) => {
    await hands.run();
    hands.west.panel.addOrder(orderSeed({ OrderID: 'N200', DateUpdated: undefined }));
    expect(await reconciled(hands)).toEqual({ code: 4, known: { N200: 'unexplained' } });
    expect(await reconciled(hands, '--grace', '60')).toEqual({ code: 0, known: { N200: 'under-way' } });
  }));

test('what was retried or accepted goes with the next run, and is said so by reconcile, trace and month, once', () =>
  withHands({ orders }, async (hands) => {
    const { run, command, west } = hands;
    await run();
    const refund = { AmountPaid: '-5.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-12 02:00:00' };
    const { PaymentID: id } = west.panel.addPayment({ OrderID: 'N101', ...refund });
    await run();
    const payment = ['<pipeline>', String(id), '--entity', 'payments'];
    await command('quarantine', 'drop', ...payment, '--reason', 'not this one');
    await command('quarantine', 'retry', ...payment);
    await command('quarantine', 'accept', '<pipeline>', 'N100', '--reason', 'rounded at the till', '--yes');
    await command('quarantine', 'drop', '<pipeline>', 'N102', '--reason', 'a test of ours');
    await command('quarantine', 'retry', '<pipeline>', 'N103');
    expect(await reconciled(hands)).toEqual({
      code: 3,
      known: { N100: 'next-run', N102: 'dropped', N103: 'next-run', [String(id)]: 'next-run' },
    });
    const words = 'decided by you, goes with the next run';
    expect((await command('reconcile', '<pipeline>')).stdout).toContain(words);
    const traced = (await command('trace', 'N101', '<pipeline>')).stdout;
    expect(traced).toMatch(new RegExp(`payment ${id} +-5.00 ${words}`));
    expect(traced).not.toContain('left out by rule');
    const { stdout } = await command('month', '2026-07', '<pipeline>', '--out', hands.home, '--output', 'json');
    const { open, differences }: { open: { kind: string; what: string }[]; differences: { cause: string }[] } =
      JSON.parse(stdout);
    expect(differences.map(({ cause }) => cause)).not.toContain('left-out');
    expect(open.filter(({ what }) => what.includes(`payment ${id}`))).toHaveLength(1);
    expect(open.map(({ kind }) => kind)).not.toContain('pending');
    expect(open.map(({ kind }) => kind)).not.toContain('under-way');
  }));
