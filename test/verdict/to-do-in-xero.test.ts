import { expect, test } from 'vitest';
import { plainApp } from '../../src/fake-xero/index.ts';
import { titleOf } from '../../src/notify/title.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { readVerdict } from '../../src/verdict/verdict.ts';
import { verdictSentences } from '../../src/verdict/verdict-text.ts';
import { runProgram } from '../cli/program.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { withServed } from '../serve/support/served.ts';
import { openLedger } from '../support/open-ledger.ts';

/** Paid 5.00 too much: what is left over is allocated in Xero by hand. */
const overpaid = orderSeed({
  OrderID: 'N5',
  OrderPayment: [{ Id: '95', Amount: '16.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' }],
});

const environment = {
  MAIN_KEY: 'main-key',
  WEST_KEY: 'west-key',
  XERO_ID: plainApp.clientId,
  XERO_SECRET: plainApp.clientSecret,
};

async function inAugust(given: WithBooks): Promise<void> {
  await given.stores.run({ pipeline: await given.pipeline() });
  await given.exported();
  given.pass(24 * 22);
  await given.stores.run({ pipeline: await given.pipeline(), prover: dailyProof, proof: 'daily' });
}

test('what is to do in Xero alone is to do: no page, command or mail says that nothing is', () =>
  withBooks({ orders: [overpaid] }, {}, async (given) => {
    await inAugust(given);
    const { stores, pipeline, now } = given;
    const own = await pipeline();
    const ledger = openLedger(stores.ledgerFile);
    const verdict = await readVerdict(ledger, own, now()).finally(() => ledger.close());
    const sentences = verdictSentences(verdict);
    expect(sentences.join(' ')).toContain('; 1 credit to allocate (5.00)');
    expect(sentences).toContain('To do in Xero: allocate 1 credit (5.00).');
    const told: [where: string, text: string][] = [['the verdict', sentences.join(' ')]];
    for (const command of ['status', 'todo']) {
      const { stdout } = await runProgram([command, 'pipeline.yaml', ...(command === 'todo' ? ['--offline'] : [])], {
        ...{ folder: stores.home, now },
        environment: { ...environment, NETO_CONSOLIDATOR_HOME: stores.home },
      });
      told.push([command, stdout]);
    }
    await withServed({ files: [own.file], environment, home: stores.home, now }, async (served) => {
      const headers = { Cookie: await served.enter() };
      for (const page of ['/', '/pipelines/rules', '/pipelines/rules/to-dos']) {
        const { text, status } = await served.ask(page, { headers });
        expect([page, status]).toEqual([page, 200]);
        told.push([page, text]);
      }
    });
    for (const [where, text] of told) {
      expect(text, where).toMatch(/allocate 1 credit \(5\.00\)/);
      expect(text, where).not.toMatch(/Nothing to do\b(?! but)|Nothing is to do/);
    }
    const week = { kind: 'digest', pipeline: 'rules', problems: [], toDos: [] } as const;
    expect(titleOf({ ...week, verdict: sentences })).toBe('rules: the week, and something is to do in Xero');
    expect(titleOf({ ...week, verdict: [] })).toBe('rules: the week, and nothing waits for you');
  }));
