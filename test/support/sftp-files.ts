import { type Dirent, existsSync, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** What a client holds a handle of: a file, or a folder whose names were not told yet. */
type Opened = { readonly file: FileHandle } | { folder: FileEntry[] };

/**
 * Answers the requests of SFTP version 3 (draft-ietf-secsh-filexfer-02) that reading, listing and moving need, from the
 * real file system. Any other request gets "unsupported", which ssh2 answers by itself for what has no listener.
 */
export function serveFiles(sftp: SFTPWrapper): void {
  const handles = new Map<number, Opened>();
  let next = 0;
  const openedAs = (handle: Buffer): Opened | undefined =>
    handle.length === 4 ? handles.get(handle.readUInt32BE()) : undefined;
  const give = (request: number, value: Opened): void => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(next);
    handles.set(next, value);
    next += 1;
    sftp.handle(request, handle);
  };
  /** A request that throws is answered with its status; one that is not answered would let the client wait for ever. */
  const answer = (request: number, work: () => Promise<void>): void => {
    work().catch((cause: unknown) =>
      sftp.status(request, statusOf(cause), cause instanceof Error ? cause.message : ''),
    );
  };

  sftp.on('OPEN', (request, path, flags) =>
    answer(request, async () => {
      if (flags !== OPEN_MODE.READ) return sftp.status(request, STATUS_CODE.PERMISSION_DENIED);
      give(request, { file: await open(path, 'r') });
    }),
  );
  sftp.on('READ', (request, handle, offset, length) =>
    answer(request, async () => {
      const it = openedAs(handle);
      if (it === undefined || !('file' in it)) return sftp.status(request, STATUS_CODE.FAILURE);
      const { bytesRead, buffer } = await it.file.read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.data(request, buffer.subarray(0, bytesRead));
    }),
  );
  sftp.on('FSTAT', (request, handle) =>
    answer(request, async () => {
      const it = openedAs(handle);
      if (it === undefined || !('file' in it)) return sftp.status(request, STATUS_CODE.FAILURE);
      sftp.attrs(request, attributesOf(await it.file.stat()));
    }),
  );
  sftp.on('OPENDIR', (request, path) =>
    answer(request, async () => {
      const entries = await readdir(path, { withFileTypes: true });
      give(request, { folder: await Promise.all(entries.map((entry) => entryOf(path, entry))) });
    }),
  );
  sftp.on('READDIR', (request, handle) =>
    answer(request, async () => {
      const it = openedAs(handle);
      if (it === undefined || 'file' in it) return sftp.status(request, STATUS_CODE.FAILURE);
      // As servers do, a part of the names at a time.
      const part = it.folder.splice(0, 3);
      if (part.length === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.name(request, part);
    }),
  );
  sftp.on('CLOSE', (request, handle) =>
    answer(request, async () => {
      const it = openedAs(handle);
      if (it === undefined) return sftp.status(request, STATUS_CODE.FAILURE);
      handles.delete(handle.readUInt32BE());
      if ('file' in it) await it.file.close();
      sftp.status(request, STATUS_CODE.OK);
    }),
  );
  sftp.on('STAT', (request, path) => answer(request, async () => sftp.attrs(request, attributesOf(await stat(path)))));
  sftp.on('LSTAT', (request, path) =>
    answer(request, async () => sftp.attrs(request, attributesOf(await lstat(path)))),
  );
  sftp.on('REALPATH', (request, path) =>
    answer(request, async () => {
      const filename = await realpath(path);
      // The draft asks for dummy attributes here.
      sftp.name(request, [{ filename, longname: filename, attrs: {} as Attributes }]);
    }),
  );
  sftp.on('MKDIR', (request, path) =>
    answer(request, async () => {
      await mkdir(path);
      sftp.status(request, STATUS_CODE.OK);
    }),
  );
  sftp.on('RENAME', (request, from, to) =>
    answer(request, async () => {
      // Section 6.5: it is an error if there is a file of the new name. OpenSSH keeps to it.
      if (existsSync(to)) return sftp.status(request, STATUS_CODE.FAILURE);
      await rename(from, to);
      sftp.status(request, STATUS_CODE.OK);
    }),
  );
  sftp.on('close', () => {
    for (const it of handles.values()) if ('file' in it) void it.file.close();
  });
}

async function entryOf(folder: string, { name }: Dirent): Promise<FileEntry> {
  const stats = await lstat(join(folder, name));
  // ssh2-sftp-client reads the kind of an entry from the first letter of this line of `ls -l`.
  const kind = stats.isDirectory() ? 'd' : stats.isSymbolicLink() ? 'l' : '-';
  const longname = `${kind}rw-r--r-- 1 ${stats.uid} ${stats.gid} ${stats.size} Jan 1 00:00 ${name}`;
  return { filename: name, longname, attrs: attributesOf(stats) };
}

/** Times in SFTP 3 are whole seconds. */
function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
}

function statusOf(cause: unknown): number {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return STATUS_CODE.NO_SUCH_FILE;
  if (code === 'EACCES' || code === 'EPERM') return STATUS_CODE.PERMISSION_DENIED;
  return STATUS_CODE.FAILURE;
}
