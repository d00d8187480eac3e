import path from 'node:path';
import { isPostgresAddress } from '../model/postgres-address.ts';
import { checkAlerts, completeEmail } from './alert-checks.ts';
import { alertSchema } from './alert-schema.ts';
import { type DotEnv, readDotEnvText } from './dot-env.ts';
import { readPipelineText, readTextFile } from './files.ts';
import type { Pipeline } from './pipeline.ts';
import { FileView } from './store-view.ts';
import { Environment } from './substitute.ts';
import { timeZoneProblem } from './values.ts';
import { readSource, type Source } from './yaml-source.ts';

/** What says who is told that a pipeline file is wrong. */
export type SalvagedAlerts = Pick<Pipeline, 'name' | 'ledger' | 'file' | 'onProblem'> & {
  readonly primary: Pick<Pipeline['primary'], 'timezone'>;
  readonly secondaries: readonly Pick<Pipeline['secondaries'][number], 'name'>[];
};

/**
 * Reads of a pipeline file that `readPipeline` refuses who is told of that, as far as this part of it is right: the webhook and
 * the mails each by itself. Never throws; undefined where nobody can be told.
 */
export async function salvageAlerts(file: string, environment: NodeJS.ProcessEnv): Promise<SalvagedAlerts | undefined> {
  try {
    const absolute = path.resolve(file);
    const text = await readPipelineText(absolute, file);
    const dotEnv = await readBeside(absolute);
    const variables = new Environment(environment, dotEnv?.values ?? {});
    return ofSource(readSource(text, variables, { evenIfBroken: true }), variables, absolute);
  } catch {
    return undefined;
  }
}

async function readBeside(pipeline: string): Promise<DotEnv | undefined> {
  const file = path.join(path.dirname(pipeline), '.env');
  try {
    return readDotEnvText(file, await readTextFile(file, file, { expected: '', remedy: '' }));
  } catch {
    return undefined;
  }
}

function ofSource(source: Source, variables: Environment, file: string): SalvagedAlerts | undefined {
  const missing = [...source.entries.values()]
    .flatMap((entry) => entry.variables)
    .filter((name) => variables.get(name) === undefined);
  const view = new FileView(source, new Set(missing));
  const onProblem = alertsOf(view);
  if (onProblem === undefined) return undefined;
  const name = view.text(['name']);
  const known =
    name !== undefined && /^[A-Za-z0-9_-]+$/.test(name) ? name : path.parse(file).name.replaceAll(/[^\w-]/g, '_');
  const timezone = view.text(['primary', 'timezone']) ?? 'UTC';
  return {
    name: known,
    file,
    ledger: path.resolve(path.dirname(file), fileOf(view.text(['ledger'])) ?? `state/${known}.db`),
    onProblem,
    primary: { timezone: timeZoneProblem(timezone) === undefined ? timezone : 'UTC' },
    secondaries: view.secondaries().flatMap((store) => {
      const own = view.text([...store, 'name']);
      return own === undefined ? [] : [{ name: own }];
    }),
  };
}

/** Of one in a database this machine has what belongs to it at the place of its own. */
function fileOf(ledger: string | undefined): string | undefined {
  return ledger !== undefined && isPostgresAddress(ledger) ? undefined : ledger;
}

function alertsOf(view: FileView): SalvagedAlerts['onProblem'] | undefined {
  const given = view.value(['onProblem']);
  if (typeof given !== 'object' || given === null) return undefined;
  const webhook = isKnown(view, ['onProblem', 'webhook']) ? part(given, ['webhook', 'format']) : undefined;
  const email =
    emailKeys.every((key) => isKnown(view, ['onProblem', 'email', key])) && checkAlerts(view).length === 0
      ? part(given, ['email'])
      : undefined;
  const found = { ...part(given, []), ...webhook, ...email };
  const { format, quietRuns, remindDays, digest, digestDay, digestHour } = { ...defaults, ...found };
  const ways = {
    webhook: found.webhook,
    email: found.email === undefined ? undefined : completeEmail(found.email),
  };
  if (ways.webhook === undefined && ways.email === undefined) return undefined;
  const page = isKnown(view, ['onProblem', 'page']) ? part(given, ['page'])?.page : undefined;
  return { ...ways, page, format, quietRuns, remindDays, digest, digestDay, digestHour };
}

type Alerts = ReturnType<typeof alertSchema.parse>;
const defaults = alertSchema.parse({});
const emailKeys = ['to', 'from', 'smtp', 'host', 'username', 'password'];

/** A variable that is not set would stand in it as it is written. */
function isKnown(view: FileView, keys: readonly string[]): boolean {
  return !view.hasMissingVariable(keys);
}

/** Those keys of it alone, where they are right. */
function part(given: object, keys: readonly (keyof Alerts)[]): Partial<Alerts> | undefined {
  const entries = Object.entries(given).filter(([key]) => keys.some((one) => one === key));
  const parsed = alertSchema.safeParse(Object.fromEntries(entries));
  if (!parsed.success) return undefined;
  return Object.fromEntries(Object.entries(parsed.data).filter(([key]) => keys.some((one) => one === key)));
}
