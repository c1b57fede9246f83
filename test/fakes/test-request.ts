import { REQUEST_DEFAULTS, type Request } from '#core/request.ts';

/** A request as a test needs it: a manual one with these lane prompts, unless `change` says otherwise. */
export function toTestRequest(laneList: readonly string[], change: Partial<Request> = {}): Request {
  return {
    text: '',
    sources: [],
    mode: laneList.length > 0 ? 'manual' : 'auto',
    merge: null,
    laneList,
    cap: 16,
    model: null,
    budgetUsd: null,
    approved: true,
    ...REQUEST_DEFAULTS,
    fresh: true,
    laneTimeoutMs: 120_000,
    asker: 'ann',
    place: 'here',
    ...change,
  };
}
