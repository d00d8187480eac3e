import type { Command } from 'commander';
import { everyCommand } from './every-command.ts';
import { buildProgram } from './program.ts';

/** The program with all its commands, of which none can be run. */
export function programForHelp(print: (text: string) => void = () => {}): Promise<Command> {
  const { signal } = new AbortController();
  return buildProgram({
    environment: {},
    folder: '.',
    signal,
    terminal: undefined,
    line: '',
    now: () => 0,
    print,
    note() {},
    end() {},
    run: async () => 0,
  });
}

/** `docs/commands.md`: every help page, as `--help` prints it. */
export async function helpPage(): Promise<string> {
  let printed = '';
  const program = await programForHelp((text) => {
    printed += `${text}\n`;
  });
  const sections = everyCommand(program).map(({ name, command }) => {
    printed = '';
    command.outputHelp();
    return `## ${name}\n\n\`\`\`text\n${printed.trimEnd()}\n\`\`\`\n`;
  });
  return `# Commands

What \`--help\` prints, for every command. This page is generated from the program itself. In a clone of the repository,
\`npm run neto-consolidator -- <command>\` stands for \`neto-consolidator <command>\`.

${sections.join('\n')}`;
}
