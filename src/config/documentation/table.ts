import type { DocumentedKey } from '../describe.ts';

/** One row a key: key, type, default, meaning, example. */
export function table(keys: readonly DocumentedKey[], group: string): string {
  const rows = keys.map((key) => {
    const name = key.path.slice(group === '' ? 0 : group.length + 1);
    return row([`\`${name}\``, typeOf(key), defaultOf(key), key.notes.meaning, code(exampleOf(key) ?? '')]);
  });
  return [row(['Key', 'Type', 'Default', 'Meaning', 'Example']), row(Array(5).fill('---')), ...rows].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** What is expected, without the example, which has a column of its own. */
function typeOf({ notes }: DocumentedKey): string {
  return notes.expected.replace(/,? such as .+$/, '');
}

function defaultOf({ notes, required, fixedDefault }: DocumentedKey): string {
  if (required) return '**required**';
  const fallback = notes.default ?? (fixedDefault === undefined ? 'none' : code(fixedDefault));
  if (notes.required === undefined) return fallback;
  const condition = `**required** ${notes.required}`;
  return fallback === 'none' ? condition : `${fallback}; ${condition}`;
}

export function exampleOf({ notes, fixedDefault }: DocumentedKey): string | undefined {
  return notes.example ?? /such as (.+)$/.exec(notes.expected)?.[1] ?? fixedDefault;
}
