import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { pipelineLockFile, takeLock } from '../../src/session/lock.ts';
import { asleepAt } from '../rules/support/asleep-at.ts';
import { type ByHand, enteredAsCopy, withHands } from '../rules/support/by-hand.ts';
import { orderSeed, type Setting } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';
import { environment, type Form, formsOf, type Person, personWith, withPage } from './support/deciding.ts';
import { logIn, namedTokens, type Served, withServed, words } from './support/served.ts';

const MANY = 201;
const many = (from: number) => Array.from({ length: MANY }, (_, place) => orderSeed({ OrderID: `N${from + place}` }));
const why = { reason: 'as agreed on the phone' };
const at = '/pipelines/rules';

/** Two people who may decide, and stores that nothing was read of yet. */
function withPeople(
  setting: Setting,
  use: (stores: ByHand, dora: Person, owner: Person, served: Served) => Promise<void>,
): Promise<void> {
  return withHands(setting, (stores) =>
    withPage(stores, async (served) => {
      const dora = personWith(served, await logIn(served, words.decider));
      await use(stores, dora, personWith(served, await served.enter()), served);
    }),
  );
}

async function inLedger({ ledgerFile }: ByHand) {
  const ledger = openLedger(ledgerFile);
  try {
    const decisions = await ledger.decisions(50);
    const told = decisions.map(({ entry }) => `${entry.event} by ${entry.who ?? ''}: ${entry.detail}`);
    return { told, runs: await ledger.runs(50) };
  } finally {
    await ledger.close();
  }
}

const copies = ({ main }: ByHand): number => main.orders().length;
const startForm = (person: Person): Promise<Form> => person.formOn(`${at}`, '/runs');

async function yesOn(reply: { readonly text: string }, to: string): Promise<Form> {
  const form = formsOf(reply.text).find(({ action }) => action.endsWith(to));
  if (form === undefined) throw new Error(`no yes in ${reply.text}`);
  return form;
}

describe('a run that is begun on the page', () => {
  const orders = [orderSeed({ OrderID: 'N100' }), orderSeed({ OrderID: 'N101' })];

  test('is in the books, leads to what it did, and the audit tells whose word it was', () =>
    withPeople({ orders }, async (stores, dora) => {
      const { text } = await dora.ended(await startForm(dora));
      expect(text).toContain('<h1>Run 1 ');
      expect(copies(stores)).toBe(2);
      const { told, runs } = await inLedger(stores);
      expect(told).toEqual(['begun by dora: run 1: not begun, now begun by hand']);
      expect(runs).toMatchObject([{ id: 1, status: 'good', narrowed: false }]);
    }));

  test('by a double click, the way back or another tab is one', () =>
    withPeople({ orders }, async (stores, dora, owner) => {
      const [form, other] = [await startForm(dora), await startForm(owner)];
      const [one, two, three] = await Promise.all([dora.send(form), dora.send(form), owner.send(other)]);
      const addresses = new Set([one, two, three].map(({ headers }) => headers.location));
      expect([...addresses]).toEqual([expect.stringMatching(/\/jobs\//)]);
      await dora.ended(form);
      // The way back, after it has ended, and once more.
      expect((await dora.ended(form)).text).toContain('<h1>Run 1 ');
      expect((await inLedger(stores)).runs).toHaveLength(1);
      // Another word is another run.
      expect((await owner.ended(await startForm(owner))).text).toContain('<h1>Run 2 ');
    }));

  test('is none where one goes on in a terminal, which is said, and led to', () =>
    withPeople({ orders }, async (stores, dora) => {
      const form = await startForm(dora);
      let told = '';
      const between = asleepAt('AddOrder', async () => {
        const { status, text } = await dora.send(form);
        told = `${status} ${text}`;
      });
      expect((await stores.run({ between })).status).toBe('good');
      expect(told).toMatch(/^409 /);
      expect(told).toContain('A run goes on already, or something else writes to the ledger now');
      expect(told).toContain(`href="${at}#now"`);
      const { runs, told: audit } = await inLedger(stores);
      expect([runs.length, audit]).toEqual([1, []]);
    }));

  test('waits for a decision that has the ledger just now', () =>
    withPeople({ orders }, async (stores, dora) => {
      const form = await startForm(dora);
      const pipeline = await stores.pipeline();
      const lock = takeLock(pipelineLockFile(pipeline), 'the pipeline', { isBrief: true });
      const job = await dora.send(form).finally(() => lock.release());
      expect(job.status).toBe(303);
      expect((await dora.ended(form)).text).toContain('<h1>Run 1 ');
    }));

  test('tells as it goes how far it is, and on the page of its pipeline too', () =>
    withPeople({ orders: many(1000) }, async (stores, dora) => {
      await stores.run({ narrowing: { orders: ['N1000'] } });
      // Until it was looked at. It tells how far it is once a second, and might be done before.
      stores.main.faults.next = () => ({ kind: 'late', milliseconds: 150 });
      const { headers } = await dora.send(await startForm(dora));
      const job = headers.location ?? '';
      await expect.poll(async () => (await dora.get(at)).text, { timeout: 20_000 }).toContain('A run is going on');
      expect((await dora.get(at)).text).not.toContain('Start a run now');
      expect((await dora.get(`${job}/live`)).text).toMatch(/event: content\ndata: <p>/);
      stores.main.faults.next = undefined;
      await dora.ended(await dora.formOn(`${at}/runs`, '/runs'));
    }));

  test('stops cleanly with the page, and the next one goes on', () =>
    withHands({ orders: many(1000) }, async (stores) => {
      await stores.run({ yes: false });
      await withPage(stores, async (served) => {
        const dora = personWith(served, await logIn(served, words.decider));
        const { yes } = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
        await dora.send(yes);
        const begun = new Promise<void>((resolve) => {
          stores.main.faults.next = ({ action }) => {
            if (action === 'AddOrder') resolve();
            return undefined;
          };
        });
        await dora.send(await startForm(dora));
        await begun;
      });
      stores.main.faults.next = undefined;
      expect((await inLedger(stores)).runs[0]).toMatchObject({ id: 2, status: 'stopped' });
      expect(copies(stores)).toBeLessThan(MANY);
      // The yes outlives the run that it was said to.
      expect(await stores.run({ yes: false })).toMatchObject({ status: 'good' });
      expect(copies(stores)).toBe(MANY);
    }));

  test('is told to whom the pipeline names, as any other is', () =>
    withHands({ orders }, async (stores) => {
      const told: unknown[] = [];
      const { file } = await stores.pipeline();
      const announcing = (given: string) => () => ({
        ended: async ({ run, status }: RunSummary) => void told.push([given, run, status]),
        notBegun: async () => {},
      });
      await withServed({ files: [file], environment, home: stores.home, announcing }, async (served) => {
        const owner = personWith(served, await served.enter());
        await owner.ended(await startForm(owner));
      });
      expect(told).toEqual([[file, 1, 'good']]);
    }));

  test('asks the right to decide: who may read finds no form of it, and sends none', () =>
    withPeople({ orders }, async (stores, _, __, served) => {
      const rita = personWith(served, await logIn(served, words.reader));
      for (const path of ['', '/runs', '/to-dos', '/adopt'])
        expect(
          formsOf((await rita.get(`${at}${path}`)).text).map(({ action }) => action),
          path,
        ).toEqual(['/leave']);
      const token = formsOf((await rita.get('/')).text)[0]?.fields['form-token'] ?? '';
      const fields = { 'form-token': token, run: randomUUID() };
      expect((await rita.send({ action: `${at}/runs`, fields })).status).toBe(403);
      expect(copies(stores)).toBe(0);
    }));
});

describe('the yes to many old orders', () => {
  const setting = { orders: many(1000) };

  test('is asked for with what follows, is in the audit, and a run that is begun then copies them', () =>
    withPeople(setting, async (stores, dora) => {
      const asked = (await dora.ended(await startForm(dora))).text;
      expect(asked).toContain('<b>It asked before it copied</b> 201 orders of west');
      expect(asked).not.toContain('failed');
      expect(asked).not.toContain('What went wrong');
      expect(copies(stores)).toBe(0);
      const { yes, text } = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
      expect(text).toContain('Copy 201 orders of west into the primary');
      // Before the button: what they come to, with GST, from when to when, and some of them with the way to both sides.
      const before = text.slice(0, text.indexOf('<button>Yes: '));
      for (const told of ['2,211.00', '201.00', '10 July 2026', 'order=N1000">N1000</a>', 'order=S1200">S1200</a>'])
        expect(before).toContain(told);
      expect(text).not.toContain('neto-consolidator run');
      const { headers } = await dora.send(yes);
      const done = await dora.get(headers.location ?? '');
      expect(done.text).toContain('<b>Done.</b>');
      expect((await inLedger(stores)).told[0]).toBe(
        'said-yes by dora: 201 orders of west: not copied before a yes, now to be copied: as agreed on the phone',
      );
      expect(copies(stores)).toBe(0);
      const { text: toDos } = await dora.get(`${at}/to-dos`);
      expect(toDos).not.toContain('for your yes');
      expect(toDos).not.toContain('Nothing is to do');
      expect((await dora.get(at)).text).toMatch(/Nothing to do but to run[\s\S]*1 thing that you decided goes with/);
      expect((await dora.get('/')).text).toContain('To be run');
      const { stdout } = await stores.command('todo', '<pipeline>', '--offline');
      expect(stdout).toMatch(
        /^Nothing to do for rules but to run\.\n\nYour yes is said: the next run copies 201 orders of west\.\n/,
      );
      expect(toDos).toMatch(/The next run copies 201 orders of west\.[\s\S]*Start a run now/);
      await dora.ended(await dora.formOn(headers.location ?? '', '/runs'));
      expect(copies(stores)).toBe(MANY);
    }));

  test('stands on each page with what they come to, and is for that sum alone', () =>
    withPeople(setting, async (stores, dora) => {
      await stores.run({ yes: false });
      for (const page of ['', '/to-dos', '/runs/1'])
        expect((await dora.get(`${at}${page}`)).text, page).toMatch(/2,211\.00[\s\S]*201\.00/);
      for (const command of [
        ['todo', '<pipeline>', '--offline'],
        ['status', '<pipeline>'],
        ['plan', '<pipeline>'],
      ])
        expect((await stores.command(...command)).stdout, command[0]).toMatch(
          /They come to 2,211\.00, with GST of 201\.00 in it, and are booked on 10 July 2026\.\n.*Such as N1000 as S1000, 10 July 2026, 11\.00; /,
        );
      const { yes } = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
      stores.west.panel.changeOrder('N1000', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '99.00' }] });
      await stores.run({ yes: false });
      const { status, text } = await dora.send(yes);
      expect([status, text]).toEqual([409, expect.stringContaining('or they come to something else')]);
      expect((await inLedger(stores)).told).toEqual([]);
    }));

  test('said twice is said once, and needs a reason', () =>
    withPeople(setting, async (stores, dora) => {
      await stores.run({ yes: false });
      const look = await dora.formOn(`${at}/to-dos`, '/yes/look');
      expect((await dora.send(look)).status).toBe(400);
      const { yes } = await dora.look(look, why);
      const all = [...(await Promise.all([dora.send(yes), dora.send(yes)])), await dora.send(yes)];
      expect(new Set(all.map(({ status, headers }) => `${status} ${headers.location}`)).size).toBe(1);
      expect((await inLedger(stores)).told).toHaveLength(1);
    }));

  test('is refused where something has changed since it was shown, and says what', () =>
    withPeople(setting, async (stores, dora) => {
      await stores.run({ yes: false });
      const { yes } = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
      const { DateUpdated: _, ...more } = orderSeed({ OrderID: 'N5000' });
      stores.west.panel.addOrder(more);
      await stores.run({ yes: false });
      const { status, text } = await dora.send(yes);
      expect(status).toBe(409);
      expect(text).toContain('You saw 201 orders of west, and now 202 orders wait');
      expect((await inLedger(stores)).told).toEqual([]);
      await stores.run({ yes: true });
      const late = await dora.send(yes);
      expect([late.status, late.text]).toEqual([409, expect.stringContaining('Nothing waits for this yes any more')]);
    }));

  test('is for as many as were shown: a run that finds more asks again, and that can be said yes to', () =>
    withPeople(setting, async (stores, dora) => {
      await stores.run({ yes: false });
      const { yes } = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
      await dora.send(yes);
      for (let number = 5000; number < 5003; number += 1) {
        const { DateUpdated: _, ...more } = orderSeed({ OrderID: `N${number}` });
        stores.west.panel.addOrder(more);
      }
      const asked = await stores.run({ yes: false });
      expect(asked.problems).toMatchObject([{ code: 'first-run-unconfirmed' }]);
      expect(asked.problems[0]?.message).toContain('A yes was said to 201, and not to so many.');
      expect(copies(stores)).toBe(0);
      const again = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
      expect(again.text).toContain('Copy 204 orders of west');
      await dora.send(again.yes);
      expect((await stores.run({ yes: false })).status).toBe('good');
    }));

  test('while a run goes on is queued, shown so, and holds for the next one', () =>
    withPeople({ ...setting, rules: { entities: ['products', 'customers', 'orders'] } }, async (stores, dora) => {
      await stores.run({ yes: false });
      const { yes } = await dora.look(await dora.formOn(`${at}/to-dos`, '/yes/look'), why);
      const between = asleepAt('AddOrder', async () => {
        const { headers } = await dora.send(yes);
        expect((await dora.get(headers.location ?? '')).text).toContain('<b>Queued:</b> copy 201 orders of west');
        const { text } = await dora.get(`${at}/to-dos`);
        expect(text).toContain('<b>Decided, and queued</b>');
        expect(text).not.toContain('your yes');
      });
      await stores.run({ yes: false, between, narrowing: { orders: ['N1000'] } });
      expect((await inLedger(stores)).told).toHaveLength(1);
      expect((await stores.run({ yes: false })).status).toBe('good');
      expect(copies(stores)).toBe(MANY);
    }));
});

describe('copies that stand in the primary already', () => {
  /** Copied by another ledger, which is lost. */
  const lost = async (stores: ByHand): Promise<void> => {
    await stores.run();
    const { rmSync } = await import('node:fs');
    for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
  };
  const setting = { orders: [orderSeed({ OrderID: 'N100' }), orderSeed({ OrderID: 'N101' })] };
  const look = async (dora: Person) => dora.ended(await dora.formOn(`${at}/adopt`, '/adopt/look'));

  test('are looked at first, which changes nothing, and taken into the map by a yes', () =>
    withPeople(setting, async (stores, dora) => {
      await lost(stores);
      const looked = await look(dora);
      expect(looked.text).toContain('N100 as S100, N101 as S101');
      const { existsSync } = await import('node:fs');
      expect(existsSync(stores.ledgerFile)).toBe(false);
      const yes = await yesOn(looked, '/adopt');
      expect((await dora.send(yes)).status).toBe(400);
      expect((await dora.ended(yes, why)).text).toContain('<b>Done.</b>');
      // The way back, and once more.
      expect((await dora.ended(yes, why)).text).toContain('<b>Done.</b>');
      expect((await inLedger(stores)).told.filter((one) => one.startsWith('adopt '))).toEqual([
        expect.stringMatching(/^adopt by dora: .*west: 2 orders: as agreed on the phone$/),
      ]);
      expect(await stores.find('orders', 'N100')).toMatchObject({ targetId: 'S100' });
      await stores.run();
      expect(copies(stores)).toBe(2);
    }));

  test('are not taken where a look shows others by now, which is said', () =>
    withPeople(setting, async (stores, dora) => {
      await lost(stores);
      const yes = await yesOn(await look(dora), '/adopt');
      stores.main.panel.changeOrder('S101', { OrderStatus: 'Cancelled' });
      const { text } = await dora.ended(yes, why);
      expect(text).toContain('you saw 2 orders, and now it would be 1 order. Look again');
      expect(await stores.find('orders', 'N100')).toBeNull();
    }));

  test('are being taken while a double click comes, which leads to that', () =>
    withPeople(setting, async (stores, dora) => {
      await lost(stores);
      const yes = await yesOn(await look(dora), '/adopt');
      const [first, second] = await Promise.all([dora.send(yes, why), dora.send(yes, why)]);
      expect(first.headers.location).toMatch(/\/jobs\//);
      expect(second.headers.location).toBe(first.headers.location);
    }));

  test('are taken once the run that goes on has ended, which is shown so', () =>
    withPeople(setting, async (stores, dora) => {
      await lost(stores);
      const yes = await yesOn(await look(dora), '/adopt');
      const { DateUpdated: _, ...more } = orderSeed({ OrderID: 'N300' });
      stores.west.panel.addOrder(more);
      let queued = '';
      const between = asleepAt('AddOrder', async () => {
        queued = (await dora.ended(yes, why)).text;
      });
      const { linkQueued } = await import('../../src/operations/link/link-queued.ts');
      await stores.run({ between, linker: linkQueued, narrowing: { orders: ['N300'] } });
      expect(queued).toContain('<b>Queued:</b> take into the map what stands in the primary: 2 orders.');
      expect(await stores.find('orders', 'N100')).toMatchObject({ targetId: 'S100' });
      expect((await dora.get(`${at}/to-dos`)).text).not.toContain('queued');
    }));
});

describe('a batch of files', () => {
  const written = async ({ west, run, command, home }: ByHand): Promise<void> => {
    await run();
    const { DateUpdated: _, ...later } = orderSeed({ OrderID: 'N300' });
    west.panel.addOrder(later);
    await command('export', '<pipeline>', '--format', 'csv', '--out', `${home}/out`);
    await run();
  };
  const setting = { orders: [orderSeed({ OrderID: 'N100' })] };
  const look = async (dora: Person) => dora.ended(await dora.formOn(`${at}/to-dos`, '/exports/look'));

  test('is settled by a yes after a look, once, and the next run copies what is not there', () =>
    withPeople(setting, async (stores, dora) => {
      await written(stores);
      expect(copies(stores)).toBe(1);
      const looked = await look(dora);
      expect(looked.text).toContain('Not there:');
      expect(looked.text).toContain('<li>S300</li>');
      const yes = await yesOn(looked, '/exports');
      const [one, two] = await Promise.all([dora.ended(yes, why), dora.ended(yes, why)]);
      expect([one.text, two.text].map((text) => text.includes('<b>Done.</b>'))).toEqual([true, true]);
      expect((await inLedger(stores)).told.filter((told) => told.startsWith('confirmed'))).toHaveLength(1);
      await stores.run();
      expect(copies(stores)).toBe(2);
    }));

  test('is decided once, however many of its orders wait for it', () =>
    withPeople(setting, async (stores, dora) => {
      await stores.run();
      for (const OrderID of ['N300', 'N301', 'N302']) {
        const { DateUpdated: _, ...later } = orderSeed({ OrderID });
        stores.west.panel.addOrder(later);
      }
      await stores.command('export', '<pipeline>', '--format', 'csv', '--out', `${stores.home}/out`);
      await stores.run();
      const form = await dora.formOn(`${at}/to-dos`, '/exports/look');
      const { text } = await dora.get(`${at}/to-dos`);
      expect(text.match(/Look what has arrived/g)).toHaveLength(1);
      expect(text).toContain('<h2>west: 3 orders (33.00): “batch 1”</h2>');
      const told = await stores.command('todo', '<pipeline>');
      expect(told.stdout).toContain(
        '1 thing to do for rules\n\n1. west: 3 orders (33.00): in-export-batch ("batch 1")',
      );
      await dora.ended(await yesOn(await dora.ended(form), '/exports'), why);
      // What was just decided is asked no more.
      const settled = () => stores.command('todo', '<pipeline>');
      expect((await settled()).stdout).not.toContain('export confirm');
      await expect.poll(async () => (await dora.get(`${at}/to-dos`)).text).toContain('Decided, goes with the next run');
      expect((await dora.get(`${at}/to-dos`)).text).not.toContain('Look what has arrived');
    }));

  test('is left open where the primary shows something else by now, which is said', () =>
    withPeople(setting, async (stores, dora) => {
      await written(stores);
      const yes = await yesOn(await look(dora), '/exports');
      stores.main.panel.addOrder(enteredAsCopy('S300'));
      const { text } = await dora.ended(yes, why);
      expect(text).toContain('the primary shows something else than you saw');
      expect((await look(dora)).text).toContain('Batch 1 in the primary');
    }));
});

describe("an order that is the primary's own", () => {
  const setting = { orders: [orderSeed({ OrderID: 'N100' })] };
  const stranger = async (stores: ByHand): Promise<void> => {
    await stores.run();
    stores.main.panel.addOrder(enteredAsCopy('S900', { Username: 'jsmith' }));
    await stores.run({ prover: dailyProof });
  };
  const lookForm = (dora: Person): Promise<Form> => dora.formOn(`${at}/to-dos`, '/own/look');

  test('is said so after a look, told no more, and left alone', () =>
    withPeople(setting, async (stores, dora) => {
      await stranger(stores);
      // Each run looks whether it is still so.
      expect((await dora.get(`${at}/to-dos`)).text).not.toContain('until both sides are compared again');
      const { yes, text } = await dora.look(await lookForm(dora), why);
      expect(text).toContain('Take S900 for the primary&#39;s own');
      const { headers } = await dora.send(yes);
      expect((await dora.get(headers.location ?? '')).text).toContain('<b>Done.</b>');
      expect((await dora.send(yes)).headers.location).toBe(headers.location);
      expect((await dora.get(`${at}/to-dos`)).text).not.toContain('S900');
      await stores.run();
      expect((await dora.get(`${at}/to-dos`)).text).not.toContain('S900');
      expect(stores.main.orders().find(({ OrderID }) => OrderID === 'S900')).toMatchObject({ OrderID: 'S900' });
    }));

  test('can be said so where the comparison of both sides tells it, too, and is told by neither then', () =>
    withPeople(setting, async (stores, dora) => {
      await stores.run({ prover: dailyProof, proof: 'now' });
      const today = new Date().toISOString().slice(0, 10);
      const lately = { DatePlaced: `${today} 00:00:00`, DateInvoiced: today };
      stores.main.panel.addOrder(enteredAsCopy('S900', { Username: 'jsmith', ...lately }));
      const { proof } = await stores.run({ prover: dailyProof, proof: 'now' });
      expect(proof?.stores.flatMap(({ differences }) => differences)).toMatchObject([
        { kind: 'extra', targetId: 'S900' },
      ]);
      const { text } = await dora.get(at);
      expect(text).toContain('S900 in the primary');
      const { yes } = await dora.look(await lookForm(dora), why);
      await dora.send(yes);
      for (const page of ['', '/to-dos', '/proof']) expect((await dora.get(`${at}${page}`)).text).not.toContain('S900');
    }));

  test('is not taken for one where it has been settled meanwhile', () =>
    withPeople(setting, async (stores, dora, owner) => {
      await stranger(stores);
      const [mine, other] = [await dora.look(await lookForm(dora), why), await owner.look(await lookForm(owner), why)];
      await dora.send(mine.yes);
      const { status, text } = await owner.send(other.yes);
      expect([status, text]).toEqual([409, expect.stringContaining('is not told as a stranger any more')]);
      expect((await inLedger(stores)).told.filter((one) => one.startsWith('said-own'))).toHaveLength(1);
    }));

  test('while a run goes on is queued, and shown so', () =>
    withPeople(setting, async (stores, dora) => {
      await stranger(stores);
      const { yes } = await dora.look(await lookForm(dora), why);
      const { DateUpdated: _, ...more } = orderSeed({ OrderID: 'N300' });
      stores.west.panel.addOrder(more);
      const between = asleepAt('AddOrder', async () => {
        const { headers } = await dora.send(yes);
        expect((await dora.get(headers.location ?? '')).text).toContain(
          '<b>Queued:</b> take for the primary&#39;s own',
        );
        expect((await dora.get(`${at}/to-dos`)).text).not.toContain('Say so');
      });
      await stores.run({ between });
      expect((await inLedger(stores)).told.filter((one) => one.startsWith('said-own'))).toHaveLength(1);
    }));
});

test('the forms that a page of no ledger has lead to pages, and none to an error of ours', () =>
  withServed({ tokens: namedTokens() }, async (served) => {
    const dora = personWith(served, await logIn(served, words.decider));
    for (const { action, fields } of formsOf((await dora.get('/pipelines/nz')).text).filter(
      (one) => one.action !== '/leave',
    ))
      expect((await dora.ended({ action, fields })).status).toBeLessThan(500);
    expect(served.notes).toEqual([]);
  }));

test.each(['', '/to-dos', '/quarantine', '/decided', '/proof', '/charts', '/trace?order=N1', '/runs', '/runs/1'])(
  'the page %s of a pipeline that was never run says what to do before, and begins its first run',
  (path) =>
    withServed({ tokens: namedTokens() }, async (served) => {
      const dora = personWith(served, await logIn(served, words.decider));
      const { text } = await dora.get(`/pipelines/nz${path}`);
      expect(text).toContain('Not run yet');
      expect(text).toContain('aria-label="Pages of nz"');
      expect(text.indexOf('href="/pipelines/nz/adopt"')).toBeGreaterThan(0);
      expect(text.indexOf('href="/pipelines/nz/adopt"')).toBeLessThan(text.indexOf('Start a run now'));
      const rita = personWith(served, await logIn(served, words.reader));
      expect((await rita.get(`/pipelines/nz${path}`)).text).not.toContain('Start a run now');
    }),
);
