import type { Estimate } from '../cost/estimate.ts';
import type { ErrorCode } from '../errors.ts';
import type { Usage } from '../usage.ts';
import type { LaneEnd } from './outcome.ts';

/** One end of one start of a lane. All five share one key, so a start ends once, whoever says so. */
export type StartEnd =
  | {
      readonly type: 'lane.done';
      readonly lane: number;
      readonly start: number;
      readonly text: string;
      /** The model stopped at its output limit. */
      readonly truncated: boolean;
      /** Null: no model was used. */
      readonly model: string | null;
      readonly usage: Usage;
      readonly ms: number;
      /** Of all that the call was made of: equal ones give equal results, and need no second call. */
      readonly fingerprint: string;
      /** Where the text was taken from instead of a call; null when there was one. */
      readonly reusedFrom: { readonly runId: string; readonly lane: number } | null;
      /** It straggled, and a second call went out: `usage` is of all of them. Not there: there was one call. */
      readonly hedged?: true;
    }
  /** This attempt failed, another follows. */
  | {
      readonly type: 'lane.attempt_failed';
      readonly lane: number;
      readonly start: number;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly retryAtMs: number;
      readonly ms: number;
      readonly usage: Usage;
      /** Not there: the same model is asked again. Else the next attempts ask this one, and reserve what it may cost. */
      readonly fallback?: { readonly model: string; readonly estimate: Estimate };
    }
  /** The provider asked for time: not an attempt. */
  | {
      readonly type: 'lane.deferred';
      readonly lane: number;
      readonly start: number;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly untilMs: number;
      readonly ms: number;
    }
  /** Aborted because a person wished something else of the lane, or Fanout shut down: what follows is for `fold` to say. */
  | { readonly type: 'lane.dropped'; readonly lane: number; readonly start: number; readonly ms: number; readonly usage: Usage }
  /** In flight when the process died. */
  | { readonly type: 'lane.interrupted'; readonly lane: number; readonly start: number }
  /** It ended without a result. Also of a lane that never started, with the number that its start would have had. */
  | {
      readonly type: 'lane.ended';
      readonly lane: number;
      readonly start: number;
      readonly outcome: Exclude<LaneEnd, 'done'>;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly ms: number;
      readonly usage: Usage;
    };
