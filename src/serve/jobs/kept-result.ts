import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Html } from '../../page/html.ts';
import type { Visit } from '../frame/visit.ts';

const gzipped = promisify(gzip);
const pack = (text: string): Promise<Uint8Array> => gzipped(text, { level: 4 });
const unpack = promisify(gunzip);

export interface JobFile {
  readonly name: string;
  /** What it is, for a person. */
  readonly words: string;
  readonly type: string;
  readonly content: string;
}

export interface JobResult {
  /** What came of it, for the page. */
  readonly shown: Html;
  /** What it asks of whoever looks at it; left out: nothing. */
  readonly asks?: ((visit: Visit) => Html | null) | undefined;
  /** The page that tells it, which is gone to instead; left out: it is told here. */
  readonly next?: string | undefined;
  /** To be downloaded. */
  readonly files: readonly JobFile[];
}

/** A file as it waits to be downloaded: of the rows of a month's tables a tenth is left. */
export type KeptFile = Omit<JobFile, 'content'> & { readonly packed: Uint8Array };

/** What came of a job, as it is kept for whoever comes for it within the hour. */
export interface KeptResult extends Pick<JobResult, 'asks' | 'next'> {
  readonly files: readonly KeptFile[];
  readonly shown: Uint8Array;
  /** Bytes. */
  readonly size: number;
}

/** The work is done on another thread: a month of a large shop has tens of megabytes. */
export async function keepResult({ shown, files, asks, next }: JobResult): Promise<KeptResult> {
  const packed = await pack(shown.toString());
  const kept: KeptFile[] = [];
  for (const { content, ...about } of files) kept.push({ ...about, packed: await pack(content) });
  const size = kept.reduce((sum, file) => sum + file.packed.length, packed.length);
  return { shown: packed, files: kept, size, asks, next };
}

export async function shownIn({ shown }: KeptResult): Promise<Html> {
  return new Html((await unpack(shown)).toString());
}

/** In UTF-8. */
export function contentOf({ packed }: KeptFile): Promise<Uint8Array<ArrayBuffer>> {
  return unpack(packed);
}
