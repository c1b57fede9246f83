import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { createSqliteInstallations } from '#adapters/sqlite/installations.ts';
import { installationRowsContract } from '#test/contracts/installation-rows-contract.ts';

function open() {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  database.exec('create table slack_installations (id text primary key, name text, sealed text not null, at_ms integer not null)');
  return createSqliteInstallations(database);
}

installationRowsContract('sqlite', open);
