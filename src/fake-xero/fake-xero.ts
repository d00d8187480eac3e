import type { Organisation } from './books/records.ts';
import type { Connector } from './connector/connector.ts';
import type { ConnectorOptions } from './connector/connector-options.ts';
import type { Control } from './control/control.ts';
import type { Faults, PlannedFault } from './faults/faults.ts';
import type { AppSeed } from './identity/apps.ts';
import type { LimitSettings } from './limits.ts';
import type { JournalEntry } from './server/journal.ts';
import type { Switches } from './switches.ts';

export interface FakeXeroOptions {
  /** `[plainApp, plainWebApp]` unless given. */
  readonly apps?: readonly AppSeed[];
  readonly organisation?: Partial<Organisation>;
  readonly switches?: Partial<Switches>;
  readonly limits?: Partial<LimitSettings>;
  /** Milliseconds since 1970; `advance` is added to it. */
  readonly clock?: () => number;
  /** 0, the default, takes any free port. */
  readonly ports?: { readonly identity?: number; readonly api?: number; readonly control?: number };
}

export interface FakeXero {
  /** `http://127.0.0.1:port`, the place of https://identity.xero.com. */
  readonly identityUrl: string;
  /** The place of https://api.xero.com. */
  readonly apiUrl: string;
  /** For whom runs in another process: each function of `control`, and what is beside it, as `POST /name` with a JSON list. */
  readonly controlUrl: string;
  readonly apps: readonly AppSeed[];
  /** Every request to identity and API, in the order of their answers. */
  readonly requests: readonly JournalEntry[];
  /** Those that tried to write. Each of them fails a test. */
  readonly violations: readonly JournalEntry[];
  /** May be changed at any time. */
  readonly switches: Switches;
  readonly faults: Faults;
  /** What people and Neto's app do in the organisation. */
  readonly control: Control;
  /** Neto's own export from a fake primary into this organisation; `run` makes one run of it. */
  connect(options: ConnectorOptions): Connector;
  /** By the path's last part and its nth call, also over the control port. */
  planFault(plan: PlannedFault): void;
  readonly tokensIssued: number;
  /** Every token and code that was given out: what no output may show. */
  secrets(): string[];
  /** A person at the consent page. @returns the code that the redirect brings */
  consent(clientId: string, scopes?: readonly string[]): string;
  /** Whoever comes to the consent page from now on says no. */
  refuseConsent(): void;
  /** A person disconnects the app, or the demo company is reset. */
  disconnect(): void;
  reconnect(): void;
  /** As if another user of the app had used a limit up, but for so much. */
  useUp(window: 'minute' | 'day', left?: number): void;
  setLimits(limits: Partial<LimitSettings>): void;
  /** Moves the virtual clock. */
  advance(seconds: number): void;
  /** Milliseconds since 1970, by the virtual clock. */
  now(): number;
  clearRequests(): void;
  close(): Promise<void>;
}
