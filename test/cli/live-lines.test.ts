import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { type LiveLine, LiveLines } from '../../src/cli/progress/live-lines.ts';

/** A terminal as far as these lines need one: line ends, and up by rows with all below erased. */
function terminalOf(columns: number, rows: number) {
  const screen: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys
      for (const part of String(chunk).split(/(\u001B\[\d+A\r\u001B\[J)/)) {
        const up = /\[(\d+)A/.exec(part)?.[1];
        if (up !== undefined) screen.splice(screen.length - Number(up));
        else screen.push(...stripVTControlCharacters(part).split('\n').slice(0, -1));
      }
      done();
    },
  });
  return { screen, terminal: Object.assign(stream, { columns, rows }) as unknown as NodeJS.WriteStream };
}

test('lines are drawn over in their place, and what is written meanwhile stands above them, once', () => {
  const { screen, terminal } = terminalOf(20, 10);
  let count = 0;
  let state: LiveLine['state'] = 'going';
  const lines = new LiveLines(terminal, () => [
    { text: `west: ${count}`, state },
    { text: 'a line that is longer than the terminal', state },
  ]);
  lines.draw();
  terminal.write('a note\n');
  count = 7;
  lines.draw();
  expect(screen.map((line) => line.replace(/^[^\w ]/, '*'))).toEqual(['a note', '* west: 7', '* a line that is lo']);
  state = 'done';
  lines.end();
  terminal.write('the end\n');
  expect(screen).toEqual(['a note', '✔ west: 7', '✔ a line that is lo', 'the end']);
});

test('more lines than the terminal has rows are cut while they change, and all there in the end', () => {
  const { screen, terminal } = terminalOf(40, 4);
  const lines = new LiveLines(terminal, () =>
    ['a', 'b', 'c', 'd', 'e'].map((text) => ({ text, state: 'failed' as const })),
  );
  lines.draw();
  lines.draw();
  expect(screen).toEqual(['✖ a', '✖ b', '✖ c']);
  lines.end();
  expect(screen).toEqual(['✖ a', '✖ b', '✖ c', '✖ d', '✖ e']);
});
