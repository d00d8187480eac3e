import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { decimalSchema } from '../model/money.ts';
import { type Instant, instantSchema, type LocalDate, localDateSchema } from '../model/time.ts';
import type { OwnOrder } from '../reconcile/own-orders.ts';
import { inXero, reconciledNameSchema } from '../reconcile/result.ts';
import {
  type AcceptedDifference,
  isInXero,
  type ProofDifference,
  proofLabels,
  provesNothing,
  type StoreProof,
} from '../run/proof.ts';

/** Under this scope the ledger keeps what the daily proof needs from run to run. Ids and amounts, nothing personal. */
const SCOPE = 'proof';
const BEGUN = ' begun';
const OTHERS = ' others';
const IDS = ' ids ';
const OWN = ' own ';

const count = z.int().nonnegative();

const provenSideSchema = z.object({ orders: count, payments: count, returns: count, total: decimalSchema });

export const proofDifferenceSchema: z.ZodType<ProofDifference> = z.object({
  store: z.string(),
  entity: z.union([reconciledNameSchema, z.enum(inXero)]),
  kind: z.enum(['missing', 'extra', 'different', 'doubled']),
  field: z.string().nullable(),
  orderId: z.string().nullable(),
  sourceId: z.string().nullable(),
  targetId: z.string().nullable(),
  day: localDateSchema.nullable(),
  since: localDateSchema,
  message: z.string(),
  remedy: z.string(),
});

const acceptedDifferenceSchema: z.ZodType<AcceptedDifference> = z.object({
  entity: reconciledNameSchema,
  orderId: z.string().nullable(),
  targetId: z.string().nullable(),
  message: z.string(),
});

const storeProofSchema: z.ZodType<StoreProof> = z.object({
  store: z.string(),
  state: z.enum(['done', 'under-way', 'put-off']),
  why: z.string().nullable(),
  from: localDateSchema,
  to: localDateSchema,
  secondary: provenSideSchema,
  primary: provenSideSchema,
  labels: z.partialRecord(z.enum(proofLabels), count),
  gstRounding: decimalSchema,
  beforeThisVersion: z.record(z.string(), count),
  firstSeen: z.boolean(),
  differences: z.array(proofDifferenceSchema),
  accepted: z.array(acceptedDifferenceSchema).optional(),
});

/** When a proof was begun: what is copied later is in the next one. Earlier versions did not keep it. */
const begunAt = instantSchema.nullable().default(null);

const progressSchema = z.object({
  day: localDateSchema,
  begunAt,
  /** Compared up to this id, in their order; null: none yet. */
  after: z.string().nullable(),
  sum: storeProofSchema,
  /** How many parts of what Xero is to show are kept, each by itself. */
  expectedParts: z.int().default(0),
  /** Keys of those from before this version. */
  beforeKeys: z.array(z.string()),
});
export type ProofProgress = z.infer<typeof progressSchema>;

const storeStateSchema = z.object({
  /** Day of the last finished proof. */
  provedOn: localDateSchema.nullable(),
  begunAt,
  /** What the first proof found on copies of earlier versions, and lasts; null until it is finished. */
  before: z.array(z.string()).nullable(),
  progress: progressSchema.nullable(),
  /** Of the last finished proof: parts of what Xero is to show; null where nothing was kept. */
  expectedParts: z.int().nullable().default(null),
  /** What was wrong in Xero, by the last look; with the day of the first that found it. */
  knownInBooks: z.array(proofDifferenceSchema).default([]),
  /** The last finished proof. */
  result: storeProofSchema.nullable(),
});
export type StoreProofState = z.infer<typeof storeStateSchema>;

const othersSchema = z.object({
  day: localDateSchema,
  after: z.string().nullable(),
  done: z.boolean(),
  /** All that the primary has in the period. */
  ids: z.array(z.string()),
  found: z.array(z.object({ store: z.string(), sourceId: z.string().nullable(), targetId: z.string() })),
  /** How many parts of the primary's own orders are kept, each by itself: together they are many. */
  parts: z.int().default(0),
});
const ownSchema = z.object({ day: localDateSchema, orders: z.array(z.tuple([z.string(), z.array(z.string())])) });
type OtherCopies = z.infer<typeof othersSchema>;

const begunSchema = z.object({ run: z.int(), copies: z.boolean() });

const blank: StoreProofState = {
  ...{ provedOn: null, begunAt: null, before: null, progress: null, result: null },
  ...{ expectedParts: null, knownInBooks: [] },
};

export async function readProofState(ledger: Pick<Ledger, 'learned'>, store: string): Promise<StoreProofState> {
  return (await read(ledger, store, storeStateSchema)) ?? blank;
}

export async function writeProofState(ledger: Ledger, store: string, state: StoreProofState): Promise<void> {
  await ledger.learn(SCOPE, store, JSON.stringify(state));
}

export async function readOtherCopies(ledger: Ledger): Promise<OtherCopies | undefined> {
  return read(ledger, OTHERS, othersSchema);
}

/** The ids that a proof under way goes through: listing them anew in each run could take all that a run may ask. */
export async function readIds(ledger: Ledger, store: string): Promise<string[] | undefined> {
  return read(ledger, `${IDS}${store}`, z.array(z.string()));
}

export async function writeIds(ledger: Ledger, store: string, ids: readonly string[]): Promise<void> {
  await ledger.learn(SCOPE, `${IDS}${store}`, JSON.stringify(ids));
}

export async function writeOtherCopies(ledger: Ledger, others: OtherCopies): Promise<void> {
  await ledger.learn(SCOPE, OTHERS, JSON.stringify(others));
}

export async function writeOwnOrders(
  ledger: Ledger,
  { day, parts }: OtherCopies,
  own: readonly OwnOrder[],
): Promise<void> {
  const orders = own.filter(({ keys }) => keys.length > 0).map(({ id, keys }) => [id, keys]);
  await ledger.learn(SCOPE, `${OWN}${parts}`, JSON.stringify({ day, orders }));
}

export async function readOwnOrders(ledger: Ledger, { day, parts }: OtherCopies): Promise<OwnOrder[]> {
  const all: OwnOrder[] = [];
  for (let part = 0; part < parts; part += 1) {
    const kept = await read(ledger, `${OWN}${part}`, ownSchema);
    if (kept?.day === day) all.push(...kept.orders.map(([id, keys]) => ({ id, keys })));
  }
  return all;
}

/** The first run that could prove, and whether the ledger had copies before it. */
export function readBegun(ledger: Ledger): Promise<z.infer<typeof begunSchema> | undefined> {
  return read(ledger, BEGUN, begunSchema);
}

export async function writeBegun(ledger: Ledger, begun: z.infer<typeof begunSchema>): Promise<void> {
  await ledger.learn(SCOPE, BEGUN, JSON.stringify(begun));
}

/** What can't be read counts as none: a proof can always be made anew. */
async function read<Value>(
  ledger: Pick<Ledger, 'learned'>,
  name: string,
  schema: z.ZodType<Value>,
): Promise<Value | undefined> {
  const text = await ledger.learned(SCOPE, name);
  if (text === null) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The same from proof to proof. */
export function keyOfDifference(
  one: Pick<ProofDifference, 'entity' | 'kind' | 'field' | 'orderId' | 'sourceId' | 'targetId'>,
): string {
  const { entity, kind, field, orderId, sourceId, targetId } = one;
  return [entity, kind, field, orderId, sourceId, targetId].map((part) => part ?? '').join(' ');
}

/** What the last finished proof of a store said. */
export interface LastProof {
  readonly store: string;
  readonly day: LocalDate;
  /** What was copied after this moment was not compared; null where an earlier version made the proof. */
  readonly begunAt: Instant | null;
  /** Accounting dates. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Whether there was something to prove: false where the primary had nothing of the store. */
  readonly proven: boolean;
  /** What nothing explains; they stand here until a proof is without them. */
  readonly differences: readonly ProofDifference[];
  /** What a person accepted that changes what the books come to. */
  readonly accepted: readonly AcceptedDifference[];
}

/** Stores that were never proven are left out. */
export async function readLastProofs(
  ledger: Pick<Ledger, 'learned' | 'learnedOf'>,
  { secondaries }: Pick<Pipeline, 'secondaries'>,
): Promise<LastProof[]> {
  const proofs: LastProof[] = [];
  for (const { name: store } of secondaries) {
    const { result, provedOn, begunAt: at } = await readProofState(ledger, store);
    if (result === null || provedOn === null) continue;
    const { from, to, accepted = [] } = result;
    const differences = await stillOpen(ledger, result.differences);
    proofs.push({ store, day: provedOn, begunAt: at, from, to, proven: !provesNothing(result), differences, accepted });
  }
  return proofs;
}

/** Without what a person has said or accepted since. What knows of it is loaded where there is something of its kind alone. */
async function stillOpen(
  ledger: Pick<Ledger, 'learned' | 'learnedOf'>,
  found: readonly ProofDifference[],
): Promise<readonly ProofDifference[]> {
  const differences = await withoutOwn(ledger, found);
  if (!differences.some(({ entity }) => isInXero(entity))) return differences;
  const { lastLook } = await import('./arrival-state.ts');
  const { withoutAccepted } = await import('./accepted-in-books.ts');
  return withoutAccepted(ledger, differences, (await lastLook(ledger))?.arrivals.open ?? []);
}

/** Without orders of which a person has said that they are the primary's own. */
async function withoutOwn(
  ledger: Pick<Ledger, 'learned'>,
  found: readonly ProofDifference[],
): Promise<readonly ProofDifference[]> {
  if (!found.some(({ kind }) => kind === 'extra')) return found;
  const { isSaidOwn } = await import('../run/strange-orders.ts');
  const own = await Promise.all(
    found.map(({ kind, targetId }) => kind === 'extra' && targetId !== null && isSaidOwn(ledger, targetId)),
  );
  return found.filter((_, place) => own[place] !== true);
}
