import { parseEnv } from 'node:util';
import type { Place } from './problems.ts';

/** What a `.env` file sets, and what is wrong with a line that was meant to. */
export interface DotEnv {
  readonly file: string;
  readonly values: NodeJS.Dict<string>;
  /** Whether a line of it begins with the name, though an open quote above may have swallowed that line. */
  hasLine(name: string): boolean;
  /** Where the file names a variable and puts nothing after it; undefined where it does not. */
  emptyLineOf(name: string): Place | undefined;
  /** Of a variable that the file sets, or was meant to; nothing of the value is told. */
  problemOf(name: string): { readonly place: Place; readonly message: string } | undefined;
}

export function readDotEnvText(file: string, text: string): DotEnv {
  const rows = text.split(/\r?\n/);
  const values: NodeJS.Dict<string> = parseEnv(text);
  return {
    file,
    values,
    hasLine: (name) => rows.some((row) => lineOf(name).test(row)),
    emptyLineOf(name) {
      const index = rows.findLastIndex((row) => lineOf(name).test(row));
      return index >= 0 && values[name] === '' ? { line: index + 1, column: 1 } : undefined;
    },
    problemOf(name) {
      // The last line of a name is the one that counts.
      for (const [index, row] of [...rows.entries()].reverse()) {
        const own = lineOf(name).exec(row);
        if (own === null) continue;
        const wrong = problemOfRest(name, row.slice(own[0].length));
        return wrong === undefined
          ? undefined
          : { place: { line: index + 1, column: own[0].length - name.length + 1 }, message: wrong };
      }
      return undefined;
    },
  };
}

function lineOf(name: string): RegExp {
  return new RegExp(`^\\s*(?:export\\s+)?${name}(?![A-Za-z0-9_])`);
}

function problemOfRest(name: string, rest: string): string | undefined {
  const says = (found: string, remedy: string) => `${name}: ${found} (not shown); expected ${name}=VALUE; ${remedy}`;
  const equals = /^\s*=/.exec(rest);
  if (equals === null) return says('no "=" follows the name', 'write it between name and value');
  const value = rest.slice(equals[0].length).trim();
  if (/^[“”‘’«»„]/.test(value)) return says('the value begins with a typographic quote', 'use plain quotes, or none');
  const quote = /^["'`]/.exec(value)?.[0];
  if (quote === undefined) {
    return /["'`“”]$/.test(value.replace(/\s+#.*$/, ''))
      ? says('the value ends with a quote that was never opened', 'take the quote away')
      : undefined;
  }
  const end = value.indexOf(quote, 1);
  if (end < 0) return says('the value begins with a quote that its line does not close', 'close it, or take it away');
  const inside = value.slice(1, end);
  if (inside !== inside.trim())
    return says('a blank stands inside the quotes, before or after the value', 'take it away');
  const after = value.slice(end + 1).trim();
  return after === '' || after.startsWith('#')
    ? undefined
    : says('something follows the closing quote', 'end the line with the quote');
}
