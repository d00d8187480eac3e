import { z } from 'zod';
import { monthPackSchema } from '../../month/pack.ts';
import { checkReportSchema } from '../../operations/findings/finding.ts';
import { forgetReportSchema } from '../../operations/forget/report.ts';
import { profileSchema } from '../../operations/profile/profile.ts';
import { reconciliationSchema } from '../../reconcile/result.ts';
import { notifyDocumentSchema } from './alert-documents.ts';
import { backfillDocumentSchema } from './backfill-document.ts';
import {
  adoptDocumentSchema,
  backupDocumentSchema,
  backupsDocumentSchema,
  claimDocumentSchema,
  closeStoreDocumentSchema,
  doctorDocumentSchema,
  fakeStoreDocumentSchema,
  fakeXeroDocumentSchema,
  rebuildDocumentSchema,
  restoreDocumentSchema,
  undoDocumentSchema,
} from './care-documents.ts';
import { confirmationSchema, exportDocumentSchema, manifestSchema, rewriteDocumentSchema } from './file-documents.ts';
import {
  fleetStatusDocumentSchema,
  pipelinesApplyDocumentSchema,
  pipelinesDiffDocumentSchema,
  pipelinesHistoryDocumentSchema,
  pipelinesListDocumentSchema,
} from './fleet-documents.ts';
import { linkDocumentSchema } from './link-document.ts';
import { mapDocumentSchema } from './map-document.ts';
import {
  quarantineAcceptDocumentSchema,
  quarantineDropDocumentSchema,
  quarantineListDocumentSchema,
  quarantinePurgeDocumentSchema,
  quarantineRetryDocumentSchema,
  quarantineShowDocumentSchema,
} from './quarantine-documents.ts';
import { planDocumentSchema, runDocumentSchema } from './run-document.ts';
import { statusDocumentSchema } from './status-document.ts';
import { todoDocumentSchema } from './todo-document.ts';
import { traceDocumentSchema } from './trace-document.ts';

const monthDocumentSchema = monthPackSchema.extend({ files: z.array(z.string()).describe('written, the page first') });

/** What every command prints instead of its document when it can't give one. */
const errorDocumentSchema = z.strictObject({
  error: z.strictObject({
    code: z.string().describe('as in docs/errors.md'),
    message: z.string(),
    remedy: z.string(),
  }),
});

/** The shape of every JSON document, by command; `docs/output.md` is made from it, and a new command adds a line. */
export const documents: Readonly<Record<string, z.ZodType>> = {
  check: checkReportSchema,
  plan: planDocumentSchema,
  run: runDocumentSchema,
  trace: traceDocumentSchema,
  status: statusDocumentSchema,
  todo: todoDocumentSchema,
  notify: notifyDocumentSchema,
  'quarantine list': quarantineListDocumentSchema,
  'quarantine show': quarantineShowDocumentSchema,
  'quarantine retry': quarantineRetryDocumentSchema,
  'quarantine accept': quarantineAcceptDocumentSchema,
  'quarantine drop': quarantineDropDocumentSchema,
  'quarantine purge': quarantinePurgeDocumentSchema,
  map: mapDocumentSchema,
  link: linkDocumentSchema,
  reconcile: reconciliationSchema,
  month: monthDocumentSchema,
  doctor: doctorDocumentSchema,
  'doctor --backup': backupDocumentSchema,
  'doctor --restore, without a file': backupsDocumentSchema,
  'doctor --restore': restoreDocumentSchema,
  'doctor --moved, --restored': claimDocumentSchema,
  'doctor --close-store': closeStoreDocumentSchema,
  'doctor --rebuild': rebuildDocumentSchema,
  profile: profileSchema,
  forget: forgetReportSchema,
  adopt: adoptDocumentSchema,
  undo: undoDocumentSchema,
  rewrite: rewriteDocumentSchema,
  import: runDocumentSchema,
  export: exportDocumentSchema,
  'export --batch': manifestSchema,
  'export confirm': confirmationSchema,
  'fake-store': fakeStoreDocumentSchema,
  'fake-xero': fakeXeroDocumentSchema,
  backfill: backfillDocumentSchema,
  'any command that fails': errorDocumentSchema,
  'fleet status': fleetStatusDocumentSchema,
  'pipelines apply': pipelinesApplyDocumentSchema,
  'pipelines list': pipelinesListDocumentSchema,
  'pipelines diff': pipelinesDiffDocumentSchema,
  'pipelines history': pipelinesHistoryDocumentSchema,
};
