import { expect, test } from 'vitest';
import { type ByHand, paid, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

const orders = [
  orderSeed({ OrderID: 'N100', OrderPayment: [paid('1', '11.00'), paid('2', '-3.00'), paid('3', '-2.00')] }),
];

/** What a person keys where the primary takes no negative payment. */
const returned = ({ main }: ByHand, amount: string) =>
  main.panel.addRma({
    ...{ OrderID: 'S100', StaffUsername: 'anna', DateIssued: '2026-07-19' },
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
    Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-19' }],
  });

const dropped = ({ command }: ByHand, id: string) =>
  command('quarantine', 'drop', '<pipeline>', id, '--entity', 'payments', '--reason', 'recorded as a return');

async function told({ command }: ByHand) {
  const reconciled = await command('reconcile', '<pipeline>', '--output', 'json');
  const month = await command('month', '2026-07', '<pipeline>', '--out', 'july', '--force', '--output', 'json');
  const traced = await command('trace', 'N100', '<pipeline>');
  const found: { entity: string; label: string; message: string }[] = JSON.parse(reconciled.stdout).differences;
  return {
    ends: reconciled.code,
    refunds: found.flatMap(({ entity, label }) => (entity === 'refund' ? [label] : [])),
    month: JSON.parse(month.stdout).state,
    words: [
      found.map(({ message }) => message).join('\n'),
      JSON.parse(month.stdout)
        .differences.map(({ message }: { message: string }) => message)
        .join('\n'),
      traced.stdout.replace(/\s+/g, ' '),
    ],
  };
}

test('a return in the primary that comes to refunds which were keyed as payments is told as these, and ties when they are dropped', () =>
  withHands({ orders }, async (hands) => {
    await hands.run();
    returned(hands, '5.00');
    const waiting = await told(hands);
    expect(waiting.words[2]).toMatch(
      /See `neto-consolidator quarantine show \S+ 2` and `neto-consolidator quarantine show \S+ 3`/,
    );
    expect(waiting).toMatchObject({ ends: 3, refunds: ['quarantined', 'quarantined'], month: 'open' });
    for (const words of waiting.words) expect(words).toMatch(/keyed as payments 2 and 3 of west, which waits? for you/);
    await dropped(hands, '2');
    await dropped(hands, '3');
    const done = await told(hands);
    expect(done).toMatchObject({ ends: 0, refunds: ['dropped', 'dropped'], month: 'closed' });
    for (const words of done.words) {
      expect(words).toContain(
        'It stands for the refund that was keyed as payments 2 and 3 of west, which you dropped.',
      );
    }
    expect(done.words[2]).not.toContain('Make the same return');
    expect((await hands.command('run', '<pipeline>', '--proof')).code).toBe(0);
  }));

test('a return of any other amount is explained by nothing', () =>
  withHands({ orders }, async (hands) => {
    await hands.run();
    await dropped(hands, '2');
    await dropped(hands, '3');
    returned(hands, '3.01');
    expect(await told(hands)).toMatchObject({ ends: 4, refunds: ['unexplained', 'unexplained'], month: 'differs' });
  }));

test('to drop a refund that was keyed as a payment leaves the copy paid by more, and is said so', () =>
  withHands({ orders }, async (hands) => {
    await hands.run();
    const todo = (await hands.command('todo', '<pipeline>', '--offline')).stdout.replace(/\s+/g, ' ');
    expect(todo).toContain('In the primary the copy of N100 stays paid 3.00 more than in its own store.');
    const said = (await dropped(hands, '2')).stdout;
    expect(said).toContain('In the primary the copy of its order stays paid 3.00 more than in its own store.');
    expect(todo + said).not.toMatch(/unpaid by/);
  }));
