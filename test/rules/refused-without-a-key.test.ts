import { describe, expect, test } from 'vitest';
import { openLedger } from '../support/open-ledger.ts';
import { type Behaviour, primaryThat, refusing, refusingOutright } from './support/between-primary.ts';
import { type Keyless, keyless, reading, withKeyless, writing } from './support/keyless.ts';
import { heldIn } from './support/two-stores.ts';

/** One of each nature: what will be said again, what passes, what nobody knows. */
const words = [
  'AmountPaid is a required field and is missing',
  'Deadlock found, try restarting transaction',
  'The moon is in the seventh house',
] as const;
const amounts = ['11.00', '12.00', '13.00'];

/** One after the other, call by call. */
function inTurn(behaviour: (said: string) => Behaviour): Behaviour {
  let call = 0;
  return (ask) => behaviour(words[call++ % words.length] ?? '')(ask);
}

const amountsOf = (texts: readonly string[]) => texts.map((text) => Number(text.split(' ').at(-1))).toSorted();

async function retry(ledgerFile: string, entity: Keyless, sourceIds: readonly string[]): Promise<void> {
  const ledger = openLedger(ledgerFile);
  const run = await ledger.beginRun({ narrowed: true });
  for (const sourceId of sourceIds) await ledger.retry(run, { store: 'west', entity, sourceId });
  await ledger.close();
}

describe.each(keyless)('an answer of Error to %s', (entity) => {
  test('is no proof that nothing was stored, whatever it says: there is one, and it is seen later', async () => {
    await withKeyless(amounts, async ({ later, there, sent }) => {
      let hidden = true;
      const between = primaryThat({
        [writing[entity]]: inTurn(refusing),
        [reading[entity]]: async (ask) => (hidden ? { ...(await ask()), body: {} } : ask()),
      });
      const first = await later(0, { between });
      expect(first.stores['west']?.[entity]).toMatchObject({ pending: 3, quarantined: 0 });
      hidden = false;
      expect(heldIn(await later(1, { between }))).toEqual([]);
      for (let run = 0; run < 2; run += 1) expect((await later(15)).status).toBe('good');
      expect(amountsOf(there(entity))).toEqual([11, 12, 13]);
      expect(sent(entity)).toBe(3);
    });
  });

  test('is believed once looking has found nothing, and nothing is sent again until a person says so', async () => {
    await withKeyless(amounts, async ({ later, there, sent, ledgerFile }) => {
      const between = primaryThat({ [writing[entity]]: inTurn(refusingOutright) });
      const first = await later(0, { between });
      expect([first.status, heldIn(first)]).toEqual(['failed', []]);
      expect(heldIn(await later(1))).toEqual([]);
      const settled = await later(15);
      expect(settled.quarantine.map(({ code, reason }) => `${code}: ${reason}`)).toEqual(
        words.map((said) => `refused: The primary refused it: ${said}`),
      );
      expect(settled.quarantine[0]?.actions).toContain('retry');
      await later(15);
      expect([there(entity), sent(entity)]).toEqual([[], 0]);
      await retry(ledgerFile, entity, ['1', '2', '3']);
      expect(heldIn(await later(15))).toEqual([]);
      expect(amountsOf(there(entity))).toEqual([11, 12, 13]);
    });
  });
});

test('an answer of Error to several payments at once keeps none of the innocent back', async () => {
  const five = [...amounts, '14.00', '15.00'];
  const use = async ({ later, there, run, main }: Parameters<Parameters<typeof withKeyless>[1]>[0]) => {
    main.switches.batch = 'atomic';
    main.switches.overpayment = 'error';
    await run({ narrowing: { entities: ['products', 'customers', 'orders'] } });
    // Only this one can't be stored: it is paid already, which no reading shows.
    const payment = {
      OrderID: 'W102',
      AmountPaid: '13.00',
      PaymentMethodName: 'Cash',
      DatePaid: '2026-07-12 02:00:00',
    };
    main.panel.addPayment(payment);
    const between = primaryThat({ GetPayment: async (ask) => withoutForeign(await ask()) });
    let last = await later(15, { between });
    for (let round = 0; round < 6; round += 1) last = await later(15, { between });
    expect(heldIn(last)).toEqual(['payments 3: refused']);
    expect(amountsOf(there('payments'))).toEqual([11, 12, 13, 14, 15]);
  };
  await withKeyless(five, use, { only: 'payments' });
});

type Row = { readonly CardAuthorisation?: string };

function withoutForeign<T extends { readonly body: Readonly<Record<string, unknown>> }>(reply: T): T {
  const rows = [reply.body['Payment'] ?? []].flat() as Row[];
  return { ...reply, body: { ...reply.body, Payment: rows.filter((row) => row.CardAuthorisation !== '') } };
}
