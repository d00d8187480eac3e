/**
 * Where rows of a ledger lie. Of a ledger there is one layer. What is tried out on a ledger lies above it: what it changes is
 * lifted first, and what is lifted counts no more below.
 */
export interface Layer {
  /** The database, as SQL names it. */
  readonly at: 'main' | 'own';
  /** Of a record's number: whether this layer has the say of it. */
  readonly has: (record: string) => string;
  /** The same of other tables' rows, by the name that they have in the statement. */
  readonly hasRun: (run: string) => string;
  readonly hasOutcome: (outcome: string) => string;
  readonly hasNote: (note: string) => string;
}

const ALL = (): string => 'TRUE';
const ABOVE: Layer = { at: 'main', has: ALL, hasRun: ALL, hasOutcome: ALL, hasNote: ALL };

const BELOW: Layer = {
  at: 'own',
  has: (record) => `NOT EXISTS (SELECT 1 FROM main.lifted WHERE lifted.record = ${record})`,
  hasRun: (run) => `NOT EXISTS (SELECT 1 FROM main.run AS upper_run WHERE upper_run.id = ${run}.id)`,
  hasOutcome: (outcome) =>
    `NOT EXISTS (SELECT 1 FROM main.run_record AS upper_outcome WHERE upper_outcome.run = ${outcome}.run AND upper_outcome.record = ${outcome}.record)
      AND NOT EXISTS (SELECT 1 FROM main.struck WHERE struck.run = ${outcome}.run AND struck.record = ${outcome}.record)`,
  hasNote: (note) =>
    `NOT EXISTS (SELECT 1 FROM main.note AS upper_note WHERE upper_note.scope = ${note}.scope AND upper_note.name = ${note}.name)
      AND NOT EXISTS (SELECT 1 FROM main.gone_note WHERE gone_note.scope = ${note}.scope AND gone_note.name = ${note}.name)`,
};

export type Layers = readonly [Layer, ...Layer[]];

export const ONE: Layers = [ABOVE];
export const TWO: Layers = [ABOVE, BELOW];

/** What the upper layer has beside a ledger's own tables. */
export const UPPER_TABLES = `
  CREATE TABLE main.lifted (record INTEGER PRIMARY KEY);
  CREATE TABLE main.struck (run INTEGER, record INTEGER, PRIMARY KEY (run, record)) WITHOUT ROWID;
  CREATE TABLE main.gone_note (scope INTEGER, name TEXT, PRIMARY KEY (scope, name)) WITHOUT ROWID;
`;

/** A condition that holds where it does in one of the layers. */
export function inAny(layers: Layers, exists: (layer: Layer) => string): string {
  return `(${layers.map((layer) => `EXISTS (${exists(layer)})`).join(' OR ')})`;
}
