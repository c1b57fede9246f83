import { describe, expect, it } from 'vitest';
import type { Ids } from '#core/ports/ids.ts';

export function idsContract(name: string, open: () => Ids): void {
  describe(`Ids contract: ${name}`, () => {
    it('gives run ids and press ids that differ, and run ids that a person can type', () => {
      const ids = open();
      const runIds = Array.from({ length: 500 }, () => ids.runId());
      expect(new Set(runIds).size).toBe(500);
      for (const runId of runIds) expect(runId).toMatch(/^[a-z0-9]{4,16}$/);
      expect(new Set(Array.from({ length: 500 }, () => ids.pressId())).size).toBe(500);
    });

    it('gives chance from 0 up to, not including, 1', () => {
      const ids = open();
      for (let n = 0; n < 500; n += 1) {
        const chance = ids.chance();
        expect(chance >= 0 && chance < 1).toBe(true);
      }
    });
  });
}
