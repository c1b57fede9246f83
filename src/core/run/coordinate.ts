import type { Clock } from '../ports/clock.ts';
import { createBackground } from './background.ts';
import { changedOrDue } from './changed-or-due.ts';
import type { LiveRun } from './live-run.ts';
import { type Action, next } from './next.ts';
import { isAtRest } from './state.ts';

/** How long a run may go without being looked at: what a lost job or a missed change costs at most. */
const SWEEP_MS = 60_000;

/** How each action is done. Every one ends in the run's log, or was in vain; none decides what comes after it. */
export interface Steps {
  brief(run: LiveRun, signal: AbortSignal): Promise<void>;
  expand(run: LiveRun, action: Extract<Action, { type: 'expand' }>, signal: AbortSignal): Promise<void>;
  consider(run: LiveRun, id: string, signal: AbortSignal): Promise<void>;
  begin(run: LiveRun, id: string): Promise<void>;
  publish(run: LiveRun, action: Extract<Action, { type: 'publish' }>, signal: AbortSignal): Promise<void>;
  read(run: LiveRun, sources: readonly string[], signal: AbortSignal): Promise<void>;
  plan(run: LiveRun, signal: AbortSignal): Promise<void>;
  start(run: LiveRun, starts: Extract<Action, { type: 'start' }>['starts']): void;
  abort(run: LiveRun, lanes: readonly number[]): void;
  merge(run: LiveRun, action: Extract<Action, { type: 'merge' }>, signal: AbortSignal): Promise<void>;
  giveUp(run: LiveRun, starts: Extract<Action, { type: 'give up' }>['starts']): Promise<void>;
  end(run: LiveRun, action: Extract<Action, { type: 'end' }>): Promise<void>;
  list(run: LiveRun, action: Extract<Action, { type: 'list' }>): Promise<void>;
}

/**
 * Carries a run to its end: look at the state, do what `next` says, wait for a change. It keeps nothing that matters,
 * so it may die at any instant and be
 * called again. Rejects with `signal.reason` when aborted, leaving the run to be taken up later, or with what a step
 * can't get over (the store is gone, a bug).
 */
export async function coordinate(run: LiveRun, steps: Steps, clock: Clock, signal: AbortSignal): Promise<void> {
  const background = createBackground((error) => run.fail(error));
  try {
    while (!isAtRest(run.state())) {
      const { seq } = run.state();
      const wanted = new Map<string, (signal: AbortSignal) => Promise<void>>();
      let untilMs = clock.now() + SWEEP_MS;
      for (const action of next(run.state(), clock.now(), run.aside.reservedUsd, run.beginning)) {
        if (action.type === 'start') steps.start(run, action.starts);
        else if (action.type === 'abort') steps.abort(run, action.lanes);
        else if (action.type === 'wait') untilMs = Math.min(untilMs, action.untilMs);
        else wanted.set(toName(action), (stop) => perform(run, steps, action, stop));
      }
      background.want(wanted);
      await changedOrDue(run, seq, clock, untilMs, signal);
    }
  } finally {
    await background.close();
  }
}

type Step = Exclude<Action, { type: 'start' | 'abort' | 'wait' }>;

/** The same name: the same work, begun once. */
function toName(action: Step): string {
  if (action.type === 'consider' || action.type === 'begin') return `${action.type}:${action.id}`;
  if (action.type === 'expand') return `expand:${action.stage}:${action.round}`;
  if (action.type === 'publish') return `publish:${action.round}`;
  if (action.type === 'merge') return `merge:${action.stage}:${action.round}:${action.kind}`;
  if (action.type === 'list') return `list:${action.seen}`;
  return action.type === 'end' ? `end:${action.round}` : action.type;
}

async function perform(run: LiveRun, steps: Steps, action: Step, signal: AbortSignal): Promise<void> {
  switch (action.type) {
    case 'read':
      return await steps.read(run, action.sources, signal);
    case 'plan':
      return await steps.plan(run, signal);
    case 'brief':
      return await steps.brief(run, signal);
    case 'expand':
      return await steps.expand(run, action, signal);
    case 'consider':
      return await steps.consider(run, action.id, signal);
    case 'begin':
      return await steps.begin(run, action.id);
    case 'publish':
      return await steps.publish(run, action, signal);
    case 'merge':
      return await steps.merge(run, action, signal);
    case 'give up':
      return await steps.giveUp(run, action.starts);
    case 'end':
      return await steps.end(run, action);
    case 'list':
      return await steps.list(run, action);
    default:
      throw new Error(`unknown action ${JSON.stringify(action satisfies never)}`);
  }
}
