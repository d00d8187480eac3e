import { connectorSwitchSettings } from './connector/connector-switches.ts';
import { connectorSwitchNotes, switchNotes } from './switch-notes.ts';
import { switchSettings } from './switches.ts';

export interface SwitchDescription {
  readonly name: string;
  /** Whether it is one of the organisation, or of the export into it. */
  readonly of: 'organisation' | 'export';
  readonly meaning: string;
  /** The default first. */
  readonly settings: readonly string[];
}

/** All switches of both; no name is in both. */
export function describeXeroSwitches(): SwitchDescription[] {
  const describe = (
    of: SwitchDescription['of'],
    settings: Readonly<Record<string, readonly string[]>>,
    notes: Readonly<Record<string, string>>,
  ): SwitchDescription[] =>
    Object.entries(settings).map(([name, each]) => ({ name, of, meaning: notes[name] ?? '', settings: each }));
  return [
    ...describe('organisation', switchSettings, switchNotes),
    ...describe('export', connectorSwitchSettings, connectorSwitchNotes),
  ];
}
