import { type Answer, textAnswer } from './reply/answer.ts';
import type { Switches } from './switches.ts';

export interface LimitSettings {
  readonly perMinute: number;
  /** 1,000 or 5,000: nowhere is it said for a custom connection (X1). */
  readonly perDay: number;
  readonly concurrent: number;
  /** When in a minute the window begins anew: each organisation has a moment of its own. */
  readonly minuteStartsAt: number;
}

export const plainLimits: LimitSettings = { perMinute: 60, perDay: 1000, concurrent: 5, minuteStartsAt: 17 };

type Problem = 'minute' | 'day' | 'concurrent';

const words: Readonly<Record<Switches['limitWords'], Readonly<Record<Problem, string>>>> = {
  plain: { minute: 'minute', day: 'day', concurrent: 'concurrent' },
  camel: { minute: 'MinuteLimit', day: 'DayLimit', concurrent: 'ConcurrentLimit' },
  sentence: { minute: 'Minute limit', day: 'Daily limit', concurrent: 'Concurrent limit' },
};

/** Requests by the virtual clock: fixed windows of a minute and a day (reference, section 2). */
export class Limits {
  settings: LimitSettings;
  readonly #now: () => number;
  readonly #switches: Switches;
  #minute = { window: -1, count: 0 };
  #day = { window: -1, count: 0 };
  #inFlight = 0;

  constructor(settings: LimitSettings, switches: Switches, now: () => number) {
    this.settings = settings;
    this.#switches = switches;
    this.#now = now;
  }

  /** Counts a request. @returns what refuses it */
  take(): Answer | undefined {
    const { perMinute, perDay, concurrent } = this.settings;
    this.#turn();
    if (this.#inFlight > concurrent) return this.#refuse('concurrent');
    if (this.#day.count >= perDay) return this.#refuse('day', this.#secondsLeft(86_400, 0));
    if (this.#minute.count >= perMinute) return this.#refuse('minute', this.#secondsLeft(60, this.#minuteStart()));
    this.#minute.count += 1;
    this.#day.count += 1;
    return undefined;
  }

  /** Before its `take`: the request itself is in flight, too. */
  begin(): void {
    this.#inFlight += 1;
  }

  end(): void {
    this.#inFlight -= 1;
  }

  headers(): Record<string, string> {
    this.#turn();
    const { perMinute, perDay } = this.settings;
    return {
      'x-minlimit-remaining': String(Math.max(0, perMinute - this.#minute.count)),
      'x-daylimit-remaining': String(Math.max(0, perDay - this.#day.count)),
      'x-appminlimit-remaining': String(10_000 - this.#minute.count),
    };
  }

  refusal(problem: Problem, retryAfterSeconds?: number): Answer {
    return this.#refuse(problem, retryAfterSeconds);
  }

  /** As if other users of the same app had used it up. */
  useUp(window: 'minute' | 'day', left = 0): void {
    this.#turn();
    if (window === 'minute') this.#minute.count = this.settings.perMinute - left;
    else this.#day.count = this.settings.perDay - left;
  }

  #minuteStart(): number {
    return this.settings.minuteStartsAt;
  }

  #turn(): void {
    const seconds = this.#now() / 1000;
    const minute = Math.floor((seconds - this.#minuteStart()) / 60);
    const day = Math.floor(seconds / 86_400);
    if (minute !== this.#minute.window) this.#minute = { window: minute, count: 0 };
    if (day !== this.#day.window) this.#day = { window: day, count: 0 };
  }

  /** Whole seconds until the window ends, at least one. */
  #secondsLeft(length: number, start: number): number {
    const into = (this.#now() / 1000 - start) % length;
    return Math.max(1, Math.ceil(length - ((into + length) % length)));
  }

  #refuse(problem: Problem, retryAfterSeconds?: number): Answer {
    const body = this.#switches.limitBody === 'empty' ? '' : 'You have exceeded the limit. Please wait.';
    return textAnswer(429, body, {
      'x-rate-limit-problem': words[this.#switches.limitWords][problem],
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    });
  }
}
