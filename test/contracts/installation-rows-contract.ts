import { describe, expect, it } from 'vitest';
import type { InstallationRows } from '#adapters/slack/installations/installation-rows.ts';

export function installationRowsContract(name: string, open: () => InstallationRows): void {
  describe(`InstallationRows contract: ${name}`, () => {
    const row = { id: 'T1', name: 'Acme', sealed: 'v1.x', atMs: 1 };

    it('gives back what was put, and nothing for what was not', async () => {
      const rows = open();
      await rows.put(row);
      expect(await rows.get('T1')).toEqual(row);
      expect(await rows.get('T2')).toBeNull();
    });

    it('has one row an id, the newest', async () => {
      const rows = open();
      await rows.put(row);
      await rows.put({ id: 'T1', name: null, sealed: 'v1.y', atMs: 2 });
      expect(await rows.list()).toEqual([{ id: 'T1', name: null, sealed: 'v1.y', atMs: 2 }]);
    });

    it('removes one and leaves the others, also when it is not there', async () => {
      const rows = open();
      for (const id of ['T2', 'E1', 'T1']) await rows.put({ ...row, id });
      await rows.remove('T2');
      await rows.remove('T2');
      expect((await rows.list()).map(({ id }) => id)).toEqual(['E1', 'T1']);
    });
  });
}
