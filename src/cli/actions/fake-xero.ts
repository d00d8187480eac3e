import { once } from 'node:events';
import { closest } from '../../config/problems.ts';
import { describeXeroSwitches } from '../../fake-xero/describe-switches.ts';
import { type Connector, type FakeXero, plainApp, plainWebApp, startFakeXero } from '../../fake-xero/index.ts';
import { counted } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { pause } from '../../model/pause.ts';
import { type OutputOption, printResult } from '../output.ts';
import { type Shell, signalCode } from '../shell.ts';

interface FakeXeroCommandOptions extends OutputOption {
  readonly port: number;
  readonly identityPort: number;
  readonly controlPort: number;
  readonly primary?: string;
  /** Minutes. */
  readonly every: number;
  readonly invoicePrefix: string;
  readonly creditNotePrefix: string;
  readonly switch?: readonly string[];
}

export interface FakeXeroDocument {
  readonly organisation: string;
  readonly url: string;
  readonly identityUrl: string;
  readonly controlUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly ordinaryApp: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
}

const KEY = 'FAKE_STORE_KEY';

export async function act(shell: Shell, options: FakeXeroCommandOptions): Promise<void> {
  const switches = switchesOf(options.switch ?? []);
  const xero = await start(options, switches.organisation);
  try {
    const neto = connect(shell, xero, options, switches.export);
    const organisation = xero.control.organisation();
    const document: FakeXeroDocument = {
      organisation: organisation.id,
      url: xero.apiUrl,
      identityUrl: xero.identityUrl,
      controlUrl: xero.controlUrl,
      clientId: plainApp.clientId,
      clientSecret: plainApp.clientSecret,
      ordinaryApp: ordinaryApp(),
    };
    printResult(shell, options, document, () => welcome(document, organisation.name));
    if (neto !== undefined) await exportUntilStopped(shell, neto, options.every);
    else if (!shell.signal.aborted) await once(shell.signal, 'abort');
  } finally {
    await xero.close();
  }
  shell.note(`The organisation has stopped after ${counted(xero.requests.length, 'request')}.`);
  shell.end(signalCode(shell.signal.reason));
}

/** @throws ConsolidatorError */
async function start(options: FakeXeroCommandOptions, switches: Record<string, string>): Promise<FakeXero> {
  const { port: api, identityPort: identity, controlPort: control } = options;
  try {
    return await startFakeXero({ switches, ports: { api, identity, control } });
  } catch (cause) {
    const taken =
      cause instanceof Error && 'port' in cause ? `The port ${String(cause.port)} can't be used` : undefined;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError(
      'usage',
      taken === undefined ? message : `${taken}: ${message}. Give another one, or 0.`,
      {
        cause,
      },
    );
  }
}

/** @throws ConsolidatorError */
function connect(
  shell: Shell,
  xero: FakeXero,
  { primary, invoicePrefix, creditNotePrefix }: FakeXeroCommandOptions,
  switches: Record<string, string>,
): Connector | undefined {
  if (primary === undefined) return undefined;
  const key = shell.environment[KEY]?.trim() ?? '';
  if (key === '') {
    throw new ConsolidatorError(
      'usage',
      `The key of the fake store is missing. Put it into ${KEY}, as it was shown there.`,
    );
  }
  const url = primary.replace(/\/+$/, '');
  return xero.connect({ primary: { url, key }, invoicePrefix, creditNotePrefix, switches });
}

/** A run at once, and one after so many minutes each. What goes wrong with one is said, and tried again. */
async function exportUntilStopped(shell: Shell, neto: Connector, minutes: number): Promise<void> {
  while (!shell.signal.aborted) {
    try {
      const entries = await neto.run();
      const refused = entries.filter(({ result }) => result === 'refused');
      if (entries.length > 0) {
        shell.note(`Exported ${counted(entries.length - refused.length, 'record')}, refused ${refused.length}.`);
      }
      for (const { kind, id, reason } of refused) shell.note(`  ${kind} ${id}: ${reason}`);
    } catch (error) {
      shell.note(`The export did not run: ${error instanceof Error ? error.message : String(error)}`);
    }
    await pause(minutes * 60_000, shell.signal);
  }
}

/** @throws ConsolidatorError `usage` for a switch that does not exist, or not with that value */
function switchesOf(given: readonly string[]): Record<'organisation' | 'export', Record<string, string>> {
  const known = describeXeroSwitches();
  const switches = { organisation: {} as Record<string, string>, export: {} as Record<string, string> };
  for (const text of given) {
    const [name = '', ...rest] = text.split('=');
    const value = rest.join('=');
    const found = known.find((one) => one.name === name);
    if (found === undefined) {
      const names = known.map((one) => one.name);
      const near = closest(name, names);
      const hint = near === undefined ? 'See `neto-consolidator fake-xero --help`.' : `Did you mean ${near}?`;
      throw new ConsolidatorError('usage', `The fake Xero has no switch "${name}". ${hint}`);
    }
    if (!found.settings.includes(value)) {
      const sentence = `The switch ${name} can't be "${value}". It takes ${found.settings.join(', ')}.`;
      throw new ConsolidatorError('usage', `${sentence} Write --switch ${name}=${found.settings[0]}.`);
    }
    switches[found.of][name] = value;
  }
  return switches;
}

function ordinaryApp(): FakeXeroDocument['ordinaryApp'] {
  const { clientId, clientSecret, redirectUri = '' } = plainWebApp;
  return { clientId, clientSecret, redirectUri };
}

function welcome(
  { url, identityUrl, controlUrl, clientId, clientSecret, organisation, ordinaryApp: app }: FakeXeroDocument,
  name: string,
): string {
  return [
    `The organisation "${name}" is read on ${url}, by this machine alone. Ctrl-C stops it.`,
    `People are played on ${controlUrl}.`,
    '',
    'In a pipeline file:',
    '    xero:',
    `      clientId: \${XERO_CLIENT_ID}`,
    `      clientSecret: \${XERO_CLIENT_SECRET}`,
    `      organisation: ${organisation}`,
    `      url: ${url}`,
    `      identityUrl: ${identityUrl}`,
    '',
    'In the file .env beside it:',
    `    XERO_CLIENT_ID=${clientId}`,
    `    XERO_CLIENT_SECRET=${clientSecret}`,
    '',
    'These are of a custom connection. To try `xero connect`, which an ordinary app is signed in with, write below "xero", too:',
    '      tokenFile: ../state/xero-token.json',
    'and into .env instead:',
    `    XERO_CLIENT_ID=${app.clientId}`,
    `    XERO_CLIENT_SECRET=${app.clientSecret}`,
    `That app knows ${app.redirectUri} alone; whoever opens its page has said yes.`,
  ].join('\n');
}
