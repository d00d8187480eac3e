import type { Ledger } from '../ledger/ledger.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { addSeconds, type Instant } from '../model/time.ts';
import type { AskOptions, XeroClient } from '../xero/client.ts';
import type { openXero, XeroSettings } from './open-xero.ts';
import type { Resources } from './resources.ts';

export interface AskingBooks {
  readonly settings: XeroSettings;
  readonly ledger: Pick<Ledger, 'learned' | 'learn' | 'givenBack'>;
  readonly around: Parameters<typeof openXero>[1];
  readonly resources: Resources;
  readonly now: () => Instant;
  /** Whether what was asked may be kept for the next run. */
  readonly keeps: boolean;
  readonly signal: AbortSignal | undefined;
}

export type FromBooks<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unread'; readonly why: string };

/** Who has just failed after four tries is not asked again for each chunk of orders. */
const FAILS_SECONDS = 300;

/** The books as one run asks them: opened with the first question, and left alone for minutes once they could not answer. */
export class BooksOfRun {
  readonly #asking: AskingBooks;
  #client: Promise<XeroClient> | undefined;
  #answered = false;
  #failed: { readonly why: string; readonly until: Instant } | undefined;

  constructor(asking: AskingBooks) {
    this.#asking = asking;
  }

  /** The last question was answered. */
  get hasAnswered(): boolean {
    return this.#answered;
  }

  get settings(): XeroSettings {
    return this.#asking.settings;
  }

  get ledger(): AskingBooks['ledger'] {
    return this.#asking.ledger;
  }

  get keeps(): boolean {
    return this.#asking.keeps;
  }

  now(): Instant {
    return this.#asking.now();
  }

  /** @throws ConsolidatorError `stopped` */
  async ask<Value>(work: (client: XeroClient, options: AskOptions) => Promise<Value>): Promise<FromBooks<Value>> {
    if (this.#failed !== undefined && this.now() < this.#failed.until) return { kind: 'unread', why: this.#failed.why };
    try {
      const value = await work(await this.#open(), { signal: this.#asking.signal });
      this.#answered = true;
      return { kind: 'read', value };
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
      return this.fails(error.message);
    }
  }

  /** For some minutes nothing of the books is known. */
  fails(why: string): FromBooks<never> {
    this.#answered = false;
    this.#failed = { why, until: addSeconds(this.now(), FAILS_SECONDS) };
    return { kind: 'unread', why };
  }

  #open(): Promise<XeroClient> {
    const { settings, around, resources } = this.#asking;
    this.#client ??= import('./open-xero.ts').then(({ openXero }) => openXero(settings, around, resources));
    return this.#client;
  }
}
