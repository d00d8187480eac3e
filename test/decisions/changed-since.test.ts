import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { instantOfMilliseconds } from '../../src/model/time.ts';
import { linkQueued } from '../../src/operations/link/link-queued.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import type { DecisionRequest } from '../../src/session/decisions/queued-decision.ts';
import { takeIfFree } from '../../src/session/decisions/take-left.ts';
import { pipelineLockFile, takeLock } from '../../src/session/lock.ts';
import { type ByHand, enteredAsCopy, held, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { type Form, formsOf, type Person, personWith, withPage } from '../serve/support/deciding.ts';
import { logIn, words } from '../serve/support/served.ts';

/** What a person can decide, of the page or in its queue; what is only noted was done elsewhere: a name mapped, files confirmed. */
type Kind = Exclude<DecisionRequest['kind'], 'noted'> | 'mapped' | 'confirmed';

const at = '/pipelines/rules';
const why = { reason: 'as agreed on the phone' };

interface Row {
  readonly prepare?: (stores: ByHand) => Promise<unknown>;
  /** The form of their yes, after a look. */
  readonly yes: (dora: Person) => Promise<Form>;
  /** What it is about becomes something else. */
  readonly change: (stores: ByHand, other: Person) => Promise<unknown>;
  /** What they are told, on the page and of what was queued. */
  readonly told: RegExp;
  /** What must not have come of it. */
  readonly untouched: (stores: ByHand) => Promise<unknown>;
  /** It is never queued: what is outside of the ledger is changed at once. */
  readonly isDoneAtOnce?: true;
}

const ofRecord =
  (sourceId: string, kind: string, more: Record<string, string> = {}) =>
  async (person: Person): Promise<Form> =>
    (await person.look(await person.formOf(sourceId, kind), { ...why, ...more })).yes;
const onToDos =
  (to: string) =>
  async (person: Person): Promise<Form> =>
    (await person.look(await person.formOn(`${at}/to-dos`, to), why)).yes;
const afterJob =
  (page: string, look: string, to: string) =>
  async (person: Person): Promise<Form> => {
    const { text } = await person.ended(await person.formOn(`${at}${page}`, look));
    const form = formsOf(text).find(({ action }) => action.endsWith(to));
    if (form === undefined) throw new Error(`no yes in ${text}`);
    return { ...form, fields: { ...form.fields, ...why } };
  };
const sayAlso = (yes: (person: Person) => Promise<Form>) => async (_: ByHand, other: Person) =>
  other.send(await yes(other));
const stands = async ({ find }: ByHand, sourceId: string, as: object) =>
  expect(await find('orders', sourceId)).toMatchObject(as);
const mapForm = { store: 'west', what: 'shipping-method', name: 'Camel' };

const rows: Readonly<Record<Kind, Row>> = {
  retry: {
    yes: ofRecord('N100', 'retry'),
    change: sayAlso(ofRecord('N100', 'drop')),
    told: /west order N100 was not tried again|It has changed since this form was shown/,
    untouched: (stores) => stands(stores, 'N100', { state: 'skipped', reason: 'dropped' }),
  },
  accept: {
    yes: ofRecord('N101', 'accept'),
    change: sayAlso(ofRecord('N101', 'drop')),
    told: /west order N101 was not accepted.*left out meanwhile|It has changed since this form was shown/,
    untouched: (stores) => stands(stores, 'N101', { state: 'skipped', reason: 'dropped' }),
  },
  drop: {
    yes: ofRecord('N101', 'drop'),
    change: sayAlso(ofRecord('N101', 'accept')),
    told: /west order N101 was not left out|It has changed since this form was shown/,
    untouched: async ({ find }) => expect(await find('orders', 'N101')).not.toMatchObject({ reason: 'dropped' }),
  },
  link: {
    prepare: async ({ main }) => main.panel.addOrder(enteredAsCopy('N5500')),
    yes: ofRecord('N100', 'link', { as: 'N5500' }),
    change: async ({ main }) =>
      main.panel.changeOrder('N5500', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '99.00' }] }),
    told: /N100 was not linked: it differs from N5500 otherwise than you saw/,
    untouched: (stores) => stands(stores, 'N100', { state: 'quarantined', targetId: null }),
  },
  own: {
    prepare: async (stores) => {
      stores.main.panel.addOrder(enteredAsCopy('S900', { Username: 'jsmith' }));
      await stores.run({ prover: dailyProof });
    },
    yes: onToDos('/own/look'),
    change: async (stores) => {
      stores.main.panel.changeOrder('S900', { OrderStatus: 'Cancelled' });
      await stores.run({ prover: dailyProof });
    },
    told: /S900 (?:was not taken for the primary.*own, since it )?is not told as a stranger any more/,
    untouched: async ({ main, run }) => {
      main.panel.changeOrder('S900', { OrderStatus: 'New' });
      expect((await run({ prover: dailyProof })).status).not.toBe('good');
    },
  },
  yes: {
    prepare: async ({ west, pipeline, run }) => {
      for (let number = 5000; number < 5201; number += 1) {
        const { DateUpdated: _, ...seed } = orderSeed({ OrderID: `N${number}`, DatePlaced: '2026-05-10 02:00:00' });
        west.panel.addOrder({ ...seed, DateInvoiced: '2026-05-10' });
      }
      await run({ yes: false, pipeline: await pipeline({ rules: { since: '2026-05-01' } }) });
    },
    yes: onToDos('/yes/look'),
    change: async ({ run, pipeline }) =>
      run({ yes: true, pipeline: await pipeline({ rules: { since: '2026-05-01' } }) }),
    told: /Nothing waits for this yes any more|were not confirmed: a whole run of it has ended since you looked/,
    untouched: async () => undefined,
  },
  adopt: {
    prepare: async ({ ledgerFile }) => {
      for (const part of ['', '-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
    },
    yes: afterJob('/adopt', '/adopt/look', '/adopt'),
    change: async ({ main }) => main.panel.changeOrder('S102', { OrderStatus: 'Cancelled' }),
    told: /Nothing was taken into the map, since it is not as you saw it any more: you saw 1 order, and now it would be/,
    untouched: async ({ find }) => expect(await find('orders', 'N102')).toBeNull(),
  },
  mapped: {
    yes: async (person) => {
      const { fields } = await person.formOf('N100', 'drop');
      const token = { 'form-token': fields['form-token'] ?? '' };
      const decision = '5f3c1a52-6c1d-4b56-9d3e-0a4f7d1c2b11';
      const look = { action: `${at}/map/look`, fields: { ...mapForm, ...token, ...why, decision, to: 'Post' } };
      const { text } = await person.send(look);
      const yes = formsOf(text).find(({ action }) => action.endsWith('/map'));
      if (yes === undefined) throw new Error(`no yes in ${text}`);
      return yes;
    },
    change: async (stores) => {
      const { file } = await stores.pipeline();
      const text = readFileSync(file, 'utf8');
      const whole = JSON.parse(text) as { secondaries: { orders: Record<string, unknown> }[] };
      for (const { orders } of whole.secondaries) orders['shippingMethods'] = { Camel: 'Courier' };
      writeFileSync(file, JSON.stringify(whole));
    },
    told: /not as you saw it any more: of shipping method .*Camel.* of west it said nothing, and now it says .*Courier/,
    untouched: async (stores) => expect(readFileSync((await stores.pipeline()).file, 'utf8')).not.toContain('"Post"'),
    isDoneAtOnce: true,
  },
  confirmed: {
    prepare: async ({ west, command, run, home }) => {
      const { DateUpdated: _, ...later } = orderSeed({ OrderID: 'N300' });
      west.panel.addOrder(later);
      await command('export', '<pipeline>', '--format', 'csv', '--out', `${home}/out`);
      await run();
    },
    yes: afterJob('/to-dos', '/exports/look', '/exports'),
    change: async ({ main }) => main.panel.addOrder(enteredAsCopy('S300')),
    told: /Batch 1 was not settled, since the primary shows something else than you saw/,
    untouched: async (stores) => stands(stores, 'N300', { state: 'quarantined', reason: 'in-export-batch' }),
    isDoneAtOnce: true,
  },
};

const orders = [
  orderSeed({ OrderID: 'N100', ...held }),
  orderSeed({ OrderID: 'N101', GrandTotal: '11.64' }),
  orderSeed({ OrderID: 'N102' }),
];

async function deciding(row: Row, use: (stores: ByHand, dora: Person, other: Person) => Promise<void>): Promise<void> {
  await withHands({ orders }, async (stores) => {
    await stores.run();
    await row.prepare?.(stores);
    await withPage(stores, async (served) => {
      const dora = personWith(served, await logIn(served, words.decider));
      await use(stores, dora, personWith(served, await served.enter()));
    });
  });
}

/** Of what asks stores, the page leads to the end of it. */
const saidTo = (person: Person, form: Form): Promise<{ readonly text: string }> =>
  /\/(?:adopt|exports)$/.test(form.action) ? person.ended(form) : person.send(form);

const plain = (text: string): string =>
  text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
/** What is left to do: something on the page, and no command. */
const WHAT_TO_DO = /Look (?:at|again)|decide anew|Look whether/;

test.each(Object.entries(rows))(
  'what is decided on the page (%s), and has changed since the look, is not done, and the person reads what to do now',
  (_, row) =>
    deciding(row, async (stores, dora, other) => {
      const yes = await row.yes(dora);
      await row.change(stores, other);
      const told = plain((await saidTo(dora, yes)).text);
      expect(told).toMatch(row.told);
      expect(told).toMatch(WHAT_TO_DO);
      await row.untouched(stores);
    }),
);

/** What is decided while a run goes on is about what that run may make of it. */
const queuedKinds = Object.entries(rows).filter(([, { isDoneAtOnce }]) => isDoneAtOnce !== true);

test.each(queuedKinds)(
  'what is queued (%s) while a run goes on that makes something else of it is not done, and the person reads what to do now',
  (kind, row) =>
    deciding(row, async (stores, dora, other) => {
      const yes = await row.yes(dora);
      const { request } = await queuedFrom(stores, dora, yes);
      expect(request.kind).toBe(kind);
      await row.change(stores, other);
      const [id] = await offered(stores, request);
      const queue = new DecisionQueue(await stores.pipeline());
      const refused = (await queue.refused()).find((one) => one.id === id);
      const told = refused?.refusals.map(({ message }) => message).join(' ') ?? '';
      expect(told).toMatch(row.told);
      expect(told).toMatch(WHAT_TO_DO);
      expect((await dora.get(`${at}/to-dos`)).text).toContain('Decided, and not done:');
      await row.untouched(stores);
    }),
);

/** What a yes puts into the queue while somebody holds the ledger; it is taken out again, as if it were said a moment later. */
async function queuedFrom(stores: ByHand, dora: Person, yes: Form) {
  const pipeline = await stores.pipeline();
  const queue = new DecisionQueue(pipeline);
  const lock = takeLock(pipelineLockFile(pipeline), 'the pipeline');
  try {
    await saidTo(dora, yes);
    const [waiting] = await queue.list();
    if (waiting === undefined) throw new Error('nothing is queued');
    await queue.done(waiting.id);
    return waiting;
  } finally {
    lock.release();
  }
}

/** Queued, and come to by whoever writes next. @returns its id */
async function offered(stores: ByHand, request: DecisionRequest): Promise<[string]> {
  const pipeline = await stores.pipeline();
  const id = randomUUID();
  await new DecisionQueue(pipeline).add({ version: 1, id, at: instantOfMilliseconds(Date.now()), by: 'Ann', request });
  await takeIfFree(pipeline, { home: stores.home, now: Date.now });
  await linkQueued(pipeline, { home: stores.home, now: Date.now });
  return [id];
}
