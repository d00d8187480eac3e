/**
 * The worst first:
 * - `dead`: tried too often, or broken in itself; somebody has to start it again.
 * - `unable`: each worker that had its run has left it to others, for want of a key or of its folder.
 * - `failed`: its last run failed, or did not begin.
 * - `differences`: a copy does not show what it has to.
 * - `late`: it has not ended well for two of its periods.
 * - `open`: something waits in quarantine.
 */
export const fleetVerdicts = [
  'dead',
  'unable',
  'failed',
  'differences',
  'late',
  'open',
  'not-run',
  'good',
  'paused',
] as const;
export type FleetVerdict = (typeof fleetVerdicts)[number];
