import { z } from 'zod';
import type { Manifest } from '../../operations/export/batch-files.ts';
import type { Confirmation } from '../../operations/export/export-pipeline.ts';
import type { ExportDocument } from '../actions/export.ts';
import type { RewriteDocument } from '../actions/rewrite.ts';
import { entity } from './parts.ts';
import { runDocumentSchema } from './run-document.ts';

const count = z.number().int().nonnegative();
const batch = z.number().int().positive().describe('number of the batch, for `--batch`');

/** `rewrite --output json` */
export const rewriteDocumentSchema: z.ZodType<RewriteDocument> = z.strictObject({
  file: z.string().describe('the file that was written, as it was given'),
  format: z.enum(['delimited', 'xml']),
  encoding: z.enum(['utf-8', 'windows-1252']),
  records: count,
  rewritten: count.describe('ids that got another prefix'),
  kept: count.describe('ids that stayed as they were'),
  bytes: count.describe('bytes read'),
});

/** What `export` has written, for who imports it. */
export const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  pipeline: z.string(),
  batch,
  files: z
    .array(
      z.strictObject({
        name: z.string(),
        records: count.describe('orders, customers, … in it'),
        rows: count,
        bytes: count,
        sha256: z.string(),
        byHand: z.boolean().describe('no import of Neto takes it: to be keyed'),
      }),
    )
    .describe('to be imported in this order'),
  left: z
    .array(z.strictObject({ entity, targetId: z.string(), why: z.string() }))
    .describe('what files can not express'),
});

/** `export --output json`; with `--batch` the manifest alone. */
export const exportDocumentSchema: z.ZodType<ExportDocument> = z.strictObject({
  manifest: manifestSchema.nullable().describe('null where there was nothing to export'),
  open: z.array(batch).describe('batches that are not confirmed yet, this one among them'),
  summary: runDocumentSchema.describe('what a run would do now'),
});

/** `export confirm --output json` */
export const confirmationSchema: z.ZodType<Confirmation> = z.strictObject({
  batch,
  arrived: count.describe('records that the primary holds'),
  missing: z.array(z.string()).describe("copies' ids that it does not hold; they come with the next export again"),
  doubled: z.array(z.string()).describe('references of payments that stand there more than once'),
});
