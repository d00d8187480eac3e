import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { ConsolidatorError } from '../../model/errors.ts';
import { runningFolder } from '../../session/published-progress.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import { liveContent } from './live-part.ts';
import { Listeners, type LiveSource } from './live-source.ts';

/** Milliseconds: for all who listen it is read once. */
const SAME = 100;

/**
 * How far the run of a pipeline is. It is another process, which tells in a file: the system says when that changes, and where it does
 * not, whoever listens looks again every few seconds anyway.
 */
export class RunSource implements LiveSource {
  readonly #pipeline: ServedPipeline;
  readonly #home: string;
  readonly #listeners = new Listeners();
  #watcher: FSWatcher | undefined;
  #read: { readonly at: number; readonly content: Promise<string> } | undefined;

  /** @param home the state home */
  constructor(pipeline: ServedPipeline, home: string) {
    this.#pipeline = pipeline;
    this.#home = home;
  }

  content(): Promise<string> {
    const now = performance.now();
    if (this.#read === undefined || now - this.#read.at > SAME) this.#read = { at: now, content: this.#told() };
    return this.#read.content;
  }

  listen(changed: () => void): () => void {
    const end = this.#listeners.add(changed);
    this.#watcher ??= this.#watch();
    return () => {
      end();
      if (this.#listeners.size > 0) return;
      this.#watcher?.close();
      this.#watcher = undefined;
    };
  }

  async #told(): Promise<string> {
    const found = await orTrouble(async () => ({
      running: await this.#pipeline.progress(),
      queued: (await this.#pipeline.queued?.()) ?? ('idle' as const),
    }));
    return (found instanceof ConsolidatorError ? troubleNotice(found) : liveContent(found, Date.now())).toString();
  }

  #watch(): FSWatcher | undefined {
    const changed = (): void => {
      this.#read = undefined;
      this.#listeners.tell();
    };
    try {
      const folder = runningFolder(this.#home);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || name.startsWith(`${this.#pipeline.name}-`)) changed();
      });
      return watcher.on('error', () => watcher.close());
    } catch {
      // A system that can watch no more, or a folder that is not ours.
      return undefined;
    }
  }
}

/** One of each pipeline, however many listen. */
export class RunSources {
  readonly #all = new Map<string, RunSource>();

  of({ pipeline, site }: Pick<Visit, 'pipeline' | 'site'>): RunSource {
    const own = pipeline();
    const source = this.#all.get(own.name) ?? new RunSource(own, site.home);
    this.#all.set(own.name, source);
    return source;
  }
}
