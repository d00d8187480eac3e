import { z } from 'zod';
import { backupKinds } from '../../ledger/backup.ts';
import { doctorFindingSchema } from '../../operations/doctor/finding.ts';
import type { AdoptDocument } from '../actions/adopt.ts';
import type { BackupsDocument, RestoreDocument } from '../actions/doctor/restore.ts';
import type {
  BackupDocument,
  ClaimDocument,
  CloseStoreDocument,
  DoctorDocument,
  RebuildDocument,
} from '../actions/doctor.ts';
import type { FakeStoreDocument } from '../actions/fake-store.ts';
import type { FakeXeroDocument } from '../actions/fake-xero.ts';
import type { UndoDocument } from '../actions/undo.ts';
import { at, byEntity, entity, sourceId, store } from './parts.ts';

const count = z.number().int().nonnegative();
const pipeline = z.string();
const targetId = z.string().describe("the copy's id in the primary");
const dryRun = z.boolean().describe('whether it was only said what would be done');
const kept = z.string().nullable().describe('where the ledger that stood there is kept; null where there was none');

/** `doctor --output json` */
export const doctorDocumentSchema: z.ZodType<DoctorDocument> = z.strictObject({
  pipeline,
  findings: z.array(doctorFindingSchema),
});

/** `doctor --backup FILE --output json` */
export const backupDocumentSchema: z.ZodType<BackupDocument> = z.strictObject({
  pipeline,
  backup: z.string().describe('the file that was written, as it was given'),
});

/** `doctor --restore --output json`, without a file */
export const backupsDocumentSchema: z.ZodType<BackupsDocument> = z.strictObject({
  pipeline,
  backups: z
    .array(
      z.strictObject({
        file: z.string(),
        kind: z.enum(backupKinds).describe('`replaced`: stood at the place of the ledger until another was put there'),
        at: at.describe('when it was made'),
        bytes: count,
        state: z.enum(['sound', 'not-usable']).describe('as it was opened and read just now'),
        why: z.string().nullable().describe('why it is not usable'),
        copies: count.nullable().describe('records that have a copy in the primary; null where it is not usable'),
        schema: count.nullable().describe('version of the schema'),
      }),
    )
    .describe('the newest first'),
});

/** `doctor --restore FILE --output json` */
export const restoreDocumentSchema: z.ZodType<RestoreDocument> = z.strictObject({
  pipeline,
  restored: z.string().describe('the backup, as it was given'),
  kept,
});

/** `doctor --moved --output json`, and `--restored` */
export const claimDocumentSchema: z.ZodType<ClaimDocument> = z.strictObject({
  pipeline,
  generation: z.number().int().describe('what the copies that this ledger makes name from now on'),
});

/** `doctor --close-store NAME --output json` */
export const closeStoreDocumentSchema: z.ZodType<CloseStoreDocument> = z.strictObject({
  pipeline,
  store,
  found: count.describe('writes of unknown outcome whose records were found in the primary'),
  absent: count.describe('such writes that never happened'),
  unapproved: count.describe('copies of orders that stand in the primary, not approved'),
  leftOut: count.describe('records that were read and not copied, and are left out now'),
  unchanged: count.describe('changes of copies that are not carried over'),
  copies: byEntity(count).describe('what stays in the primary and in the map'),
  leftToPerson: z.array(z.strictObject({ entity, sourceId, targetId: targetId.nullable(), why: z.string() })),
});

const adoptionEntry = z.strictObject({
  store,
  entity: z.enum(['orders', 'payments']),
  sourceId,
  targetId,
  why: z.string(),
});
const adoptionEntries = z.array(adoptionEntry);
const differentField = z.strictObject({
  field: z.string(),
  meant: z.string().describe('what its own store says, as the rules make it'),
  held: z.string().describe('what the primary shows'),
});

const adoption = {
  adopted: z
    .record(z.string(), z.strictObject({ orders: count, payments: count }))
    .describe('by store: copies newly taken into the map'),
  remarks: adoptionEntries.describe('taken, but with something that a person should know'),
  left: adoptionEntries.describe('left to the next run, which looks before it writes'),
  different: z
    .array(adoptionEntry.extend({ fields: z.array(differentField), remedy: z.string().describe('what to do') }))
    .describe('has the number or the reference of a copy, but does not agree with its source: not linked'),
  said: z
    .array(
      z.strictObject({
        store,
        entity,
        code: z.string(),
        message: z.string(),
        count,
        examples: z.array(z.string()),
      }),
    )
    .describe(
      'what differs on copies that were linked and need not agree, or is not shown; once for each store and field',
    ),
  installations: z.record(z.string(), count).describe('the installations that copies name, with how many each'),
};

/** `doctor --rebuild --output json` */
export const rebuildDocumentSchema: z.ZodType<RebuildDocument> = z.strictObject({
  pipeline,
  installation: z.string().describe('what copies in the primary name as their maker'),
  kept,
  linked: count
    .nullable()
    .describe('what was linked by hand and is so again; null: the ledger before could not be read'),
  ...adoption,
});

/** `adopt --output json` */
export const adoptDocumentSchema: z.ZodType<AdoptDocument> = z.strictObject({ pipeline, dryRun, ...adoption });

const undoEntries = z.array(
  z.strictObject({
    store,
    entity,
    sourceId,
    targetId,
    orderId: z.string().nullable().describe('of a payment or return: the id of its order in its own store'),
    message: z.string(),
  }),
);

/** `undo --output json` */
export const undoDocumentSchema: z.ZodType<UndoDocument> = z.strictObject({
  pipeline,
  dryRun,
  run: z.number().int().positive(),
  takenBack: undoEntries.describe('cancelled in the primary, and quarantined as taken back'),
  byHand: undoEntries.describe('left to a person, with what to do'),
});

/** `fake-store --output json`, printed when it listens. */
export const fakeStoreDocumentSchema: z.ZodType<FakeStoreDocument> = z.strictObject({
  name: z.string(),
  url: z.string(),
  key: z.string().nullable().describe('a key that was made up; null where one was given'),
  username: z.string().nullable(),
});

/** `fake-xero --output json`, printed when it listens. */
export const fakeXeroDocumentSchema: z.ZodType<FakeXeroDocument> = z.strictObject({
  organisation: z.string().describe('its id'),
  url: z.string().describe('where the books are read'),
  identityUrl: z.string().describe('where tokens are fetched'),
  controlUrl: z.string().describe('where people are played'),
  clientId: z.string(),
  clientSecret: z.string().describe('always the same, and good for no real organisation'),
  ordinaryApp: z
    .strictObject({
      clientId: z.string(),
      clientSecret: z.string(),
      redirectUri: z.string().describe('the only one that it knows'),
    })
    .describe('the other way, by `xero connect`'),
});
