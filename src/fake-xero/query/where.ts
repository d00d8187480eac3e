import { centsOf } from '../cents.ts';
import { compareValues, type QueryFields, type QueryValue } from './value.ts';

/** A `where` or `order` that Xero would not read: 400 QueryParseException. */
export class QueryParseError extends Error {
  override readonly name = 'QueryParseError';
}

type Test<Row> = (row: Row) => boolean;
type Operand<Row> = { readonly kind: string | undefined; readonly of: (row: Row) => QueryValue };

const TOKEN = /\s*(?:(&&|\|\||==|!=|>=|<=|>|<|=|\(|\)|,)|"([^"]*)"|(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_.]*))/y;

interface Token {
  readonly kind: 'sign' | 'text' | 'number' | 'word';
  readonly text: string;
}

/** Reads the part of Xero's filter language that the reference names (sections 3.1 and 8). @throws QueryParseError */
export function parseWhere<Row>(source: string, fields: QueryFields<Row>, typeName: string): Test<Row> {
  return new Parser(tokensOf(source), fields, typeName).parse();
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new QueryParseError(`Syntax error at position ${at}`);
    const [, sign, string, number, word] = match;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (string !== undefined) tokens.push({ kind: 'text', text: string });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

class Parser<Row> {
  readonly #tokens: readonly Token[];
  readonly #fields: QueryFields<Row>;
  readonly #typeName: string;
  #at = 0;

  constructor(tokens: readonly Token[], fields: QueryFields<Row>, typeName: string) {
    this.#tokens = tokens;
    this.#fields = fields;
    this.#typeName = typeName;
  }

  parse(): Test<Row> {
    const test = this.#either();
    if (this.#at < this.#tokens.length) throw new QueryParseError(`Unexpected "${this.#tokens[this.#at]?.text}"`);
    return test;
  }

  #either(): Test<Row> {
    let left = this.#both();
    while (this.#take('||', 'or')) {
      const [first, second] = [left, this.#both()];
      left = (row) => first(row) || second(row);
    }
    return left;
  }

  #both(): Test<Row> {
    let left = this.#one();
    while (this.#take('&&', 'and')) {
      const [first, second] = [left, this.#one()];
      left = (row) => first(row) && second(row);
    }
    return left;
  }

  #one(): Test<Row> {
    if (this.#take('(')) {
      const inner = this.#either();
      this.#demand(')');
      return inner;
    }
    const left = this.#operand();
    const sign = this.#tokens[this.#at]?.text ?? '';
    this.#at += 1;
    const holds = comparisons[sign];
    if (holds === undefined) throw new QueryParseError(`Operator expected, not "${sign}"`);
    const right = this.#operand();
    if (left.kind !== undefined && right.kind !== undefined && left.kind !== right.kind) {
      throw new QueryParseError(`Operator '${sign}' incompatible with operand types`);
    }
    return (row) => {
      const [a, b] = [left.of(row), right.of(row)];
      if (a.kind !== 'null' && b.kind !== 'null' && a.kind !== b.kind) {
        throw new QueryParseError(`Operator '${sign}' incompatible with operand types ${a.kind} and ${b.kind}`);
      }
      return holds(a, b);
    };
  }

  #operand(): Operand<Row> {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token === undefined) throw new QueryParseError('Expression expected');
    if (token.kind === 'text') return constant({ kind: 'text', value: token.text });
    if (token.kind === 'number') return constant({ kind: 'number', value: centsOf(token.text) });
    if (token.kind === 'sign') throw new QueryParseError(`Expression expected, not "${token.text}"`);
    const word = token.text.toLowerCase();
    if (word === 'null') return constant({ kind: 'null' });
    if (word === 'true' || word === 'false') return constant({ kind: 'boolean', value: word === 'true' });
    if (word === 'datetime') return constant({ kind: 'time', value: this.#dateTime() });
    if (word === 'guid') return constant({ kind: 'guid', value: this.#guid() });
    const field = this.#fields[token.text];
    if (field === undefined) {
      throw new QueryParseError(`No property or field '${token.text}' exists in type '${this.#typeName}'`);
    }
    return { kind: undefined, of: field };
  }

  #dateTime(): number {
    this.#demand('(');
    const parts: number[] = [];
    do parts.push(Number(this.#next('number')));
    while (this.#take(','));
    this.#demand(')');
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
    if (parts.length < 3 || month < 1 || month > 12 || day < 1 || day > 31) {
      throw new QueryParseError('DateTime expects year, month and day');
    }
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  #guid(): string {
    this.#demand('(');
    const value = this.#next('text').toLowerCase();
    this.#demand(')');
    if (!/^[0-9a-f-]{36}$/.test(value)) throw new QueryParseError(`"${value}" is no guid`);
    return value;
  }

  #next(kind: Token['kind']): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw new QueryParseError(`Expected a ${kind}`);
    this.#at += 1;
    return token.text;
  }

  #take(...texts: string[]): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || !texts.includes(token.text.toLowerCase())) return false;
    this.#at += 1;
    return true;
  }

  #demand(text: string): void {
    if (!this.#take(text)) throw new QueryParseError(`'${text}' expected`);
  }
}

function constant<Row>(value: QueryValue): Operand<Row> {
  return { kind: value.kind === 'null' ? undefined : value.kind, of: () => value };
}

const ordered =
  (holds: (sign: number) => boolean) =>
  (a: QueryValue, b: QueryValue): boolean => {
    const sign = compareValues(a, b);
    return sign !== undefined && holds(sign);
  };

const isSame = (a: QueryValue, b: QueryValue): boolean =>
  (a.kind === 'null' && b.kind === 'null') || compareValues(a, b) === 0;

/** A single `=` is none of them. */
const comparisons: Readonly<Record<string, (a: QueryValue, b: QueryValue) => boolean>> = {
  '==': isSame,
  '!=': (a, b) => !isSame(a, b),
  '>': ordered((sign) => sign > 0),
  '>=': ordered((sign) => sign >= 0),
  '<': ordered((sign) => sign < 0),
  '<=': ordered((sign) => sign <= 0),
};
