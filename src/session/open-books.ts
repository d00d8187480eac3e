import type { Pipeline } from '../config/pipeline.ts';
import { type AskingBooks, BooksOfRun } from './books-of-run.ts';
import { withLockNow } from './standing-of-books.ts';

/** The books of a run, and its pipeline with the lock date that holds there. @throws ConsolidatorError `stopped` */
export async function openBooks(
  pipeline: Pipeline,
  asking: Omit<AskingBooks, 'settings'>,
): Promise<{ readonly pipeline: Pipeline; readonly books: BooksOfRun | undefined }> {
  if (pipeline.xero === undefined) return { pipeline, books: undefined };
  const books = new BooksOfRun({ ...asking, settings: pipeline.xero });
  return { pipeline: await withLockNow(pipeline, books), books };
}
