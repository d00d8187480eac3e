import { spawn } from 'node:child_process';

/** By which program each system opens a file as a person would by a click. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
  linux: ['xdg-open'],
};

/**
 * Opens a file in the browser of whoever sits at this machine. Only the file's name stands in the list of processes.
 * @returns whether a program could be started for it; what becomes of it is that one's business
 */
export async function openInBrowser(file: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const [program, ...words] = openers[process.platform] ?? [];
  if (program === undefined || !hasScreen(environment)) return false;
  const child = spawn(program, [...words, file], { stdio: 'ignore', detached: true, env: environment });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function hasScreen(environment: NodeJS.ProcessEnv): boolean {
  return process.platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}
