import type { Instant } from '../../../model/time.ts';
import { QUIET_SECONDS } from './incoming-file.ts';

/** One reading of a record, at one place of the files of a run. */
export interface RecordState {
  /** Which of the files, from 0. */
  readonly file: number;
  /** Which record of its file, from 0. */
  readonly ordinal: number;
  readonly line: number;
  /** Equal for equal records. */
  readonly content: string;
  /** The record's own date of change; null where it has none. */
  readonly changedAt: Instant | null;
  /** A payment without an id of its own: its key is its order's, and others may be other payments of that. */
  readonly unnamed: boolean;
}

export interface FileOfRun {
  readonly name: string;
  /** When it arrived in a watched folder, in milliseconds since 1970; undefined for a file that was given. */
  readonly arrivedAt: number | undefined;
  /** A person says that it is the newest of those given. */
  readonly newest: boolean;
}

type StateVerdict =
  | { readonly kind: 'one'; readonly state: RecordState; readonly byArrival: boolean }
  /** Several states, and nothing tells which is the record's present one. */
  | { readonly kind: 'unknown'; readonly states: readonly RecordState[] };

/**
 * Which of several readings of one record is its present state: the newer by a date of change in the records; else, of a
 * watched folder only, the one that arrived a minute or more after all others. Never parts of several.
 */
function presentState(states: readonly RecordState[], files: readonly FileOfRun[]): StateVerdict {
  if (perhapsSeveral(states)) return { kind: 'unknown', states };
  const one = theOne(states);
  if (one !== undefined) return { kind: 'one', state: one, byArrival: false };
  const said = theOne(states.filter(({ file }) => files[file]?.newest === true));
  if (said !== undefined) return { kind: 'one', state: said, byArrival: false };
  const dated = theOne(newestByDate(states));
  if (dated !== undefined) return { kind: 'one', state: dated, byArrival: false };
  const arrived = theOne(newestByArrival(states, files));
  if (arrived !== undefined) return { kind: 'one', state: arrived, byArrival: true };
  return { kind: 'unknown', states };
}

/**
 * Payments without ids of their own are told apart by nothing: two of one file may be two that are alike, and two of
 * different amounts or days may be one that was corrected.
 */
export function perhapsSeveral(states: readonly RecordState[]): boolean {
  const unnamed = states.filter((state) => state.unnamed);
  const contents = new Set(unnamed.map(({ content }) => content));
  return contents.size > 1 || new Set(unnamed.map(({ file }) => file)).size < unnamed.length;
}

/** The first of states that are all the same; undefined where there is none, or they differ. */
function theOne(states: readonly RecordState[]): RecordState | undefined {
  return new Set(states.map(({ content }) => content)).size === 1 ? states[0] : undefined;
}

function newestByDate(states: readonly RecordState[]): readonly RecordState[] {
  const dates = states.flatMap(({ changedAt }) => (changedAt === null ? [] : [changedAt]));
  if (dates.length < states.length) return [];
  // Instants sort as text.
  const newest = dates.sort().at(-1);
  return states.filter(({ changedAt }) => changedAt === newest);
}

function newestByArrival(states: readonly RecordState[], files: readonly FileOfRun[]): readonly RecordState[] {
  const arrivals = states.flatMap(({ file }) => files[file]?.arrivedAt ?? []);
  if (arrivals.length < states.length) return [];
  const newest = Math.max(...arrivals);
  const last = states.filter(({ file }) => files[file]?.arrivedAt === newest);
  const contents = new Set(last.map(({ content }) => content));
  const others = states.filter((state) => !contents.has(state.content));
  const near = others.some(({ file }) => newest - (files[file]?.arrivedAt ?? newest) < QUIET_SECONDS * 1000);
  return near ? [] : last;
}

/** All readings of the records of one entity, by their key. */
export class RecordStates {
  readonly #files: readonly FileOfRun[];
  readonly #states = new Map<string, RecordState[]>();
  readonly #verdicts = new Map<string, StateVerdict>();

  constructor(files: readonly FileOfRun[]) {
    this.#files = files;
  }

  add(key: string, state: RecordState): void {
    const known = this.#states.get(key);
    if (known === undefined) this.#states.set(key, [state]);
    else known.push(state);
  }

  /** undefined where there is one reading of it. */
  verdictOn(key: string): StateVerdict | undefined {
    const states = this.#states.get(key) ?? [];
    if (states.length < 2) return undefined;
    const verdict = this.#verdicts.get(key) ?? presentState(states, this.#files);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** Each place once, such as `day1.csv:2`. */
  placesOf(states: readonly RecordState[]): string {
    const places = states.map(({ file, line }) => `${this.#files[file]?.name ?? ''}:${line}`);
    return [...new Set(places)].join(' and ');
  }
}
