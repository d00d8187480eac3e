/** The beginning of a command, as sentences for the terminal name it: \`link\`, \`quarantine drop N1\`, \`neto-consolidator link …\`. */
const named = (verb: string, more = '[^`]*'): string =>
  `\`(?:neto-consolidator )?(?:quarantine )?${verb}(?![\\w-])${more}\``;

/** What the page has for a command, in its own words. */
const words: readonly (readonly [RegExp, string])[] = [
  [named('retry', '[^`]*--another[^`]*'), '“It is another one”'],
  [`${named('retry')} (it|them)\\b`, '“try $1 again”'],
  [named('retry'), '“try again”'],
  [`${named('drop')} (it|them)\\b`, '“leave $1 out”'],
  [named('drop'), '“leave out”'],
  [named('accept'), '“accept”'],
  [named('link'), '“link”'],
  [`${named('map')} (it|them)\\b`, '“say what it is”'],
  [named('map'), '“say what it is”'],
  [named('show'), 'its own page'],
  [named('trace'), '“One order”'],
  [`${named('adopt')} it\\b`, '“take it over”'],
  [named('adopt'), '“take it over”'],
  [`${named('export confirm')} it with its number`, '“look what has arrived”'],
  [named('export confirm'), '“look what has arrived”'],
  [named('run', '[^`]* --yes[^`]*'), '“copy them”'],
  [named('run', '(?: [^`\\s-][^`\\s]*)?'), '“start a run now”'],
  // Where the page has a field.
  [': --as with its id| with --as(?![\\w-])', ''],
  ['--allow-empty(?![\\w-])', 'the tick “A store may have had nothing in that month”'],
].map(([pattern = '', word = '']) => [new RegExp(pattern, 'g'), word] as const);

/** A sentence of the program where the page can do what it has a command for: the choice is named as it is called here. */
export function onPage(text: string): string {
  return words.reduce((told, [pattern, word]) => told.replaceAll(pattern, word), text);
}
