import { expect, it } from 'vitest';
import { toJob } from '#core/lanes/to-job.ts';
import { toAsked } from '#core/run/fold.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

it.each([
  ['slack:T1/C1', 'slack:T1'],
  ['slack:T1/C2', 'slack:T1'],
  ['discord:@me/7', 'discord:@me'],
  ['terminal', 'terminal'],
])('a job of %s has its turns with all of %s', (place, workspace) => {
  const request = toTestRequest(['a'], { place, asker: 'ann' });
  const state = toAsked({ type: 'run.asked', request, runId: 'r', seq: 1, atMs: 0 });
  expect(toJob(state, 1, 1)).toMatchObject({ runId: 'r', lane: 1, start: 1, workspace, asker: 'ann' });
});
