import { ConsolidatorError } from '../../model/errors.ts';
import { connectXero } from '../../operations/connect/connect-xero.ts';
import { redirectOf } from '../../operations/connect/wait-for-code.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';

interface ConnectOptions {
  readonly port: number;
  readonly organisation?: string;
  readonly minutes: number;
  readonly open: boolean;
}

export async function act(shell: Shell, file: string, options: ConnectOptions): Promise<void> {
  const { port, organisation, minutes, open } = options;
  const pipeline = await openPipeline(shell, file);
  const { xero } = pipeline;
  if (xero?.tokenFile === undefined)
    throw new ConsolidatorError(
      'config-invalid',
      `${file}:1:1: ${xero === undefined ? '"xero" is not there' : '"xero.tokenFile" is not there, so that its app is a custom connection, which nobody signs in for'}; expected an ordinary app with a file for its tokens; write \`tokenFile: ../state/xero-token.json\` below \`xero\`, as docs/xero.md shows`,
    );
  const { tenant, name, scopes } = await connectXero({
    ...{ settings: { ...xero, tokenFile: xero.tokenFile }, port, minutes, organisation, signal: shell.signal },
    async onAddress(address, asked) {
      shell.note(`The app asks for: ${asked.join(', ')}. Nothing of it can write.`);
      shell.note(
        `Xero has to know ${redirectOf(port)} as a redirect URI of the app (developer.xero.com, Configuration).`,
      );
      const isOpened = open && (await openInBrowser(address, shell.environment));
      shell.note(
        `${isOpened ? 'The browser opens' : 'Open'} ${address} and sign in as somebody who may see the books.`,
      );
    },
  });
  shell.print(`Connected to "${name}". It was given: ${scopes.join(', ')}.`);
  shell.print(
    `The tokens are in ${xero.tokenFile}, which nobody else on this machine may read. Keep it where it is: a copy of it ends the other one.`,
  );
  if (xero.organisation === undefined)
    shell.print(`Where that is right, write \`organisation: ${tenant}\` below \`xero\`, and run \`check\`.`);
}
