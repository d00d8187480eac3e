import { ConsolidatorError } from '../../model/errors.ts';
import type { Visit } from '../frame/visit.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';

/** The process answers. It says nothing of what is served. */
export function healthz(): Response {
  return plain(200, 'ok\n');
}

/** Every pipeline file can be read, or the fleet's database answers: the page can do its work. Which can not, it tells those who are in. */
export async function readyz({ site }: Visit): Promise<Response> {
  if (site.fleet !== undefined) {
    const asked = await orTrouble(site.fleet.answers);
    return asked instanceof ConsolidatorError
      ? plain(503, 'The database of the fleet does not answer.\n')
      : plain(200, 'ready\n');
  }
  const read = await Promise.all(site.pipelines.map((pipeline) => orTrouble(() => pipeline.read())));
  const isReady = read.every((one) => !(one instanceof ConsolidatorError));
  return isReady ? plain(200, 'ready\n') : plain(503, 'A pipeline file can not be read. The page says which.\n');
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
