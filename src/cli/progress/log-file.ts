import { appendFileSync, closeSync, lstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { NEVER_WRITTEN_TO } from '../../feeds/may-replace.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { programVersion } from '../../model/program-version.ts';
import type { Progress, ProgressEvent } from '../../session/progress.ts';
import type { Shell } from '../shell.ts';
import type { LogOption } from './log-option.ts';

export interface LogFile {
  readonly take: Progress;
  /** The same, with the pipeline's name in each line, for who runs several. */
  of(pipeline: string): Progress;
  end(): void;
}

/** Where none is asked for. */
export const SILENT: LogFile = { take: () => {}, of: () => () => {}, end: () => {} };

/**
 * A log that may be sent to anybody's support: ids of stores, counts, times and codes, and never what a store or a shopper
 * wrote, not even in a message. It is only ever appended to, and readable by its owner alone.
 * @throws ConsolidatorError `usage` where the file can't be written
 */
export function openLog({ folder, now }: Pick<Shell, 'folder' | 'now'>, { log }: LogOption, command: string): LogFile {
  if (log === undefined) return SILENT;
  const file = path.resolve(folder, log);
  let opened: number | undefined = openToAppend(file);
  const write = (level: 'info' | 'warn', fields: object, step: string): void => {
    // Closed, its number may be that of another file.
    if (opened === undefined) return;
    const line = `${JSON.stringify({ level, time: new Date(now()).toISOString(), ...fields, step })}\n`;
    try {
      appendFileSync(opened, line);
    } catch {
      // A disk that is full later on costs lines of the log, and not the run.
    }
  };
  write('info', { command, version: programVersion(), node: process.version, platform: process.platform }, 'begins');
  const takenBy =
    (of: { readonly pipeline?: string }): Progress =>
    (event) => {
      const { step, fields } = lineOf(event);
      write(event.kind === 'problem' ? 'warn' : 'info', { ...of, ...fields }, step);
    };
  return {
    take: takenBy({}),
    of: (pipeline) => takenBy({ pipeline }),
    end: () => {
      write('info', {}, 'ends');
      if (opened !== undefined) closeSync(opened);
      opened = undefined;
    },
  };
}

/** @returns the descriptor of a file that is a log of ours, or is made for its owner alone */
function openToAppend(file: string): number {
  try {
    const there = lstatSync(file, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile()) throw new Error('it is no plain file');
    if (there !== undefined && !isOurs(file, there.size)) throw new Error('it is there already, and is no log of ours');
    return openSync(file, 'a', 0o600);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `The log ${file} can't be written: ${reason}. Give --log another file, in a folder that is there.`;
    throw new ConsolidatorError('usage', sentence, { cause });
  }
}

/** What stands in front of each line of a log, also where another program has cut the file or begun it anew. */
const BEGINNING = '{"level":"';

/** A log is appended to, so that any other file would be spoilt by it: a pipeline file, a ledger, one of secrets. */
function isOurs(file: string, size: number): boolean {
  if (NEVER_WRITTEN_TO.test(path.basename(file))) return false;
  if (size === 0) return true;
  const handle = openSync(file, 'r');
  try {
    const { length } = BEGINNING;
    const found = Buffer.alloc(length);
    readSync(handle, found, 0, length, 0);
    return found.toString() === BEGINNING;
  } finally {
    closeSync(handle);
  }
}

/** Field by field: what an event gains one day is not logged before somebody has thought of it here. */
function lineOf(event: ProgressEvent): { readonly step: string; readonly fields: object } {
  switch (event.kind) {
    case 'phase':
      return { step: event.phase, fields: {} };
    case 'expected':
    case 'read':
    case 'settled': {
      const { store, entity, count } = event;
      return { step: event.kind, fields: { store, entity, count } };
    }
    case 'counted': {
      const { store, entity, read, settled } = event;
      return { step: 'counted', fields: { store, entity, read, settled } };
    }
    case 'extracted':
      return { step: 'extracted', fields: { store: event.store } };
    case 'problem':
      return { step: 'problem', fields: { store: event.store, code: event.code } };
    case 'wait': {
      const { store, milliseconds, reason } = event.wait;
      return { step: 'wait', fields: { store, milliseconds, reason } };
    }
    case 'request': {
      const { store, action, milliseconds, outcome, status, records } = event.request;
      return { step: 'request', fields: { store, action, milliseconds, outcome, status, records } };
    }
  }
}
