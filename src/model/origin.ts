import type { OrderLine } from './order.ts';

/** The first line of a copy's internal notes, by which people and a second installation know it as a copy. */
const ORIGIN = /^Copied from (\S+) (\S+) by neto-consolidator, installation ([^\s,]+)(.*)/;
const GENERATION = /, generation (\d+)/;
const HOST = /, store ([^\s,]+)/;
const BY_FILE = /, by a file/;

export interface Source {
  readonly store: string;
  readonly sourceId: string;
  /** The store's, whatever it is called; copies of earlier versions don't tell it. */
  readonly host?: string | undefined;
}

export interface Origin extends Source {
  /** The ledger's own id; the copies of another ledger bear another one. */
  readonly installation: string;
  /** Of that ledger, when it made the copy; 1 where the copy tells none. */
  readonly generation: number;
  /** It came by an exported file, so no run made it. */
  readonly byFile: boolean;
}

/** @returns undefined for orders that are no copies */
export function originOf(internalNotes: string): Origin | undefined {
  const match = ORIGIN.exec(internalNotes.trimStart());
  if (match === null) return undefined;
  const [, store = '', sourceId = '', installation = '', rest = ''] = match;
  const generation = Number(GENERATION.exec(rest)?.[1] ?? 1);
  return { store, sourceId, host: HOST.exec(rest)?.[1], installation, generation, byFile: BY_FILE.test(rest) };
}

/** With and without `www.` it is one store. */
function shopOf(host: string): string {
  return host.replace(/^www\./, '');
}

/** Whether the two are one store: by its host where both tell it, since a name is only what a pipeline file says. */
export function isSameStore(a: Omit<Source, 'sourceId'>, b: Omit<Source, 'sourceId'>): boolean {
  return a.host !== undefined && b.host !== undefined ? shopOf(a.host) === shopOf(b.host) : a.store === b.store;
}

/** As much of an order as tells where it came from. */
export interface ShownOrigin {
  readonly internalNotes: string;
  readonly lines: readonly Pick<OrderLine, 'externalSystem' | 'externalOrder'>[];
}

/**
 * The source order that an order of the primary says it is the copy of: by its notes, else by a line's references.
 * @returns undefined for orders that are no copies, and where the primary gives neither back
 */
export function sourceOf(order: ShownOrigin): Source | undefined {
  const origin = originOf(order.internalNotes);
  if (origin !== undefined) return { store: origin.store, sourceId: origin.sourceId, host: origin.host };
  const line = order.lines.find(({ externalSystem, externalOrder }) => externalSystem !== '' && externalOrder !== '');
  return line === undefined ? undefined : { store: line.externalSystem, sourceId: line.externalOrder };
}
