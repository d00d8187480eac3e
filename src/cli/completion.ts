import type { Command } from 'commander';
import { everyCommand } from './every-command.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

const NAME = 'neto-consolidator';

interface Words {
  /** The words of a command, such as `quarantine drop`; '' for the program itself. */
  readonly path: string;
  readonly next: readonly string[];
}

/**
 * A script that knows all commands and options by itself, so that nothing is started at the TAB key. Where it knows no word,
 * the shell completes names of files.
 */
export function completionScript(program: Command, shell: (typeof shells)[number]): string {
  const all = everyCommand(program).map(({ name, command }): Words => {
    const options = command.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []);
    const below = command.commands.map((one) => one.name());
    // Without the name of the program.
    return { path: name.split(' ').slice(1).join(' '), next: [...below, ...options, '--help'] };
  });
  return { bash, zsh, fish }[shell](all);
}

function bash(all: readonly Words[]): string {
  const cases = all.map(({ path, next }) => `    '${path}') words='${next.join(' ')}' ;;`);
  return `# Completion of ${NAME} for bash
_neto_consolidator() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' word words known='${all.map(({ path }) => path.replaceAll(' ', '/')).join(' ')}'
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $known " in *" \${path:+\${path// //}/}$word "*) path="\${path:+$path }$word" ;; *) ;; esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _neto_consolidator ${NAME}`;
}

function zsh(all: readonly Words[]): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}`;
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, next }) => {
    const seen =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ');
    return next.map((word) =>
      word.startsWith('--')
        ? `complete -c ${NAME} -n '${seen}' -l ${word.slice(2)}`
        : `complete -c ${NAME} -n '${seen}' -a ${word}`,
    );
  });
  return [`# Completion of ${NAME} for fish`, ...lines].join('\n');
}
