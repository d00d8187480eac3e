import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { renameOver } from '../model/rename-over.ts';
import { type Instant, instantOfMilliseconds, instantSchema, localDateSchema } from '../model/time.ts';
import { toldSchema as toldOnceSchema } from './message.ts';
import type { AlertSettings, Way } from './ways.ts';

/** What one that is told has been told already, so that it hears of a trouble once and not every quarter of an hour. */
const toldSchema = z.object({
  /** Lasting conditions that were delivered, by their key: what is said of them when they are over, and when they were told last. */
  told: z.record(z.string(), z.object({ text: z.string(), at: instantSchema })),
  /** Found once by a run, and not delivered yet: no later run finds it again. */
  waiting: z.array(toldOnceSchema),
  /** Records in quarantine when it was told last, as hashes. */
  held: z.array(z.string()),
  /** Messages that were delivered; tells one of the same words from the one before. */
  serial: z.int().min(0),
  deliveredAt: instantSchema.nullable(),
  /** Since when, and why, nothing can be delivered. */
  failing: z.object({ since: instantSchema, at: instantSchema, reason: z.string() }).nullable(),
  /** Day of the weekly message that it got last, or that was due when it was first asked for. */
  digestDay: localDateSchema.nullable(),
  digestAt: instantSchema.nullable(),
});
export type ToldMemory = z.infer<typeof toldSchema>;

const fileSchema = z.object({
  version: z.literal(2),
  /** Runs in a row without an order read, by store. */
  silent: z.record(z.string(), z.int()),
  /** Since when each run is turned away by another that is at work; null where the last one was not. */
  lockedSince: instantSchema.nullable(),
  /** Ways of which the same is remembered stand together, by their keys. */
  ways: z.array(z.object({ keys: z.array(z.string()), memory: toldSchema })),
});

/** As versions before e-mail wrote it: of the webhook, which was the only way. */
const formerSchema = z.object({
  told: z.record(z.string(), z.string()),
  held: z.array(z.string()),
  silent: z.record(z.string(), z.int()),
});

export interface Memory {
  readonly silent: Readonly<Record<string, number>>;
  readonly lockedSince: z.infer<typeof instantSchema> | null;
  readonly ways: ReadonlyMap<string, ToldMemory>;
}

/** Where it is remembered what was told. */
export interface MemoryPlace {
  /** One that is missing or spoilt counts as blank. @param now milliseconds since 1970 */
  read(now: number): Promise<Memory>;
  /** Whole or not at all. */
  write(memory: Memory): Promise<void>;
  /** Two processes would tell the same twice. @returns undefined where another one is telling until the signal is aborted */
  exclusively<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined>;
}

export const blank: ToldMemory = {
  told: {},
  waiting: [],
  held: [],
  serial: 0,
  deliveredAt: null,
  failing: null,
  digestDay: null,
  digestAt: null,
};

/** Stands for whichever webhook the file of an earlier version was about. */
const FORMER = 'former webhook';

/** On this machine, beside the request log, and not in the ledger: a ledger that can't be opened must be told of, too. */
export function memoryFile(home: string, { name, ledger }: Pick<AlertSettings, 'name' | 'ledger'>): string {
  const mark = createHash('sha256').update(ledger).digest('hex').slice(0, 8);
  return path.join(home, 'problems', `${name}-${mark}.json`);
}

export function rememberedOf({ ways }: Memory, { key, kind }: Pick<Way, 'key' | 'kind'>): ToldMemory {
  return ways.get(key) ?? (kind === 'webhook' ? ways.get(FORMER) : undefined) ?? blank;
}

/**
 * One that is missing or spoilt counts as blank: to tell twice is better than not at all.
 * @param now milliseconds since 1970; what an earlier version remembered counts as told now
 */
export async function readMemory(file: string, now: number = Date.now()): Promise<Memory> {
  return memoryOf(await readFile(file, 'utf8').catch(() => ''), now);
}

/** The same of its text. */
export function memoryOf(text: string, now: number): Memory {
  try {
    const content: unknown = JSON.parse(text);
    const parsed = fileSchema.safeParse(content);
    if (!parsed.success) return ofFormer(formerSchema.parse(content), now);
    const at = instantOfMilliseconds(now);
    const { ways, silent, lockedSince } = parsed.data;
    return {
      ...{ silent, lockedSince: lockedSince === null ? null : notAfter(lockedSince, at) },
      ways: new Map(
        ways.flatMap(({ keys, memory }) => {
          // One for all of its keys: who was told the same gets the same message.
          const own = byRightClock(memory, at);
          return keys.map((key) => [key, own] as const);
        }),
      ),
    };
  } catch {
    return { silent: {}, lockedSince: null, ways: new Map() };
  }
}

/** What a clock that was ahead has written counts as of now: else it would be waited for until that moment comes. */
function byRightClock({ told, failing, ...memory }: ToldMemory, at: Instant): ToldMemory {
  return {
    ...memory,
    told: Object.fromEntries(Object.entries(told).map(([key, one]) => [key, { ...one, at: notAfter(one.at, at) }])),
    failing: failing === null ? null : { ...failing, since: notAfter(failing.since, at), at: notAfter(failing.at, at) },
  };
}

function notAfter(moment: Instant, at: Instant): Instant {
  return moment > at ? at : moment;
}

function ofFormer({ told, held, silent }: z.infer<typeof formerSchema>, now: number): Memory {
  const at = instantOfMilliseconds(now);
  const withTime = Object.fromEntries(Object.entries(told).map(([key, text]) => [key, { text, at }]));
  return { silent, lockedSince: null, ways: new Map([[FORMER, { ...blank, told: withTime, held }]]) };
}

/** What two places remember of the same pipeline: what one of them has told is told. */
export function merged(one: Memory, other: Memory): Memory {
  const keys = new Set([...one.ways.keys(), ...other.ways.keys()]);
  const stores = new Set([...Object.keys(one.silent), ...Object.keys(other.silent)]);
  const ofStore = (store: string): number => Math.max(one.silent[store] ?? 0, other.silent[store] ?? 0);
  return {
    silent: Object.fromEntries([...stores].map((store) => [store, ofStore(store)])),
    lockedSince: one.lockedSince ?? other.lockedSince,
    ways: new Map([...keys].map((key) => [key, mergedWay(one.ways.get(key) ?? blank, other.ways.get(key) ?? blank)])),
  };
}

function mergedWay(one: ToldMemory, other: ToldMemory): ToldMemory {
  const waiting = new Map([...other.waiting, ...one.waiting].map((told) => [JSON.stringify(told), told]));
  return {
    told: { ...other.told, ...one.told },
    waiting: [...waiting.values()],
    held: [...new Set([...one.held, ...other.held])],
    serial: Math.max(one.serial, other.serial),
    deliveredAt: later(one.deliveredAt, other.deliveredAt),
    failing: one.failing ?? other.failing,
    digestDay: later(one.digestDay, other.digestDay),
    digestAt: later(one.digestAt, other.digestAt),
  };
}

function later<Moment extends string>(one: Moment | null, other: Moment | null): Moment | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** Whole or not at all, also when it is cut off. */
export async function writeMemory(file: string, memory: Memory): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const half = `${file}.${process.pid}`;
  try {
    await writeFile(half, textOf(memory), { mode: 0o600 });
    await renameOver(half, file);
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** As `memoryOf` reads it. */
export function textOf({ silent, lockedSince, ways }: Memory): string {
  const groups = Map.groupBy(ways, ([, memory]) => JSON.stringify(memory));
  const content: z.infer<typeof fileSchema> = {
    ...{ version: 2, silent, lockedSince },
    ways: [...groups.values()].flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ keys: group.map(([key]) => key), memory: first[1] }];
    }),
  };
  return JSON.stringify(content);
}
