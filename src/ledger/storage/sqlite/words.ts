import type { Statements } from './statements.ts';

/**
 * Names that stand in many rows (stores, entities, rules, methods), each of which is kept once, and stands there as a number.
 * A number never changes its meaning, so what was read once is known from then on.
 */
export class Words {
  readonly #statements: Statements;
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** To look for rows by it. @returns a number that stands in no row where the word is not known */
  idOf(text: string): number {
    const known = this.#ids.get(text) ?? this.#look('SELECT id, text FROM word WHERE text = ?', text);
    return typeof known === 'number' ? known : -1;
  }

  /** To put it into a row, inside a transaction. */
  keep(text: string): number {
    const known = this.idOf(text);
    if (known !== -1) return known;
    this.#statements.run(
      'INSERT INTO main.word (id, text) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM word), ?)',
      text,
    );
    return this.idOf(text);
  }

  textOf(id: unknown): string {
    const known = this.#texts.get(Number(id));
    if (known !== undefined) return known;
    this.#look('SELECT id, text FROM word WHERE id = ?', Number(id));
    return this.#texts.get(Number(id)) ?? '';
  }

  textOrNull(id: unknown): string | null {
    return id === null || id === undefined ? null : this.textOf(id);
  }

  /** After a transaction that has not come to pass: what it has kept is not there. */
  forget(): void {
    this.#ids.clear();
    this.#texts.clear();
  }

  #look(sql: string, by: string | number): number | undefined {
    const row = this.#statements.get(sql, by);
    if (row === undefined) return undefined;
    const [id, text] = [Number(row['id']), String(row['text'])];
    this.#ids.set(text, id);
    this.#texts.set(id, text);
    return id;
  }
}
