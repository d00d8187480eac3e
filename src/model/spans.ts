/**
 * What a step is called where somebody follows how long each takes. Only what is listed here is ever told of one: names of the
 * pipeline file, of entities and actions, codes and counts. No id, amount, key, address or sentence has a name here.
 */
export type SpanName = 'run' | 'extract' | 'load' | 'request';

export interface SpanFacts {
  readonly pipeline?: string | undefined;
  /** The number of a run. */
  readonly run?: number | undefined;
  readonly store?: string | undefined;
  readonly entity?: string | undefined;
  /** Of the Neto API. */
  readonly action?: string | undefined;
  /** Which part of loading a chunk it is. */
  readonly step?: string | undefined;
  /** A status or the code of an error. */
  readonly outcome?: string | undefined;
  /** Of HTTP. */
  readonly status?: number | undefined;
  /** How many. */
  readonly records?: number | undefined;
}

/** Adds to what is told of a step that goes on. */
export type TellSpan = (facts: SpanFacts) => void;

/** Whoever follows them. */
export interface Spans {
  /** @returns what the work does, and fails as it does */
  within<Result>(name: SpanName, facts: SpanFacts, work: (tell: TellSpan) => Promise<Result>): Promise<Result>;
  /** One that has just ended. @param milliseconds that it took */
  ended(name: SpanName, facts: SpanFacts, milliseconds: number): void;
}

let followed: Spans | undefined;

/** Has all steps of this process followed. @returns ends it */
export function followSpans(spans: Spans): () => void {
  followed = spans;
  return () => {
    if (followed === spans) followed = undefined;
  };
}

/** Does some work as a step of what is under way around it. Where nobody follows, it is the work alone. */
export function withinSpan<Result>(
  name: SpanName,
  facts: SpanFacts,
  work: (tell: TellSpan) => Promise<Result>,
): Promise<Result> {
  return followed === undefined ? work(() => {}) : followed.within(name, facts, work);
}

export function spanEnded(name: SpanName, facts: SpanFacts, milliseconds: number): void {
  followed?.ended(name, facts, milliseconds);
}
