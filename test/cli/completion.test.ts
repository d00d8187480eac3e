import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { everyCommand } from '../../src/cli/every-command.ts';
import { programForHelp } from '../../src/cli/help-page.ts';
import { executeHere } from './execute-here.ts';

const here = { folder: '.', home: '.', environment: {} };

const program = await programForHelp();

/** What bash would offer after these words, of which the last is being typed. */
function offered(...words: string[]): string[] {
  const script = `${completionScript(program, 'bash')}
COMP_WORDS=(neto-consolidator ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}
_neto_consolidator
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('completion', () => {
  test('offers commands, the verbs of a command, its options, and else names of files', () => {
    expect(offered('tr')).toEqual(['trace']);
    expect(offered('quarantine', 'd')).toEqual(['drop']);
    expect(offered('quarantine', 'drop', 'pipelines/demo.yaml', '--re')).toEqual(['--reason']);
    // A word that is given to a command is no command, though it is called as one.
    expect(offered('trace', 'run', '--off')).toEqual(['--offline']);
    expect(offered('run', 'package.j')).toEqual(['package.json']);
  });

  test.each(['zsh', 'fish'] as const)('knows every command and option in %s', (shell) => {
    const script = completionScript(program, shell);
    for (const { command } of everyCommand(program).slice(1)) {
      expect(script).toContain(command.name());
      for (const { long } of command.options) expect(script).toContain(long?.slice(2) ?? '');
    }
  });
});

describe('help', () => {
  test('says of each command what its --help says', async () => {
    for (const words of [[], ['run'], ['quarantine', 'drop']]) {
      const [asked, typed] = [
        await executeHere(['help', ...words], here),
        await executeHere([...words, '--help'], here),
      ];
      expect([asked.code, asked.stdout]).toEqual([0, typed.stdout]);
    }
  });

  test('names the command that was meant', async () => {
    const { code, stderr } = await executeHere(['help', 'quarantine', 'dorp'], here);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean drop?')]);
  });

  test('shows the commands in groups', async () => {
    const { stdout } = await executeHere(['--help'], here);
    expect(stdout).toMatch(/^Every day:\n {2}status[\s\S]*^To decide:\n {2}quarantine/m);
  });
});
