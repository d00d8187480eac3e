import type { Grant } from '../access/rights.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import type { Site } from './site.ts';

/** One request, as a page sees it: who asks for what. */
export interface Visit {
  readonly site: Site;
  /** Of the address, without what follows `?`. */
  readonly path: string;
  /** Who asks; undefined for a visitor who is not in. */
  readonly grant: Grant | undefined;
  /** What its cookie holds; undefined where it has none of ours. */
  readonly cookie: string | undefined;
  /** For forms; undefined for a visitor who is not in by a cookie. */
  readonly formToken: string | undefined;
  /** Those that the visitor may see. */
  readonly pipelines: readonly ServedPipeline[];
  /** Who calls, for counting failures. */
  readonly caller: string;
  /** Of the path, such as `run` of `/runs/:run`; empty where it has no such part. */
  parameter(name: string): string;
  /** Of what follows `?`; empty where it is not there. */
  query(name: string): string;
  /** Of the form that was sent; empty where it is not there. */
  field(name: string): string;
  /** All that a form says under this name, such as several boxes that were ticked. */
  fields(name: string): readonly string[];
  /** The one that the path names. @throws Error where the route has no `:pipeline` */
  pipeline(): ServedPipeline;
  /** Whether they are still let in, for what goes on for long. Asking does not keep them in. */
  isStillIn(): Promise<boolean>;
  /** Aborted when the visitor has gone, or the page ends. */
  readonly signal: AbortSignal;
}
