import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import { entityNames } from '../entities/kinds.ts';
import { renameOver } from '../model/rename-over.ts';
import { isAlive } from './is-alive.ts';
import type { Progress } from './progress.ts';
import { ProgressBoard } from './progress-board.ts';

/** Milliseconds; also how long a run may be before anything is written of it. */
const EVERY = 1_000;
/** Milliseconds; a process that has told nothing for so long tells nothing of now. */
const HOLDS = 60_000;

const count = z.int().min(0);
const publishedSchema = z.object({
  pid: z.int().positive(),
  /** Of the machine: what its processes are called is known there alone. */
  host: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.int(),
  /** When this was written. */
  at: z.int(),
  phase: z.enum(['begin', 'settle', 'extract', 'load', 'close']),
  rows: z.array(
    z.object({ store: z.string(), entity: z.enum(entityNames()), expected: count, read: count, settled: count }),
  ),
  requests: z.record(z.string(), count),
  problems: z.record(z.string(), z.string()),
  waits: z.array(z.object({ store: z.string(), reason: z.enum(['rate-limit', '429', 'retry']), until: z.number() })),
  /** Until the orders known so far are settled; null while nothing can be told. */
  secondsLeft: z.number().nullable(),
});

/** How far a run is, as its process tells all others of this machine. Ids, counts and sentences of the program; nobody's data. */
export type PublishedProgress = z.infer<typeof publishedSchema>;

type Of = Pick<Pipeline, 'name' | 'ledger'>;

/** In the state home: the folder of a ledger may be watched, backed up or synchronised. */
function publishedFile(home: string, { name, ledger }: Of): string {
  const mark = createHash('sha256').update(ledger).digest('hex').slice(0, 8);
  return path.join(runningFolder(home), `${name}-${mark}.json`);
}

/** In which each run has a file, called after its pipeline. */
export function runningFolder(home: string): string {
  return path.join(home, 'running');
}

interface Publishing {
  readonly take: Progress;
  /** Nothing is told from then on. */
  end(): Promise<void>;
}

/** Tells others how far a run is, at most once a second. What can't be written costs the page its news, and the run nothing. */
export function publishProgress(home: string, pipeline: Of): Publishing {
  const file = publishedFile(home, pipeline);
  const half = `${file}.${process.pid}`;
  const board = new ProgressBoard(Date.now);
  const startedAt = Date.now();
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(half, JSON.stringify(standing(board, startedAt)), { mode: 0o600 });
      await renameOver(half, file);
    } catch {
      await rm(half, { force: true }).catch(() => {});
    }
    writing = undefined;
  };
  const timer = setInterval(() => {
    writing ??= write();
  }, EVERY);
  timer.unref();
  return {
    take: (event) => board.take(event),
    async end() {
      clearInterval(timer);
      await writing;
      await rm(file, { force: true }).catch(() => {});
    },
  };
}

function standing(board: ProgressBoard, startedAt: number): PublishedProgress {
  return {
    ...{ pid: process.pid, host: hostname(), startedAt, at: Date.now(), phase: board.phase },
    rows: board.rows,
    requests: Object.fromEntries(board.requests),
    problems: Object.fromEntries(board.problems),
    waits: board.waits().map(([store, wait]) => ({ store, ...wait })),
    secondsLeft: board.secondsLeft() ?? null,
  };
}

/** How far the pipeline's run is; null where none is under way, or none has told anything yet. */
export async function readPublishedProgress(home: string, pipeline: Of): Promise<PublishedProgress | null> {
  const text = await readFile(publishedFile(home, pipeline), 'utf8').catch(() => 'null');
  const parsed = publishedSchema.safeParse(parse(text));
  if (!parsed.success || Date.now() - parsed.data.at > HOLDS) return null;
  return parsed.data.host === hostname() && !isAlive(parsed.data.pid) ? null : parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
