import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Claim, claims } from '../../src/ledger/claim.ts';
import { type AuditEntry, type PipelineDecision, pipelineDecisions } from '../../src/ledger/record.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { type DecisionRequest, decisionRequestSchema } from '../../src/session/decisions/queued-decision.ts';
import { personHere } from '../../src/session/person-here.ts';
import { type ByHand, enteredAsCopy, held, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { type Form, formsOf, type Person, personWith, withPage } from '../serve/support/deciding.ts';
import { logIn, words } from '../serve/support/served.ts';
import { openLedger } from '../support/open-ledger.ts';

/** What a person can decide: about records, about no single one, and about the ledger itself. What is only noted is done elsewhere; a run that is begun asks no reason. */
type Kind = Exclude<DecisionRequest['kind'], 'noted' | 'own' | 'yes'> | Exclude<PipelineDecision, 'begun'> | Claim;

const WHY = 'as agreed on the phone, 3 < 4';
const reason = ['--reason', WHY];

interface Way {
  /** Makes the decision. */
  readonly decide: (stores: ByHand, dora: Person) => Promise<unknown>;
}

interface Row {
  /** What is about to be decided stands so in the audit, or in the entry itself; then what stands there afterwards. */
  readonly before: RegExp;
  readonly after: RegExp;
  readonly event: string;
  /** The record, where it is about one. */
  readonly of?: string;
  readonly prepare?: (stores: ByHand) => Promise<unknown>;
  /** Left out where the command asks no reason. */
  readonly command?: Way['decide'];
  /** Left out where the page names the command. */
  readonly page?: Way['decide'];
}

const doctor =
  (...said: string[]) =>
  ({ command }: ByHand) =>
    command('doctor', '<pipeline>', ...said, '--yes', ...reason);

async function byForm(dora: Person, sourceId: string, kind: string, more: Record<string, string> = {}) {
  const { yes } = await dora.look(await dora.formOf(sourceId, kind), { reason: WHY, ...more });
  expect((await dora.send(yes)).status).toBe(303);
}

const asked = { store: 'west', what: 'shipping-method', name: 'Camel' };

const rows: Readonly<Record<Kind, Row>> = {
  retry: {
    ...{ event: 'retry', of: 'N100', before: /^quarantined shipping-method-unmapped$/, after: /^retry / },
    command: ({ command }) => command('quarantine', 'retry', '<pipeline>', 'N100', ...reason),
    page: (_, dora) => byForm(dora, 'N100', 'retry'),
  },
  accept: {
    ...{ event: 'accepted', of: 'N101', before: /^quarantined total-unexplained$/, after: /^accepted -0\.64: / },
    command: ({ command }) => command('quarantine', 'accept', '<pipeline>', 'N101', ...reason),
    page: (_, dora) => byForm(dora, 'N101', 'accept'),
  },
  drop: {
    ...{ event: 'skipped', of: 'N100', before: /^quarantined shipping-method-unmapped$/, after: /^skipped dropped: / },
    command: ({ command }) => command('quarantine', 'drop', '<pipeline>', 'N100', ...reason),
    page: (_, dora) => byForm(dora, 'N100', 'drop'),
  },
  link: {
    ...{
      event: 'linked-by-hand',
      of: 'N100',
      before: /^quarantined shipping-method/,
      after: /^linked-by-hand N5500: /,
    },
    prepare: async ({ main }) => main.panel.addOrder(enteredAsCopy('N5500')),
    command: ({ link }) => link('N100', '--as', 'N5500', ...reason),
    page: (_, dora) => byForm(dora, 'N100', 'link', { as: 'N5500' }),
  },
  mapped: {
    ...{ event: 'mapped', before: /shipping method "Camel": nothing, now /, after: /, now "Post": / },
    command: ({ command }) => command('map', 'shipping-method', 'Camel', '<pipeline>', '--to', 'Post', ...reason),
    page: async (_, dora) => {
      const token = (await dora.formOf('N100', 'drop')).fields['form-token'] ?? '';
      const decision = '5f3c1a52-6c1d-4b56-9d3e-0a4f7d1c2b11';
      const fields = { ...asked, to: 'Post', seen: 'null', decision, 'form-token': token };
      // Without a reason nothing is changed, and twice it is told once.
      expect((await dora.send({ action: '/pipelines/rules/map', fields })).status).toBe(400);
      for (const _time of ['once', 'twice'])
        expect((await dora.send({ action: '/pipelines/rules/map', fields: { ...fields, reason: WHY } })).status).toBe(
          200,
        );
    },
  },
  'said-yes': {
    ...{
      event: 'said-yes',
      before: /20\d orders of west: not copied before a yes, now /,
      after: /, now to be copied: /,
    },
    prepare: async ({ west, pipeline, run }) => {
      const old = { DatePlaced: '2026-05-10 02:00:00', DateInvoiced: '2026-05-10' };
      for (let number = 5000; number < 5201; number += 1) {
        const { DateUpdated: _, ...seed } = orderSeed({ OrderID: `N${number}`, ...old });
        west.panel.addOrder(seed);
      }
      await run({ yes: false, pipeline: await pipeline({ rules: { since: '2026-05-01' } }) });
    },
    page: async (_, dora) => {
      const { yes } = await dora.look(await dora.formOn('/pipelines/rules/to-dos', '/yes/look'), { reason: WHY });
      expect((await dora.send(yes)).status).toBe(303);
    },
  },
  'said-own': {
    ...{ event: 'said-own', of: 'S900', before: /told as a stranger, now /, after: /, now the primary's own: / },
    prepare: async (stores) => {
      stores.main.panel.addOrder(enteredAsCopy('S900', { Username: 'jsmith' }));
      await stores.run();
    },
    command: ({ command }) => command('quarantine', 'accept', '<pipeline>', 'S900', ...reason),
    page: async (_, dora) => {
      const { yes } = await dora.look(await dora.formOn('/pipelines/rules/to-dos', '/own/look'), { reason: WHY });
      expect((await dora.send(yes)).status).toBe(303);
    },
  },
  confirmed: {
    ...{ event: 'confirmed', before: /batch 1: open, now /, after: /, now settled, 0 arrived, \d+ missing: / },
    prepare: ({ west, command, home }) => {
      const { DateUpdated: _, ...later } = orderSeed({ OrderID: 'N300' });
      west.panel.addOrder(later);
      return command('export', '<pipeline>', '--format', 'csv', '--out', join(home, 'out'));
    },
    command: ({ command }) => command('export', 'confirm', '<pipeline>', '--batch', '1', ...reason),
    page: async ({ run }, dora) => {
      await run();
      const looked = await dora.ended(await dora.formOn('/pipelines/rules/to-dos', '/exports/look'));
      const [yes] = formsOf(looked.text).filter(({ action }) => action.endsWith('/exports'));
      expect((await dora.ended(yes as Form, { reason: WHY })).text).toContain('<b>Done.</b>');
    },
  },
  undo: {
    ...{ event: 'undo', before: /run 1: 1 copy of orders, now /, after: /, now 1 cancelled: / },
    command: ({ command }) => command('undo', '<pipeline>', '--run', '1', '--yes', ...reason),
  },
  adopt: {
    ...{
      event: 'adopt',
      before: /in the primary and not in the map, now /,
      after: /, now in the map: west: 1 order: /,
    },
    prepare: async ({ ledgerFile }) => {
      for (const part of ['', '-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
    },
    command: ({ command }) => command('adopt', '<pipeline>', ...reason),
    page: async (_, dora) => {
      const looked = await dora.ended(await dora.formOn('/pipelines/rules/adopt', '/adopt/look'));
      const [yes] = formsOf(looked.text).filter(({ action }) => action.endsWith('/adopt'));
      expect((await dora.ended(yes as Form, { reason: WHY })).text).toContain('<b>Done.</b>');
    },
  },
  forgot: {
    ...{ event: 'forgot', before: /a shopper in 2 records, now /, after: /, now in 0: / },
    command: ({ command }) =>
      command('forget', '<pipeline>', '--email', 'jane@example.com', '--offline', '--yes', ...reason),
  },
  'closed-store': {
    ...{ event: 'closed-store', before: /followed, now /, after: /, now closed: .*: / },
    command: async ({ command, pipeline, home }) => {
      const { file } = await pipeline();
      const whole = JSON.parse(readFileSync(file, 'utf8'));
      const other = join(home, 'other.yaml');
      const [west] = whole.secondaries;
      writeFileSync(
        other,
        JSON.stringify({ ...whole, secondaries: [{ ...west, name: 'south', url: 'http://127.0.0.1:9' }] }),
      );
      return command('doctor', other, '--close-store', 'west', ...reason);
    },
  },
  moved: {
    ...{ event: 'claimed', before: /moved: generation 1, now /, after: /, now 2: / },
    command: doctor('--moved'),
  },
  restored: {
    ...{ event: 'claimed', before: /restored: generation 1, now /, after: /, now 2: / },
    command: doctor('--restored'),
  },
  rebuilt: {
    ...{ event: 'claimed', before: /rebuilt: generation \d, now /, after: /, now \d: / },
    command: doctor('--rebuild'),
  },
  'taken-over': {
    ...{ event: 'claimed', before: /taken-over: generation 1, now /, after: /, now 2: / },
    command: ({ command }) => command('run', '<pipeline>', '--take-over', ...reason),
  },
};

async function auditOf({ ledgerFile }: ByHand, of: string | undefined) {
  const ledger = openLedger(ledgerFile);
  try {
    const key: RecordKey = { store: 'west', entity: 'orders', sourceId: of ?? '' };
    return { decisions: await ledger.decisions(50), history: await ledger.history(key) };
  } finally {
    await ledger.close();
  }
}

const told = ({ event, detail }: AuditEntry): string => `${event} ${detail}`.trim();

const cases = Object.entries(rows).flatMap(([kind, row]) => [
  ...(row.command === undefined ? [] : [{ kind, way: 'a command', row, decide: row.command, who: personHere() }]),
  ...(row.page === undefined ? [] : [{ kind, way: 'the page', row, decide: row.page, who: 'dora' }]),
]);

describe('the audit tells of a decision who made it, when, why, and what was before and after:', () => {
  test.each(cases)('$kind, by $way', ({ row, decide, who }) =>
    withHands(
      {
        orders: [
          orderSeed({ OrderID: 'N100', ...held }),
          orderSeed({ OrderID: 'N101', GrandTotal: '11.64' }),
          orderSeed({ OrderID: 'N102' }),
        ],
      },
      async (stores) => {
        await stores.run();
        await row.prepare?.(stores);
        const begun = Math.floor(Date.now() / 1000) * 1000;
        const { history: earlier } = await auditOf(stores, row.of).catch(() => ({ history: [] }));
        await withPage(stores, async (served) =>
          decide(stores, personWith(served, await logIn(served, words.decider))),
        );
        const { decisions, history } = await auditOf(stores, row.of);
        const mine = decisions.filter(({ entry }) => entry.event === row.event);
        expect(mine).toHaveLength(1);
        const [{ entry, key }] = mine as [(typeof mine)[number]];
        expect([entry.who, key.sourceId]).toEqual([who, row.of ?? '']);
        expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(begun);
        expect(Date.parse(entry.at)).toBeLessThanOrEqual(Date.now());
        expect(entry.detail).toContain(WHY);
        expect(told(entry)).toMatch(row.after);
        const last = earlier.at(-1);
        expect(last === undefined ? told(entry) : told(last)).toMatch(row.before);
        if (last !== undefined) expect(history.length).toBeGreaterThan(earlier.length);
      },
    ),
  );

  test('no kind of decision is left out here', () => {
    const requests = decisionRequestSchema.options.map(({ shape }) => shape.kind.value);
    const elsewhere: readonly string[] = ['noted', 'own', 'yes', 'begun'];
    const known = new Set<string>(
      [...requests, ...pipelineDecisions, ...claims].filter((kind) => !elsewhere.includes(kind)),
    );
    expect(Object.keys(rows).sort()).toEqual([...known].sort());
  });
});
