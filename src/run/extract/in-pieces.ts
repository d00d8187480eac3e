import { addSeconds, type Instant, millisecondsOf } from '../../model/time.ts';
import { TooManyRequests } from '../../session/paced-client.ts';
import { stopIfAsked } from '../context/context.ts';
import type { DailyWork, RunBasics } from '../context/parts.ts';
import type { DailyProgress } from './daily-progress.ts';

/** Requests that any piece may take, however little a run has for daily work. */
const FEWEST = 40;
/** Seconds. No piece gets smaller: what is in it is listed whole, whatever it takes. */
const SMALLEST = 3600;

/** A store, and the requests that it was sent. */
interface Counted {
  readonly store: string;
  readonly requests: number;
}

export interface Pieces<Asking extends Counted> {
  readonly context: RunBasics & DailyWork;
  readonly asking: Asking;
  /** The same store for so many requests; one more throws `TooManyRequests`. */
  readonly atMost: (requests: number) => Asking;
}

interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Daily work that lists a range of time: in one piece where that takes few requests, else in as many as it takes, each kept
 * when it is done, so that the next run goes on from there.
 * @param work lists one piece; what it has read of one that turns out too large is read again
 * @returns whether it has come to the end of the range
 */
export async function inPieces<Asking extends Counted>(
  { context, asking, atMost }: Pieces<Asking>,
  progress: DailyProgress,
  given: Range & { readonly isRepeat?: boolean },
  work: (asking: Asking, piece: Range) => Promise<void>,
): Promise<boolean> {
  const allowed = Math.max(FEWEST, Math.floor(context.daily.total(asking) / 2));
  const to = progress.state.to ?? given.to;
  let at = progress.state.at ?? given.from;
  let seconds = progress.state.seconds ?? Math.max(SMALLEST, secondsBetween(at, to));
  while (at < to) {
    stopIfAsked(context);
    const end = earlier(addSeconds(at, seconds), to);
    const piece = { from: at, to: end };
    const isSmallest = seconds <= SMALLEST;
    const before = asking.requests;
    const step = await context.daily.step({ clients: [asking], kind: 'listing', isRepeat: given.isRepeat }, () =>
      unlessTooMany(() => work(isSmallest ? asking : atMost(allowed), piece)),
    );
    if (step === undefined) break;
    if (step.result) {
      at = end;
      if (asking.requests - before < allowed / 4) seconds *= 2;
    } else seconds = Math.max(SMALLEST, Math.floor(secondsBetween(at, end) / 4));
    await progress.save({ to, at, seconds });
  }
  return at >= to;
}

async function unlessTooMany(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof TooManyRequests) return false;
    throw error;
  }
}

function secondsBetween(from: Instant, to: Instant): number {
  return Math.max(0, Math.round((millisecondsOf(to) - millisecondsOf(from)) / 1000));
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
