import { join } from 'node:path';

/** One that takes part: a program of its own with the command line of `contestant-files.ts`, so that one can't warm or crowd another. */
export interface Contestant {
  readonly name: string;
  /** Under `bench/`. */
  readonly script: string;
  readonly flags: readonly string[];
  /** ours; a peer to be compared with; or what the wire alone costs, without retries. */
  readonly role: 'ours' | 'peer' | 'floor';
  /** It takes part where the limit is told, and only there if that is all it is for. */
  readonly told: 'no' | 'also' | 'only';
}

export const BASELINE = 'openai + p-queue';

export const CONTESTANTS: readonly Contestant[] = [
  { name: 'Fanout', script: 'contestant.ts', flags: [], role: 'ours', told: 'also' },
  { name: 'Fanout, no hedging', script: 'contestant.ts', flags: ['--no-hedging'], role: 'ours', told: 'no' },
  { name: BASELINE, script: 'hand-written.ts', flags: [], role: 'peer', told: 'no' },
  {
    name: 'openai + p-queue, tuned',
    script: 'hand-written.ts',
    flags: ['--retries', '8', '--timeout-ms', '20000'],
    role: 'peer',
    told: 'no',
  },
  { name: 'openai + p-queue, told the limit', script: 'hand-written.ts', flags: [], role: 'peer', told: 'only' },
  { name: 'AI SDK + p-limit', script: 'peers/ai-sdk.ts', flags: [], role: 'peer', told: 'no' },
  { name: 'LangGraph Send', script: 'peers/langgraph.ts', flags: [], role: 'peer', told: 'no' },
  { name: 'Mastra foreach', script: 'peers/mastra.ts', flags: [], role: 'peer', told: 'no' },
  { name: 'BullMQ flow', script: 'peers/bullmq.ts', flags: [], role: 'peer', told: 'no' },
  { name: 'undici (floor, no retries)', script: 'peers/undici.ts', flags: [], role: 'floor', told: 'no' },
];

export const toScript = ({ script }: Contestant): string => join(import.meta.dirname, '..', script);

/** Whether it takes part in a workload whose limit is told, or is not. */
export const fits = ({ told }: Contestant, isTold: boolean): boolean => (isTold ? told !== 'no' : told !== 'only');
