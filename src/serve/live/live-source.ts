import { EventEmitter } from 'node:events';

/** A part of a page that changes while somebody looks at it. */
export interface LiveSource {
  /** What stands in it now, as markup; with `data-idle` where nothing goes on (any more). */
  content(): Promise<string>;
  /** Calls whenever it may be another one. @returns ends that */
  listen(changed: () => void): () => void;
}

/** Whoever listens to something, told together. */
export class Listeners {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  get size(): number {
    return this.#emitter.listenerCount('changed');
  }

  add(changed: () => void): () => void {
    this.#emitter.on('changed', changed);
    return () => void this.#emitter.off('changed', changed);
  }

  tell(): void {
    this.#emitter.emit('changed');
  }
}
