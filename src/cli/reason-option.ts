import { Option } from 'commander';

/** Of a decision that is clear without: who wants to says why. @param when it counts only with something else, in words */
export function reasonOption(when = ''): Option {
  return new Option('--reason <text>', `${when}why; it is kept in the audit, so name nobody in it`);
}
