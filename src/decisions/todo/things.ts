import { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { addressSchema } from '../../model/address.ts';
import { commandLine } from '../../model/command-lines.ts';
import type { EntityName } from '../../model/entities.ts';
import type { RunProblem } from '../../model/errors.ts';
import type { Decimal } from '../../model/money.ts';
import { rewriteOrderId } from '../../model/order-id.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { lowerKey } from '../../model/text-key.ts';
import { instantOfMilliseconds, type LocalDate } from '../../model/time.ts';
import { enterAs, prefixOf } from '../../operations/link/enter-as.ts';
import { readLastProofs } from '../../proof/proof-state.ts';
import { isInXero, type ProofDifference } from '../../run/proof.ts';
import { type StrangeOrder, strangeOrders } from '../../run/strange-orders.ts';
import { type OpenQuarantine, openQuarantines, type Unconfirmed } from '../../run/summary.ts';
import { unconfirmedSince } from '../../run/unconfirmed.ts';
import type { Decision } from '../../verdict/decisions.ts';
import { type Decisions, readDecisions } from '../../verdict/taken.ts';
import { LOOKED_AT, strangeBeside, wantedRun } from '../../verdict/verdict.ts';
import { intoBooks } from '../into-books.ts';
import { type Choice, choicesOf } from './choices.ts';

/** One record of a decision, as a person knows it. */
export interface ToDecide {
  readonly entity: EntityName;
  readonly sourceId: string;
  /** The order that a payment or return belongs to. */
  readonly parent: string | null;
  /** Its number in the primary: what its copy has, or would get; null where that is no number of the order's kind. */
  readonly targetId: string | null;
  readonly day: LocalDate | null;
  readonly amount: Decimal | null;
  /** Who bought; null where the ledger holds that no more, or where nobody is named. */
  readonly customer: string | null;
  /** What was found in this case. */
  readonly reason: string;
}

/** What somebody must do: each once. */
export type Thing =
  | {
      readonly kind: 'decision';
      readonly store: string;
      readonly entity: EntityName;
      readonly code: string;
      /** What its records have in common, such as the name of a payment method; empty where each is decided by itself. */
      readonly value: string;
      readonly meaning: string;
      readonly remedy: string;
      readonly records: readonly ToDecide[];
      /** What waits for these, and follows by itself. */
      readonly followers: readonly ToDecide[];
      readonly choices: readonly Choice[];
    }
  /** Found by the daily comparison, and explained by nothing. */
  | ({
      readonly kind: 'difference';
      /** Of an order of the primary that looks like a copy: its number, for whoever says that it is the primary's own. */
      readonly own: string | null;
      /** The daily comparison tells it, and so until the next one; else each run looks whether it is still so. */
      readonly isOfProof: boolean;
    } & Pick<ProofDifference, 'store' | 'message' | 'remedy'>)
  /** Orders that are copied only after a person's yes. */
  | ({ readonly kind: 'yes' } & Unconfirmed & { readonly command: string })
  /** No whole run has ended for days, or the last one failed. */
  | {
      readonly kind: 'run';
      readonly store: null;
      readonly why: 'overdue' | 'failed';
      /** What went wrong in it; empty where it did not fail. */
      readonly problems: readonly RunProblem[];
      readonly command: string;
    };

/** What a person has decided, and no run has taken up yet. */
export type Decided = Pick<
  Extract<Thing, { kind: 'decision' }>,
  'store' | 'entity' | 'code' | 'value' | 'records' | 'followers'
>;

export interface ToDoNow {
  /** The worst first. */
  readonly things: readonly Thing[];
  readonly decided: readonly Decided[];
}

/**
 * @param file the pipeline file as it was given
 * @param now milliseconds since 1970
 */
export async function thingsToDo(ledger: Ledger, pipeline: Pipeline, file: string, now: number): Promise<ToDoNow> {
  return toldThings(ledger, pipeline, { file, now, decisions: await readDecisions(ledger, pipeline) });
}

interface Telling {
  readonly file: string;
  readonly now: number;
  readonly decisions: Decisions;
  /** Decisions that are told; left out: all of them. */
  readonly most?: number;
  /** Of the records of each, those told with their buyer, whose name is deep in what their store said; left out: all of them. */
  readonly named?: number | undefined;
}

/** The same of decisions that were read already, and of some of them alone. */
export async function toldThings(
  ledger: Ledger,
  pipeline: Pipeline,
  { file, now, decisions: read, most, named }: Telling,
): Promise<ToDoNow> {
  const things = await thingsBesides(ledger, pipeline, file, now);
  const { taken } = read;
  const decisions = read.open.slice(0, most);
  const open = await openQuarantines(
    ledger,
    decisions.map(({ records: [first] }) => first),
  );
  for (const [place, decision] of decisions.entries()) {
    const told = open[place];
    if (told !== undefined)
      things.push(await decisionThing(ledger, pipeline, { file, named }, { ...decision, open: told }));
  }
  const decided = taken.slice(0, most).map(({ store, entity, code, value, records, followers }) => ({
    ...{ store, entity, code, value },
    records: toDecideOf(records, pipeline, named),
    followers: toDecideOf(followers, pipeline, named),
  }));
  return { things, decided };
}

/** What there is to do beside decisions about records. @param now milliseconds since 1970 */
export async function thingsBesides(ledger: Ledger, pipeline: Pipeline, file: string, now: number): Promise<Thing[]> {
  const runs = await ledger.runs(LOOKED_AT);
  const unconfirmed = await unconfirmedSince(ledger, runs);
  const proofs = await readLastProofs(ledger, pipeline);
  const things: Thing[] = unconfirmed.map((one) => ({
    ...{ kind: 'yes', ...one },
    command: commandLine('neto-consolidator run', [file], '--yes'),
  }));
  const { failed, overdue, problems } = wantedRun(runs, instantOfMilliseconds(now));
  if (failed || overdue)
    things.push({
      ...{ kind: 'run', store: null, why: failed ? 'failed' : 'overdue', problems },
      command: commandLine('neto-consolidator run', [file]),
    });
  const strange = await strangeOrders(ledger);
  for (const one of proofs.flatMap(({ differences }) => differences)) things.push(differenceThing(one, strange, file));
  for (const { store, kind, message, targetId } of strangeBeside(strange, proofs))
    things.push({
      ...{ kind: 'difference', store, message, remedy: strangeRemedy(kind, targetId, file) },
      ...{ own: kind === 'foreign' ? targetId : null, isOfProof: false },
    });
  return things;
}

/** What a run has told as an order that should not be there can be decided in the same ways where the proof tells it, too. */
function differenceThing(
  { store, entity, kind, message, remedy, targetId }: ProofDifference,
  strange: readonly StrangeOrder[],
  file: string,
): Thing {
  const same = kind === 'extra' ? strange.find((one) => isForeign(one, targetId)) : undefined;
  const stays =
    isInXero(entity) && kind !== 'extra' && targetId !== null
      ? ` If it is to stay so in Xero: \`${commandLine('neto-consolidator xero accept', [file, targetId], '--reason "…"')}\``
      : '';
  return same === undefined
    ? { kind: 'difference', own: null, isOfProof: true, store, message, remedy: `${remedy}${stays}` }
    : {
        ...{ kind: 'difference', own: same.targetId, isOfProof: true, store, message },
        remedy: strangeRemedy('foreign', same.targetId, file),
      };
}

function isForeign(one: StrangeOrder, targetId: string | null): boolean {
  return one.kind === 'foreign' && targetId !== null && lowerKey(one.targetId) === lowerKey(targetId);
}

function strangeRemedy(kind: StrangeOrder['kind'], targetId: string, file: string): string {
  if (kind === 'doubled') return 'Cancel one of the two in the primary; the next run sees it.';
  const own = commandLine('neto-consolidator quarantine accept', [file, targetId], '--reason "…"');
  return `If it should not be there, cancel it in the primary; if it is a copy that another program made, take it over with \`adopt\`: the next run sees either. If it is the primary's own: \`${own}\``;
}

async function decisionThing(
  ledger: Ledger,
  pipeline: Pipeline,
  { file, named }: Pick<Telling, 'file' | 'named'>,
  decision: Decision & { readonly open: OpenQuarantine },
): Promise<Thing> {
  const { store, entity, code, value, records, followers, open } = decision;
  const [first] = records;
  const books = records.length === 1 ? await intoBooks(ledger, first) : null;
  const as = enterAs(first, prefixOf(pipeline, store));
  const told = toDecideOf(records, pipeline, named);
  return {
    kind: 'decision',
    ...{ store, entity, code, value },
    meaning: Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : open.reason,
    remedy: open.remedy,
    records: told,
    followers: toDecideOf(followers, pipeline, named),
    choices: choicesOf({ ...decision, actions: open.actions, intoBooks: books, enterAs: as }, file),
  };
}

function toDecideOf(records: readonly LedgerRecord[], pipeline: Pipeline, named = records.length): ToDecide[] {
  return records.map((record, place) => toDecide(record, pipeline, place < named));
}

function toDecide(record: LedgerRecord, { secondaries }: Pipeline, isNamed: boolean): ToDecide {
  const { store, entity, sourceId, parent, targetId, bookedOn = null, amount, message } = record;
  const prefix = secondaries.find(({ name }) => name === store)?.prefix ?? {};
  const rewritten = entity === 'orders' ? rewriteOrderId(sourceId, prefix) : undefined;
  const would = rewritten?.kind === 'rewritten' ? rewritten.id : null;
  return {
    entity,
    sourceId,
    parent,
    targetId: targetId ?? would,
    day: bookedOn,
    amount,
    customer: isNamed ? buyer(record) : null,
    reason: message ?? '',
  };
}

const bought = z.object({ billing: addressSchema.partial() });

function buyer({ payload }: LedgerRecord): string | null {
  const parsed = bought.safeParse(JSON.parse(payload || 'null'));
  if (!parsed.success) return null;
  const { firstName = '', lastName = '', company = '' } = parsed.data.billing;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return [name, company].filter(Boolean).join(', ') || null;
}
