import { REQUEST_DEFAULTS, type Request } from '../../request.ts';
import type { BegunRun, RunState } from '../../run/state.ts';

/**
 * What was said about a run and is a request of its own: in the same place, by who said it, with what that run was
 * run with. What was chosen for that run alone, as its merge or a yes beforehand, is not taken over.
 */
export function toBegunRequest({ request }: RunState, { text, by, sources }: BegunRun): Request {
  const { cap, model, budgetUsd, askUsd, laneTimeoutMs, place } = request;
  return {
    ...REQUEST_DEFAULTS,
    text,
    sources,
    mode: 'auto',
    merge: null,
    laneList: [],
    cap,
    model,
    budgetUsd,
    askUsd,
    laneTimeoutMs,
    approved: false,
    fresh: false,
    asker: by,
    place,
  };
}
