import type { InstallationRow, InstallationRows } from '#adapters/slack/installations/installation-rows.ts';

export function createMemoryInstallations(): InstallationRows {
  const rows = new Map<string, InstallationRow>();
  return {
    async put(row) {
      rows.set(row.id, row);
    },
    async get(id) {
      return rows.get(id) ?? null;
    },
    async remove(id) {
      rows.delete(id);
    },
    async list() {
      return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}
