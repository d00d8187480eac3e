import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addSeconds, instantSchema, type LocalDate, localDateSchema } from '../model/time.ts';
import type { BooksOfRun } from './books-of-run.ts';

/** What was learned of the organisation that the connection leads to. */
const standingSchema = z.object({
  at: instantSchema,
  organisation: z.string(),
  name: z.string(),
  isDemo: z.boolean(),
  /** The later of the two that Xero has; null where none is set. */
  lockDate: localDateSchema.nullable(),
});
type Standing = z.infer<typeof standingSchema>;

const SCOPE = 'books';
const NAME = 'organisation';
/** A lock date moves once a month: whoever sets one waits no longer than this for it to be kept. */
const HOLDS_SECONDS = 3_600;

async function known(ledger: Pick<Ledger, 'learned'>): Promise<Standing | undefined> {
  const text = await ledger.learned(SCOPE, NAME);
  return text === null ? undefined : standingSchema.safeParse(JSON.parse(text)).data;
}

/**
 * The pipeline with the lock date that holds: the later of the file's and Xero's, as it was last read. A demo company and
 * another organisation than the file names lock nothing.
 */
export async function withKnownLock(pipeline: Pipeline, ledger: Pick<Ledger, 'learned'>): Promise<Pipeline> {
  if (pipeline.xero === undefined) return pipeline;
  return withLock(pipeline, await known(ledger));
}

/**
 * The same after a look, where the last one is an hour old. Where the books can't be read what was known holds on.
 * @throws ConsolidatorError `stopped`
 */
export async function withLockNow(pipeline: Pipeline, books: BooksOfRun): Promise<Pipeline> {
  let standing = await known(books.ledger);
  const isOld = standing === undefined || addSeconds(standing.at, HOLDS_SECONDS) <= books.now();
  // Whoever has just moved the lock date and retried what it held means the new one.
  if (isOld || (await books.ledger.givenBack()).length > 0) {
    const { readOrganisation } = await import('../xero/read.ts');
    const found = await books.ask((client, options) => readOrganisation(client, options));
    if (found.kind === 'read') {
      const { id, name, isDemo, lockDate } = found.value;
      standing = { at: books.now(), organisation: id, name, isDemo, lockDate };
      if (books.keeps) await books.ledger.learn(SCOPE, NAME, JSON.stringify(standing));
    }
  }
  if (standing !== undefined && isAnother(pipeline, standing))
    books.fails(`The connection to Xero leads to "${standing.name}", and not to the organisation that the file names.`);
  return withLock(pipeline, standing);
}

function withLock(pipeline: Pipeline, standing: Standing | undefined): Pipeline {
  const own = pipeline.accounting.lockDate;
  const lockDate = standing?.lockDate ?? undefined;
  if (standing === undefined || lockDate === undefined || standing.isDemo || isAnother(pipeline, standing))
    return pipeline;
  if (own !== undefined && own >= lockDate) return pipeline;
  return { ...pipeline, accounting: { ...pipeline.accounting, lockDate: lockDate as LocalDate } };
}

function isAnother({ xero }: Pipeline, { organisation }: Standing): boolean {
  return xero?.organisation !== undefined && xero.organisation.toLowerCase() !== organisation.toLowerCase();
}
