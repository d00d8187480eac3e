/** As wide as any terminal is. */
const WIDEST = 80;

/** Examples stand at the end of a command's help: each can be copied as it stands, and none is torn by a terminal. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.flatMap(exampleLines).join('\n')}`;
}

function exampleLines(line: string): string[] {
  const whole = `  $ neto-consolidator ${line}`;
  if (whole.length <= WIDEST) return [whole];
  const [command = '', comment] = whole.split(/\s+# /);
  return [...(comment === undefined ? [] : [`  # ${comment}`]), ...continued(command)];
}

/** Over several lines, as a shell takes them: each but the last ends with a backslash. */
function continued(command: string): string[] {
  if (command.length <= WIDEST) return [command];
  const places = [...command.matchAll(/ (?=--)/g)].map(({ index }) => index).filter((index) => index <= WIDEST - 2);
  const place = places.at(-1);
  if (place === undefined || command.slice(0, place).trim() === '') return [command];
  return [`${command.slice(0, place)} \\`, ...continued(`      ${command.slice(place + 1)}`)];
}
