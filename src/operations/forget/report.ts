import { z } from 'zod';
import { entityNameSchema } from '../../model/entities.ts';

const key = z.strictObject({ store: z.string(), entity: entityNameSchema, sourceId: z.string() });
const ofStores = z.array(z.strictObject({ store: z.string().describe('or `primary`'), ids: z.array(z.string()) }));

/** What `forget` prints. The address, and all else that names the shopper, is nowhere in it. */
export const forgetReportSchema = z.strictObject({
  pipeline: z.string(),
  dryRun: z.boolean().describe('true: nothing was changed'),
  records: z.array(key).describe('of the ledger, which stay with their reasons and ids, and lose their content'),
  pending: z
    .array(key)
    .describe('that are being written, or came by a file and are still to be judged: after the next run'),
  backups: z.array(z.string()).describe("the ledger's own that held something of them"),
  removedBackups: z.array(z.string()).describe('that could not be read'),
  batches: z
    .array(z.strictObject({ number: z.int(), records: z.int() }))
    .describe('open export batches; their files, written again, lack what is personal'),
  files: z
    .array(z.strictObject({ file: z.string(), count: z.int().describe('rows, elements or lines') }))
    .describe('that this program wrote, or that were named'),
  left: z
    .strictObject({
      orders: ofStores.describe('that bear their data in the stores themselves'),
      accounts: ofStores.describe('customers of the stores with the address'),
      feedFiles: z.array(z.string()).describe('which were read or are still to be read, and are the merchant’s own'),
      mayHold: z
        .array(z.string())
        .describe('files that may hold something of them still, and of which that was left as it is: look into them'),
      unreadable: z
        .array(z.string())
        .describe('files that are no text: those that were named, and those that this program wrote'),
      lost: z.array(z.string()).describe('that this program wrote and that are not there any more'),
      notAsked: z.array(z.strictObject({ store: z.string(), why: z.string() })).describe('stores that were not asked'),
    })
    .describe('what is not in the hands of this command'),
});
export type ForgetReport = z.infer<typeof forgetReportSchema>;
