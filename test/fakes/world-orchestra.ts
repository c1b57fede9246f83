import type { Estimate } from '#core/cost/estimate.ts';
import { type LanePlan, type Plan, type Route, TEXT } from '#core/plan/plan.ts';
import type { RunFact } from '#core/run/events.ts';
import type { Action } from '#core/run/next.ts';
import { goesBeyond } from '#core/run/reopen.ts';
import type { RunState } from '#core/run/state.ts';
import type { Random } from './random.ts';

/** What a world adds to a plan where a model may have made it: a brief, a stage that takes its lanes from the one before, routes with a fallback. */

const ROUTE: Route = { model: 'm', why: '', fallbacks: ['other'] };
const BY = 'someone';

const toLane = (title: string): LanePlan => ({ title, prompt: title, sources: [], work: 'write', output: TEXT });
const toReserve = (mostUsd: number): Estimate => ({
  inputTokens: 1,
  // Those that are long start first.
  outputTokens: Math.ceil(mostUsd * 1_000),
  usd: mostUsd / 3,
  mostUsd,
  maxOutputTokens: 1,
});

export function toRoutes(count: number): readonly Route[] {
  return Array.from({ length: count }, () => ROUTE);
}

/** The second stage takes its lanes from the first; there is a brief. */
export function orchestrate(plan: Plan): Plan {
  const each = { prompt: '{item}', one: 'thing', sources: [], work: 'write', output: TEXT, limit: 9, likely: 3 } as const;
  return {
    ...plan,
    brief: { kind: 'style', sources: [] },
    stages: plan.stages.map((stage, index) => (index === 1 ? { ...stage, lanes: [], each } : stage)),
  };
}

/** What is done about the actions that only such a plan has; null for any other. */
export function toOrchestraFact(action: Action, state: RunState, random: Random): RunFact | null {
  switch (action.type) {
    case 'brief':
      return { type: 'run.briefed', text: random.chance(0.5) ? 'agreed' : null, terms: [], note: null };
    case 'expand': {
      // The list that the stage before gives is another in another round, with some things in common.
      const items = Array.from({ length: random.below(5) }, () => `item ${random.below(6)}`);
      const lanes = [...new Set(items)].map(toLane);
      const estimates = lanes.map(() => toReserve(random.next()));
      const { stage, round } = action;
      return { type: 'stage.expanded', stage, round, lanes, texts: [], notes: [], estimates, routes: toRoutes(lanes.length) };
    }
    case 'consider': {
      const ended = state.ended?.outcome ?? null;
      // Something else may have come since it looked.
      const seen = state.seq - random.below(2);
      if (random.chance(0.3)) return { type: 'told.answered', id: action.id, reply: 'so it is', ended, seen };
      if (random.chance(0.3))
        return { type: 'told.answered', id: action.id, reply: 'it began', ended: null, seen, began: `of ${action.id}` };
      return toChange(action.id, state, random);
    }
    case 'begin':
      return { type: 'run.begun', id: action.id, began: `of ${action.id}` };
    case 'publish': {
      const lanes = state.lanes.filter((lane) => lane.status === 'done').map((lane) => lane.lane);
      return { type: 'answer.published', round: action.round, revision: state.revision + 1, answer: 'so far', lanes, why: action.why };
    }
    default:
      return null;
  }
}

function toChange(id: string, state: RunState, random: Random): RunFact {
  const any = (): number => 1 + random.below(Math.max(1, state.lanes.length));
  const add = random.chance(0.4) ? [toLane(`added ${id}`)] : [];
  const estimates = add.map(() => toReserve(random.next()));
  const change = {
    add,
    stage: 1 + random.below(Math.max(1, state.merges.length)),
    drop: random.chance(0.4) ? [any()] : [],
    amend: random.chance(0.4) ? { lanes: [any()], words: `so ${id}`, holds: random.chance(0.3) } : null,
  };
  const waits = goesBeyond(state, change, estimates);
  const ended = waits ? (state.ended?.outcome ?? null) : null;
  return { type: 'run.changed', id, change, saying: 'changed', waits, by: BY, ended, estimates, routes: toRoutes(add.length) };
}

/** What people press beside the usual. */
export function toOrchestraPresses(state: RunState, id: string, random: Random): readonly RunFact[] {
  const lanes = state.lanes.filter((lane) => lane.stage === 1).map((lane) => lane.lane);
  return [
    { type: 'run.approved', by: BY },
    // Of what is asked, and of what was asked when somebody looked.
    { type: 'run.approved', by: BY, card: state.askedSeq },
    { type: 'run.approved', by: BY, card: Math.max(1, state.askedSeq - 1) },
    { type: 'run.sample_asked', lanes: lanes.slice(0, 1 + random.below(2)), by: BY },
    { type: 'run.released', correction: random.chance(0.5) ? `mind ${id}` : '', by: BY },
    { type: 'run.told', id, text: 'something', by: BY },
    { type: 'run.told', id, text: 'something', by: BY },
    { type: 'change.declined', by: BY },
  ];
}

/** The fallback of a lane that failed where it has one left, at most as dear as what a lane may be. */
export function toFallback(fallen: number, random: Random): { readonly model: string; readonly estimate: Estimate } | null {
  return fallen === 0 && random.chance(0.3) ? { model: 'other', estimate: toReserve(random.next()) } : null;
}
