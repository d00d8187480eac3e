import type { Pipeline, Secondary } from '../../config/pipeline.ts';
import type { Places } from '../../config/places.ts';
import { closest, type KeyPath } from '../../config/problems.ts';
import { type Finding, type Severity, type Topic, topics } from './finding.ts';

const EXAMPLES = 5;

/** What whoever tells of a pipeline needs. */
export interface Telling {
  readonly pipeline: Pipeline;
  readonly findings: Findings;
}

/** A secondary, with its place in the file. */
export interface CheckedSecondary {
  readonly secondary: Secondary;
  readonly path: KeyPath;
}

/** What is mended by a line of `map`, or in the file. */
export interface Mended {
  readonly path: KeyPath | undefined;
  readonly mapping: Finding['mapping'];
}

/** Collects what is found, with its place in the pipeline file. */
export class Findings {
  readonly #places: Places;
  readonly #found: Finding[] = [];

  constructor(places: Places) {
    this.#places = places;
  }

  ok(topic: Topic, store: string, message: string): void {
    this.#add('ok', topic, store, message, '', undefined);
  }

  warn(topic: Topic, store: string, message: string, remedy: string, more?: KeyPath | Mended): void {
    this.#add('warn', topic, store, message, remedy, more);
  }

  problem(topic: Topic, store: string, message: string, remedy: string, more?: KeyPath | Mended): void {
    this.#add('problem', topic, store, message, remedy, more);
  }

  /** Whether something about it is not right, so that what follows from that need not be told once more. */
  isTold(topic: Topic, store: string): boolean {
    return this.#found.some((found) => found.topic === topic && found.store === store && found.severity !== 'ok');
  }

  /** What has to be mended first; then the given stores one after another, each by topic. */
  sorted(stores: readonly string[]): Finding[] {
    const place = ({ store, topic }: Finding): number => stores.indexOf(store) * topics.length + topics.indexOf(topic);
    const rank = (finding: Finding): number =>
      place(finding) + (finding.severity === 'problem' ? 0 : stores.length * topics.length);
    return [...this.#found].sort((a, b) => rank(a) - rank(b));
  }

  #add(
    severity: Severity,
    topic: Topic,
    store: string,
    message: string,
    remedy: string,
    more?: KeyPath | Mended,
  ): void {
    const { path, mapping } = more !== undefined && 'mapping' in more ? more : { path: more, mapping: undefined };
    const place = path === undefined ? undefined : this.#places(path);
    this.#found.push({
      ...{ severity, topic, store, message, remedy },
      ...(place === undefined ? {} : { place }),
      ...(mapping === undefined ? {} : { mapping }),
    });
  }
}

/** The first of them, and how many more there are. */
export function examplesOf(names: readonly string[]): string {
  const rest = names.length - EXAMPLES;
  return names.slice(0, EXAMPLES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** What to do about a name that the primary lacks; names its closest match, if one is close. */
export function suggestName(name: string, known: Iterable<string>, otherwise: string): string {
  const match = closest(name, [...known]);
  return match === undefined ? otherwise : `Did you mean ${JSON.stringify(match)}? ${otherwise}`;
}
