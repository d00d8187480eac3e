import { z } from 'zod';
import type { ComparedField } from '../../../src/entities/comparing/compared-field.ts';
import { type Finding, Findings } from '../../../src/entities/comparing/finding.ts';
import type { EntityDefinition, Financial } from '../../../src/entities/definition/definition.ts';
import type { Judging } from '../../../src/entities/definition/judging.ts';
import type { EntityReads } from '../../../src/entities/definition/reads.ts';
import type { AskedRecords, Ends, ReconciledName, RecordAtEnd } from '../../../src/entities/definition/reconciles.ts';
import type { WriteStep } from '../../../src/entities/definition/write-step.ts';
import type { ExtractedPage, ExtractedRecord } from '../../../src/entities/reading/extracted-record.ts';
import { type ChangeWindow, inPasses, within } from '../../../src/entities/reading/in-passes.ts';
import { entityNameSchema } from '../../../src/model/entities.ts';
import { contentHash } from '../../../src/model/hashes.ts';
import { decimal, decimalSchema, formatMoney } from '../../../src/model/money.ts';
import { lowerKey } from '../../../src/model/text-key.ts';
import { type Instant, instantSchema, localDateSchema } from '../../../src/model/time.ts';
import type { NetoClient, RequestOptions } from '../../../src/neto/client.ts';
import { readByKeys } from '../../../src/neto/keyed-read.ts';
import { pages } from '../../../src/neto/pages.ts';
import { parseInstant, type RawRecord, text } from '../../../src/neto/read-fields.ts';
import { netoTime } from '../../../src/neto/write-fields.ts';
import { write } from '../../../src/neto/write-reply.ts';
import type { FixedRules } from '../../../src/transform/rules.ts';

/** A gift voucher that a store has sold. No part of the program has ever heard of one. */
const voucherSchema = z.object({
  id: z.string(),
  code: z.string(),
  amount: decimalSchema,
  issuedOn: localDateSchema,
  notes: z.string(),
  updatedAt: instantSchema.nullable(),
});
type Voucher = z.infer<typeof voucherSchema>;

interface VoucherDraft {
  readonly id: string;
  readonly code: string;
  readonly amount: Voucher['amount'];
  readonly issuedOn: Voucher['issuedOn'];
  readonly notes: string;
}

const name = entityNameSchema.parse('vouchers');

const fields = [
  { key: 'code', class: 'must-agree', name: 'code', cause: 'The primary makes codes of its own.' },
  { key: 'amount', class: 'must-agree', name: 'value', cause: 'The primary rounds values.' },
  {
    key: 'date',
    class: 'must-agree',
    name: 'date issued',
    cause: 'The primary issues vouchers on the day they arrive.',
  },
] as const satisfies readonly ComparedField[];

const asked = {
  action: 'GetVoucher',
  entity: 'Voucher',
  selectors: ['VoucherID', 'Code', 'Value', 'DateIssued', 'Notes', 'DateUpdatedUTC'],
};

function keyOf(raw: RawRecord): string {
  return text(raw, 'VoucherID');
}

function voucherOf(raw: RawRecord): Voucher {
  return voucherSchema.parse({
    id: keyOf(raw),
    code: text(raw, 'Code'),
    amount: decimal(text(raw, 'Value')),
    issuedOn: text(raw, 'DateIssued'),
    notes: text(raw, 'Notes'),
    updatedAt: parseInstant(text(raw, 'DateUpdatedUTC')) ?? null,
  });
}

async function* list(
  client: NetoClient,
  window: { readonly from?: Instant | undefined; readonly listedTo?: Instant | undefined },
  options: RequestOptions,
): AsyncGenerator<Voucher[]> {
  const filter = {
    ...(window.from === undefined ? {} : { DateUpdatedFrom: netoTime(window.from) }),
    ...(window.listedTo === undefined ? {} : { DateUpdatedTo: netoTime(window.listedTo) }),
  };
  for await (const page of pages(client, { ...asked, filter, keyOf }, options)) yield page.rows.map(voucherOf);
}

async function byIds(client: NetoClient, ids: readonly string[], options: RequestOptions): Promise<Voucher[]> {
  const { rows } = await readByKeys(client, { ...asked, filterField: 'VoucherID', keyOf }, ids, options);
  return rows.map(voucherOf);
}

function recordOf(voucher: Voucher): ExtractedRecord {
  const { id, code, amount, issuedOn, updatedAt } = voucher;
  const { day } = financial.posting(voucher, '');
  return {
    sourceId: id,
    hash: contentHash({ code, amount, issuedOn }),
    payload: JSON.stringify(voucher),
    amount,
    changedAt: updatedAt,
    facts: { bookedOn: day },
  };
}

function pageOf(vouchers: readonly Voucher[]): ExtractedPage {
  return { records: vouchers.map(recordOf), quarantined: [] };
}

const read: EntityReads = {
  list: 'Voucher',
  idOf: (key) => key,
  isReadInFull: () => true,
  windows: { by: 'changes', begins: (beginning) => beginning },
  of: (client) => ({
    async *inWindow(window: ChangeWindow, options: RequestOptions) {
      const listed = inPasses(
        client.store,
        () => list(client, window, options),
        ({ id }) => id,
        within(window),
      );
      for await (const vouchers of listed) yield pageOf(vouchers);
    },
    async *byIds(ids: readonly string[], options: RequestOptions) {
      yield pageOf(await byIds(client, ids, options));
    },
    async heads(window: ChangeWindow, options: RequestOptions) {
      const heads: { id: string; updatedAt: Instant | null }[] = [];
      for await (const page of list(client, window, options)) heads.push(...page);
      return heads;
    },
  }),
};

/** What is copied bears the name of its store before its own id, and says where it comes from. */
function targetIdOf(store: string, id: string): string {
  return `${store}-${id}`.toUpperCase();
}

function originOf(store: string, id: string): string {
  return `Copied from ${store} voucher ${id} by neto-consolidator`;
}

function compare(meant: Omit<VoucherDraft, 'id' | 'notes'>, existing: Voucher): readonly Finding[] {
  const findings = new Findings(fields);
  findings.text('code', meant.code, existing.code);
  findings.money('amount', meant.amount, existing.amount);
  findings.text('date', meant.issuedOn, existing.issuedOn);
  return findings.found;
}

const add: WriteStep<VoucherDraft, Voucher> = {
  done: 'added',
  open: ({ primary, signal }) => ({
    async lookUp(items) {
      const found = await byIds(
        primary,
        items.map(({ targetId }) => targetId),
        { signal },
      );
      return new Map(found.map((voucher) => [lowerKey(voucher.id), voucher]));
    },
    write: (items) =>
      write(
        primary,
        { action: 'AddVoucher', entity: 'Voucher', idField: 'VoucherID' },
        items.map(({ draft }) => ({
          VoucherID: draft.id,
          Code: draft.code,
          Value: formatMoney(draft.amount),
          DateIssued: draft.issuedOn,
          Notes: draft.notes,
        })),
        { signal },
      ),
    isCopyOf: ({ draft }, existing) => existing.notes === draft.notes,
    compare,
  }),
};

const judging: Judging<Voucher, VoucherDraft, null> = {
  keyOf: ({ sourceId }, { store }) => targetIdOf(store, sourceId),
  lookUp: async () => null,
  judge({ content, sourceId }, { store }) {
    const targetId = targetIdOf(store, sourceId);
    const { code, amount, issuedOn } = content;
    return {
      kind: 'write',
      targetId,
      draft: { id: targetId, code, amount, issuedOn, notes: originOf(store, sourceId) },
    };
  },
};

const financial: Financial<Voucher> = {
  sign: 'adds',
  isSummed: true,
  leftByUndo: 'Void it in the primary.',
  posting: ({ amount, issuedOn }) => ({ amount, day: issuedOn }),
};

async function all(client: NetoClient, { rules, from, to, signal }: AskedRecords): Promise<Voucher[]> {
  const found: Voucher[] = [];
  for await (const page of list(client, {}, { signal })) found.push(...page);
  return found.filter(({ issuedOn }) => issuedOn >= from && issuedOn >= rules.since && (to === null || issuedOn <= to));
}

function atEnd(shown: Voucher, sourceId: string, targetId: string | null): RecordAtEnd<Voucher> {
  return { sourceId, targetId, shown, amount: shown.amount, day: shown.issuedOn, updatedAt: shown.updatedAt };
}

function sourceIdIn({ notes }: Voucher, { store }: FixedRules): string | undefined {
  const [, of, id] = /^Copied from (\S+) voucher (\S+) by neto-consolidator$/.exec(notes) ?? [];
  return of === store ? id : undefined;
}

const ends: Ends<Voucher, Voucher> = {
  atSource: async (client, given) => (await all(client, given)).map((one) => atEnd(one, one.id, null)),
  inPrimary: async (primary, given) =>
    (await all(primary, given)).flatMap((one) => {
      const sourceId = sourceIdIn(one, given.rules);
      return sourceId === undefined ? [] : [atEnd(one, sourceId, one.id)];
    }),
  compare: (source, existing) => compare(source, existing),
};

/** All that the program is ever told of vouchers. */
export const voucher = {
  name,
  words: { one: 'voucher', many: 'vouchers' },
  dependsOn: [],
  content: voucherSchema,
  read,
  writes: { steps: { add }, judging, hasOwnIds: true },
  compares: { fields },
  financial,
  reconciles: { name: 'voucher' as ReconciledName, ends },
} satisfies EntityDefinition;
