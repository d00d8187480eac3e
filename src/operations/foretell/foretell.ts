import { type ErrorCode, errorCodes } from '../../model/error-codes.ts';
import { sameMethod } from '../../model/method-names.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import type { CheckedSecondary, Telling } from '../findings/findings.ts';
import { type QuarantineGroup, quarantineGroups } from './quarantine-groups.ts';
import type { Simulation } from './simulate.ts';
import { reportGroup, reportMost } from './tell-quarantine.ts';
import { reportUnlistedTerms } from './tell-terms.ts';
import { reportClock, reportWarnings } from './tell-warnings.ts';
import { reportWhatIsRight } from './what-is-right.ts';

interface Known {
  readonly lists: PrimaryLists;
  /** By store: shipping methods of orders beyond those of the run. */
  readonly shipping: ReadonlyMap<string, readonly QuarantineGroup[]>;
}

/** What the simulated run says. */
export function foretell(
  context: Telling,
  readable: readonly CheckedSecondary[],
  simulation: Simulation,
  { lists, shipping }: Known,
): void {
  reportProblems(context, 'primary', simulation);
  reportClock(context, 'primary', simulation);
  for (const checked of readable) {
    const { name } = checked.secondary;
    reportProblems(context, name, simulation);
    reportClock(context, name, simulation);
    const groups = quarantineGroups(simulation.quarantined.filter(({ store }) => store === name));
    reportMost(context, name, simulation, groups);
    const beyond = (shipping.get(name) ?? []).filter((one) => !groups.some((told) => isSameName(told, one)));
    for (const group of [...groups, ...beyond]) reportGroup(context, checked, group, lists);
    reportWarnings(context, name, simulation);
    reportUnlistedTerms(context, checked, simulation);
    reportWhatIsRight(context, checked, simulation);
  }
}

function isSameName(told: QuarantineGroup, { reason, name }: QuarantineGroup): boolean {
  return told.reason === reason && sameMethod(told.name, name);
}

/** What keeps the run from going on. */
function reportProblems({ findings }: Telling, name: string, { summary }: Simulation): void {
  for (const { code, message } of summary.problems.filter(({ store }) => store === name)) {
    const topic = code.startsWith('ledger') ? 'ledger' : code === 'clock-unbelievable' ? 'clock' : 'recent orders';
    const remedy = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].remedy : '';
    findings.problem(topic, name, message, remedy);
  }
}
