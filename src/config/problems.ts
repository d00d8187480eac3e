export type KeyPath = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** `secondaries[0].orders.email`; names that are no words in quotes: `prefix[""]`. */
export function pathText(path: KeyPath): string {
  if (path.length === 0) return 'the file';
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z][A-Za-z0-9]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return `"${text}"`;
}

/** What was found, without ever quoting a secret or what might be one that slipped into another key. */
export function describeFound(value: unknown, variables: readonly string[], hidden: boolean): string {
  if (variables.length > 0) return `the value of ${variables.map((name) => `\${${name}}`).join(' and ')}`;
  if (value === undefined || value === null || value === '') return value === '' ? 'an empty text' : 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  if (typeof value !== 'string') return hidden ? 'a value (not shown)' : `${typeof value} ${String(value)}`;
  if (hidden || /[A-Za-z0-9+/_-]{24,}/.test(value) || value.includes('@/')) return 'a text (not shown)';
  if (/:\/\/.*@/.test(value)) return 'a text (not shown)';
  return value.length > 60 ? `a text of ${value.length} characters` : `the text ${JSON.stringify(value)}`;
}

/** The nearest of `known`, where it is near enough to be meant. */
export function closest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length) [best, bestDistance] = [candidate, distance];
  }
  // `apiKey` and `store_name` are too far from `key` and `name`, and yet meant.
  return best ?? known.find((candidate) => name.toLowerCase().endsWith(candidate.toLowerCase()));
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
