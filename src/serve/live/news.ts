import { pause } from '../../model/pause.ts';
import type { Visit } from '../frame/visit.ts';
import type { LiveSource } from './live-source.ts';

/** Milliseconds: a run tells a lot, and a person reads no faster. */
const AT_MOST_EVERY = 200;
/** Milliseconds: where no change was told, and so that who is let in no more hears nothing more. */
const AT_LEAST_EVERY = 2_000;
/** Something is sent at least that often, so that who is cut off is noticed at both ends. */
const SIGN_OF_LIFE = 15_000;
/** Browsers that wait for news at once; a browser itself keeps no more than six connections. */
const MOST = 40;
/** Of these, whoever came in by one token: nobody takes the news from all others. */
const MOST_OF_ONE = 20;

/** What changes on pages, as server-sent events, for as long as somebody listens and is let in. */
export class News {
  /** By whom. */
  readonly #listening = new Map<string | null, number>();

  answer(visit: Visit, source: LiveSource): Response {
    const who = visit.grant?.tokenHash ?? null;
    const all = [...this.#listening.values()].reduce((sum, count) => sum + count, 0);
    if (all >= MOST || this.#of(who) >= MOST_OF_ONE)
      return new Response('', { status: 503, headers: { 'Retry-After': '5' } });
    const left = new AbortController();
    const signal = AbortSignal.any([visit.signal, left.signal]);
    let leave = (): void => {};
    const listen = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      leave = this.#takePlace(who);
      try {
        await tell(visit, source, controller, signal);
        if (!left.signal.aborted) controller.close();
      } catch (error) {
        if (!left.signal.aborted) controller.error(error);
      } finally {
        leave();
      }
    };
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        // Not waited for: nothing is read from a stream that has not begun.
        void listen(controller);
      },
      cancel: () => {
        // At once: what is being read for them may take a while yet, and the place is free.
        leave();
        left.abort();
      },
    });
    return new Response(stream, { headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' } });
  }

  /** @returns gives the place back; once, however often it is called */
  #takePlace(who: string | null): () => void {
    this.#listening.set(who, this.#of(who) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      if (this.#of(who) === 1) this.#listening.delete(who);
      else this.#listening.set(who, this.#of(who) - 1);
    };
  }

  #of(who: string | null): number {
    return this.#listening.get(who) ?? 0;
  }
}

async function tell(
  visit: Visit,
  source: LiveSource,
  controller: ReadableStreamDefaultController<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const bytes = new TextEncoder();
  const send = (text: string): void => {
    // Who does not read misses what is old by the time they do.
    if (!signal.aborted && (controller.desiredSize ?? 0) > -8) controller.enqueue(bytes.encode(text));
  };
  let before = '';
  let wasRunning = false;
  let sentAt = performance.now();
  let changed = (): void => {};
  const end = source.listen(() => changed());
  try {
    while (!signal.aborted && (await visit.isStillIn())) {
      // Made before it is read: what changes while it is read is read again.
      const next = new Promise<void>((resolve) => {
        changed = resolve;
      });
      // Not by the clock: where that is set back, nothing would be sent for as long.
      const now = performance.now();
      const told = await source.content();
      if (signal.aborted) return;
      const isRunning = !told.includes('data-idle');
      if (told !== before) send(eventOf('content', told));
      else if (now - sentAt >= SIGN_OF_LIFE) send(': still here\n\n');
      if (told !== before || now - sentAt >= SIGN_OF_LIFE) sentAt = now;
      // The verdict is another one by now.
      if (wasRunning && !isRunning) send(eventOf('over', ''));
      wasRunning = isRunning;
      before = told;
      await pause(AT_MOST_EVERY, signal);
      await Promise.race([next, pause(AT_LEAST_EVERY, signal)]);
    }
  } finally {
    end();
  }
}

/** Each line of the data stands behind a name of its own, as the format wants it. */
function eventOf(name: string, data: string): string {
  return `event: ${name}\n${data
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join('')}\n`;
}
