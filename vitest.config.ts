import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/setup/long-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/warm-cache.ts'],
    setupFiles: ['test/setup/seed.ts'],
    // Ends only what never ends: each wait gives up before, in its own process's time (test/fakes/until.ts).
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // Two more than two cores: programs that are killed, quick clocks and sockets wait more than they work.
    maxWorkers: 4,
    sequence: { sequencer: LongFirst },
    // Modules keep no state (a rule of this house), so test files may share them: a process of its own for each costs more than most of them take.
    isolate: false,
  },
});
