import { tell } from './messages.ts';

// Loaded ahead of the program that is measured, into its process.
process.once('beforeExit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  tell({ processorSeconds: (userCPUTime + systemCPUTime) / 1_000_000, megabytes: maxRSS / 1024 });
  process.disconnect();
});
// The channel to the benchmark alone must not keep the program from ending.
process.channel?.unref();
