import { z } from 'zod';
import { seenDifferenceSchema } from '../../model/accepted.ts';
import { entityNameSchema, type RecordKey } from '../../model/entities.ts';
import { instantSchema } from '../../model/time.ts';
import { wholeRunSchema } from '../said-yes.ts';

/** One record, as the person saw it who decided about it. Nothing personal: ids, and a hash. */
export const decidedRecordSchema = z.strictObject({
  store: z.string().min(1),
  entity: entityNameSchema,
  sourceId: z.string().min(1),
  /** `seenAs` of the ledger. */
  seen: z.string().min(1),
});

const records = z.array(decidedRecordSchema).min(1);
/** In a person's own words; it goes into the audit. */
const reason = z.string().max(2000);

const number = z.int().min(0);

/** What was to be linked when a person looked: how many, and a hash of which ones, and of what was told of them. */
export const adoptionSeenSchema = z.strictObject({
  orders: number,
  payments: number,
  mark: z.string().min(1),
});
export type AdoptionSeen = z.infer<typeof adoptionSeenSchema>;

/** What a person decides about records of a ledger, and what they did elsewhere that its audit is to tell. */
export const decisionRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('retry'),
    reason,
    /** What may be it in the primary is another one. */
    another: z.boolean(),
    records,
  }),
  z.strictObject({
    kind: z.literal('accept'),
    reason: reason.min(1),
    records: z
      .array(
        decidedRecordSchema.extend({
          /** What of its copy stays in the books though its remedy was to take it out or to mend it: fields, and sentences. */
          left: z.array(seenDifferenceSchema),
          said: z.array(z.string()),
        }),
      )
      .min(1),
  }),
  z.strictObject({ kind: z.literal('drop'), reason: reason.min(1), records }),
  /** An order of the primary, which no record stands for, is the primary's own. */
  z.strictObject({
    kind: z.literal('own'),
    reason: reason.min(1),
    targetId: z.string().min(1),
    /** What the person was told of it; an earlier version did not keep it. */
    seen: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('link'),
    reason,
    records: z.tuple([decidedRecordSchema]),
    /** The primary's own ids of what was entered by hand. */
    as: z.array(z.string().min(1)).min(1),
    /** Fields that differ are right: a hash of those that the person saw; null where none may. */
    differences: z.string().nullable(),
  }),
  /** Orders of before the last whole run of their store are to be copied: a run asked that first. */
  z.strictObject({
    kind: z.literal('yes'),
    reason: reason.min(1),
    stores: z
      .array(
        z.strictObject({
          store: z.string().min(1),
          /** How many the person was told of. */
          orders: z.int().min(1),
          /** The last whole run of the store, and its key `since`, as they were then. */
          lastWhole: wholeRunSchema,
          from: z.string().nullable(),
        }),
      )
      .min(1),
  }),
  /** Copies that another program made, or a ledger that was lost, are taken into the map. */
  z.strictObject({
    kind: z.literal('adopt'),
    reason: reason.min(1),
    /** All of them where it is null. */
    stores: z.array(z.string().min(1)).min(1).nullable(),
    /** What the person was shown. */
    seen: adoptionSeenSchema,
  }),
  /** It is done already: a change of the pipeline file, files that are known to have been imported. */
  z.strictObject({
    kind: z.literal('noted'),
    event: z.enum(['mapped', 'confirmed']),
    store: z.string().optional(),
    change: z.string().min(1),
    reason,
    /** What of the books was accepted as it is there; the looks into them go by it. */
    acceptedInBooks: z.record(z.string().min(1), z.string()).optional(),
  }),
]);

/** Those for which stores are asked, so that who holds the ledger in the middle of a run leaves them to later. */
export const askingKinds = ['link', 'adopt'] as const;
export type AskingRequest = Extract<DecisionRequest, { kind: (typeof askingKinds)[number] }>;

export function asksStores(request: DecisionRequest): request is AskingRequest {
  return askingKinds.some((kind) => kind === request.kind);
}

export type DecisionRequest = z.infer<typeof decisionRequestSchema>;

/** The records that a decision is about; none of one that is about none. */
export function recordsIn(request: DecisionRequest): readonly RecordKey[] {
  return 'records' in request ? request.records : [];
}

/** A decision that was taken from a person and waits until the ledger is free, or the run comes to it. */
export const queuedDecisionSchema = z.strictObject({
  version: z.literal(1),
  /** Made where the person is asked, so that what they send twice is one decision. */
  id: z.uuid(),
  at: instantSchema,
  /** Whose it is: `login@machine`, or the name of a token. */
  by: z.string().min(1).max(200),
  request: decisionRequestSchema,
});

export type QueuedDecision = z.infer<typeof queuedDecisionSchema>;

/** What was not done, since it fits no more; told until somebody has seen it. */
export const refusedDecisionSchema = z.strictObject({
  id: z.uuid(),
  /** When it was decided, and when it was not taken. */
  at: instantSchema,
  refusedAt: instantSchema,
  by: z.string(),
  kind: z.string(),
  refusals: z.array(
    z.strictObject({
      store: z.string().nullable(),
      entity: entityNameSchema.nullable(),
      sourceId: z.string(),
      /** Why, and what to do. */
      message: z.string(),
    }),
  ),
});

export type RefusedDecision = z.infer<typeof refusedDecisionSchema>;
