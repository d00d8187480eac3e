import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** Without comments; a line that ends with a backslash goes on. */
function instructionsIn(text: string): Instruction[] {
  const lines = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n/g, ' ');
  return lines.split('\n').flatMap((line) => {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (word !== undefined && rest !== undefined) return [{ word, rest }];
    if (line.trim() === '') return [];
    throw new Error(`This line of a container file is not understood: ${line}`);
  });
}

/** What an image would be: its files, in a folder that stands for its root, and how it is started. */
export interface Image {
  readonly base: string;
  readonly root: string;
  folder: string;
  user: string | undefined;
  readonly environment: Record<string, string>;
  readonly volumes: string[];
  entrypoint: readonly string[];
  command: readonly string[];
  health: readonly string[];
  stopSignal: string | undefined;
}

interface Building {
  readonly context: string;
  /** Where the roots of all stages go. */
  readonly into: string;
  readonly environment: NodeJS.ProcessEnv;
}

const words = (json: string): string[] => z.array(z.string()).parse(JSON.parse(json));

/**
 * Does what a container file says, without any container: copies from the context and between stages, and runs its
 * commands with this machine's programs in the folder that stands for the stage. An instruction that is not known here, or a
 * command that names a place of the whole machine, is an error.
 * @returns the last stage
 */
export function buildImage(text: string, { context, into, environment }: Building): Image {
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const { word, rest } of instructionsIn(text)) {
    if (word === 'FROM') {
      const [base = '', , name = `stage ${stages.size}`] = rest.split(/\s+/);
      image = emptyImage(base, path.join(into, name.replace(' ', '-')));
      stages.set(name, image);
      continue;
    }
    if (image === undefined) throw new Error(`${word} stands before FROM.`);
    follow(image, { word, rest }, { stages, context, environment });
  }
  if (image === undefined) throw new Error('The container file has no stage.');
  return image;
}

function emptyImage(base: string, root: string): Image {
  // The home of the base image's own user is there.
  mkdirSync(path.join(root, 'home/node'), { recursive: true });
  const started = { entrypoint: [], command: [], health: [], stopSignal: undefined };
  return { base, root, folder: '/', user: undefined, environment: {}, volumes: [], ...started };
}

interface Around {
  readonly stages: ReadonlyMap<string, Image>;
  readonly context: string;
  readonly environment: NodeJS.ProcessEnv;
}

function follow(image: Image, { word, rest }: Instruction, around: Around): void {
  switch (word) {
    case 'WORKDIR':
      image.folder = path.posix.resolve(image.folder, rest);
      mkdirSync(placeIn(image, image.folder), { recursive: true });
      break;
    case 'COPY':
      copy(image, rest, around);
      break;
    case 'RUN':
      if (/(^|[\s=])\/|\.\.\//.test(rest)) throw new Error(`This names a place outside its folder: RUN ${rest}`);
      execFileSync('sh', ['-ec', rest], {
        cwd: placeIn(image, image.folder),
        env: { ...around.environment, ...image.environment },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      break;
    case 'USER':
      image.user = rest;
      break;
    case 'ENV': {
      const [, name, value] = /^(\w+)=(\S*)$/.exec(rest) ?? [];
      if (name === undefined || value === undefined) throw new Error(`Expected ENV NAME=VALUE, found ENV ${rest}`);
      image.environment[name] = value;
      break;
    }
    case 'VOLUME':
      image.volumes.push(...words(rest));
      break;
    case 'ENTRYPOINT':
      image.entrypoint = words(rest);
      break;
    case 'CMD':
      image.command = words(rest);
      break;
    case 'HEALTHCHECK':
      image.health = words(rest.replace(/^(--\S+\s+)*CMD\s+/, ''));
      break;
    case 'STOPSIGNAL':
      image.stopSignal = rest;
      break;
    default:
      throw new Error(`${word} is not known here.`);
  }
}

/** What a folder holds goes into the destination, and a file into it where it is a folder, as containers have it. */
function copy(image: Image, rest: string, { stages, context }: Around): void {
  const [, stage, named] = /^(?:--from=(\S+)\s+)?(.*)$/.exec(rest) ?? [];
  const names = (named ?? '').split(/\s+/);
  const destination = names.pop() ?? '';
  const other = stage === undefined ? undefined : stages.get(stage);
  if (stage !== undefined && other === undefined) throw new Error(`There is no stage ${stage}.`);
  const to = placeIn(image, path.posix.resolve(image.folder, destination));
  for (const name of names) {
    const from = other === undefined ? path.join(context, name) : placeIn(other, name);
    const isInto = !statSync(from).isDirectory() && /(^\.|\/)$/.test(destination);
    cpSync(from, isInto ? path.join(to, path.basename(name)) : to, { recursive: true, verbatimSymlinks: true });
  }
}

/** Where a place of the image is on this machine. */
export function placeIn({ root }: Image, place: string): string {
  return path.join(root, place);
}
