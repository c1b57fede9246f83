const REASONS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'it is no SQLite database',
  SQLITE_CORRUPT: 'it is damaged, and a backup is to be put in its place (docs/operations.md)',
  SQLITE_CANTOPEN: 'it can not be opened',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_FULL: 'the disk is full',
  SQLITE_BUSY: 'another program has it locked',
  SQLITE_LOCKED: 'another program has it locked',
  SQLITE_IOERR: 'the disk failed',
  EACCES: 'its folder may not be written',
  EROFS: 'its folder is read-only',
  ENOTDIR: 'its folder is a file',
  EEXIST: 'its folder is a file',
};

/** Why a database does not work, in the middle of a sentence; no path, no SQL. */
export function toReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  // SQLite has further words after these: SQLITE_IOERR_WRITE, SQLITE_READONLY_DBMOVED.
  const [, family = ''] = /^(SQLITE_[A-Z]+)_/.exec(code) ?? [];
  return REASONS[code] ?? REASONS[family] ?? (code === '' ? 'an unexpected error' : `error ${code}`);
}
