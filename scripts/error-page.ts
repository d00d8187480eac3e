interface Entry {
  readonly meaning: string;
  readonly remedy: string;
  readonly retry: 'never' | 'safe' | 'after-look-up';
  readonly exit: number;
}

const repeats: Readonly<Record<Entry['retry'], string>> = {
  never: 'Sending the same again fails the same way, so the program does not.',
  safe: 'It may be sent again at once: nothing can have happened.',
  'after-look-up': 'Whether it had its effect is unknown: reads are repeated, writes only after a look-up.',
};

/** Of what ends with the code of the signal that asked for it. */
const exits: Readonly<Record<string, string>> = { stopped: '130 after Ctrl-C (SIGINT), 143 after SIGTERM' };

/** The page of all error codes, in the order of their names. */
export function errorPage(codes: Readonly<Record<string, Entry>>): string {
  const sections = Object.entries(codes)
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(
      ([code, { meaning, remedy, retry, exit }]) =>
        `## ${code}\n\n${meaning}\n\n**What to do:** ${remedy}\n\n${repeats[retry]} Exit code ${exits[code] ?? exit}.\n`,
    );
  return `# Errors\n\nEvery error of the program has a code that does not change. This page is generated from \`src/model/error-codes.ts\`.\n\n${sections.join('\n')}`;
}
