/** The beginning of a command, as sentences for the terminal name it: \`link\`, \`quarantine drop N1\`, \`neto-consolidator link …\`. */
const named = (verb: string, more = '[^`]*'): string =>
  `\`(?:neto-consolidator )?(?:quarantine )?${verb}(?![\\w-])${more}\``;

/** What the page has for a command, in its own words. */
const words: readonly (readonly [RegExp, string])[] = [
  // The page shows what differs, and asks.
  [
    '`link` then takes --accept-differences(?: with a --reason)?',
    '“compare the two” then shows a difference to say yes to',
  ],
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
  [named('plan'), '“To do”'],
  [named('todo'), '“To do”'],
  [named('status'), '“Verdict”'],
  [named('list'), '“Quarantine”'],
  [named('month'), '“Month”'],
  [named('reconcile'), '“Compare now”'],
  // Where the page has a field.
  [': --as with its id| with --as(?![\\w-])', ''],
  ['--allow-empty(?![\\w-])', 'the tick “A store may have had nothing in that month”'],
].map(([pattern = '', word = '']) => [new RegExp(pattern, 'g'), word] as const);

/** What the page has nothing for: the program's commands and their options, as sentences for the terminal name them. */
const LEFT =
  /`(?:neto-consolidator )?(?:(?:check|plan|run|doctor|undo|backfill|import|init|export|notify|profile|forget|report|rewrite|schedule|serve|worker|adopt|link|map|trace)(?: [^`]*)?|(?:ledger|xero|fleet|quarantine|pipelines) [^`]+|--[a-z][^`]*)`/;

/** Whom to go to with it. */
export const WHO_DOES_IT =
  'What is written `like this` is done where the program runs: send it to whoever has set it up.';

/**
 * A sentence of the program where the page can do what it has a command for: the choice is named as it is called here. Where the page has
 * none, nobody is left with a command alone.
 */
export function onPage(text: string): string {
  const told = words.reduce((said, [pattern, word]) => said.replaceAll(pattern, word), text);
  return LEFT.test(told) && !told.includes(WHO_DOES_IT) ? `${told} ${WHO_DOES_IT}` : told;
}
