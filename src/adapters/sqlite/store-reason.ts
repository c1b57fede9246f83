const REASONS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'it is no SQLite database',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_CANTOPEN: 'it can not be opened',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_FULL: 'the disk is full',
  EACCES: 'its folder may not be written',
  EROFS: 'its folder is read-only',
  ENOTDIR: 'its folder is a file',
  EEXIST: 'its folder is a file',
};

/** Why a database does not work, in the middle of a sentence; no path, no SQL. */
export function toReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return REASONS[code] ?? (code === '' ? 'an unexpected error' : `error ${code}`);
}
