import type Database from 'better-sqlite3';

/** A Slack installation; `sealed` says nothing to this database. */
interface InstallationRow {
  readonly id: string;
  readonly name: string | null;
  readonly sealed: string;
  readonly atMs: number;
}

/** Slack installations, in the table `slack_installations`. What is removed or replaced is overwritten (`secure_delete`). */
export function createSqliteInstallations(database: Database.Database) {
  const upsert = database.prepare(
    `insert into slack_installations (id, name, sealed, at_ms) values (@id, @name, @sealed, @atMs)
     on conflict (id) do update set name = excluded.name, sealed = excluded.sealed, at_ms = excluded.at_ms`,
  );
  const columns = 'select id, name, sealed, at_ms as atMs from slack_installations';
  const selectOne = database.prepare(`${columns} where id = ?`);
  const selectAll = database.prepare(`${columns} order by id`);
  const deleteOne = database.prepare('delete from slack_installations where id = ?');
  return {
    async put(row: InstallationRow): Promise<void> {
      upsert.run(row);
    },
    async get(id: string): Promise<InstallationRow | null> {
      return (selectOne.get(id) as InstallationRow | undefined) ?? null;
    },
    async remove(id: string): Promise<void> {
      deleteOne.run(id);
    },
    async list(): Promise<InstallationRow[]> {
      return selectAll.all() as InstallationRow[];
    },
  };
}
