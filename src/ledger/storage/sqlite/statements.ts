import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

import type { TextTable } from '../../../model/text-table.ts';
import { type Layer, type Layers, ONE } from './layers.ts';

export type Row = Readonly<Record<string, unknown>>;
/** A row by the places of its columns: a wide one costs half of what it does by their names. */
export type Values = readonly unknown[];

/** The database, with each statement prepared once. */
export class Statements {
  readonly database: DatabaseSync;
  readonly layers: Layers;
  /** Of what is tried out: orders whose payments are added up when that is asked for (`coverage.ts`); undefined where they are at once. */
  uncounted: TextTable | undefined;
  readonly #prepared = new Map<string, StatementSync>();
  readonly #preparedForValues = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, layers: Layers = ONE) {
    this.database = database;
    this.layers = layers;
  }

  run(sql: string, ...values: SQLInputValue[]) {
    return this.#prepare(sql).run(...values);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  /** What each layer has. */
  inEach(sql: (layer: Layer) => string, ...values: SQLInputValue[]): Row[] {
    return this.layers.flatMap((layer) => this.all(sql(layer), ...values));
  }

  /** All rows as the values of their columns, in the order in which these are asked for. */
  values(sql: string, ...values: SQLInputValue[]): unknown[][] {
    let statement = this.#preparedForValues.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      statement.setReturnArrays(true);
      this.#preparedForValues.set(sql, statement);
    }
    // SQLite gives arrays from now on, which the type of `all` does not know.
    return statement.all(...values) as unknown as unknown[][];
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
