import { addSeconds, type Instant, millisecondsOf } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { atMost, TooManyRequests } from '../../session/paced-client.ts';
import { stopIfAsked } from '../context/context.ts';
import type { DailyWork, RunBasics } from '../context/parts.ts';
import type { DailyProgress } from './daily-progress.ts';

/** Requests that any piece may take, however little a run has for daily work. */
const FEWEST = 40;
/** Seconds. No piece gets smaller: what is in it is listed whole, whatever it takes. */
const SMALLEST = 3600;

export interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Daily work that lists a range of time: in one piece where that takes few requests, else in as many as it takes, each kept
 * when it is done, so that the next run goes on from there.
 * @param work lists one piece; what it has read of one that turns out too large is read again
 * @returns whether it has come to the end of the range
 */
export async function inPieces(
  { context, client }: { readonly context: RunBasics & DailyWork; readonly client: NetoClient },
  progress: DailyProgress,
  given: Range & { readonly isRepeat?: boolean },
  work: (client: NetoClient, piece: Range) => Promise<void>,
): Promise<boolean> {
  const allowed = Math.max(FEWEST, Math.floor(context.daily.total(client) / 2));
  const to = progress.state.to ?? given.to;
  let at = progress.state.at ?? given.from;
  let seconds = progress.state.seconds ?? Math.max(SMALLEST, secondsBetween(at, to));
  while (at < to) {
    stopIfAsked(context);
    const end = earlier(addSeconds(at, seconds), to);
    const piece = { from: at, to: end };
    const isSmallest = seconds <= SMALLEST;
    const before = client.requests;
    const step = await context.daily.step({ clients: [client], kind: 'listing', isRepeat: given.isRepeat }, () =>
      unlessTooMany(() => work(isSmallest ? client : atMost(client, allowed), piece)),
    );
    if (step === undefined) break;
    if (step.result) {
      at = end;
      if (client.requests - before < allowed / 4) seconds *= 2;
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
