import type { Estimate } from '#core/cost/estimate.ts';
import { FanoutError } from '#core/errors.ts';
import { splitGiven } from '#core/lanes/take-given.ts';
import { toAnswer } from '#core/merge/answer.ts';
import { toMissing } from '#core/merge/end-run.ts';
import { mergeOrdered } from '#core/merge/ordered.ts';
import { type Plan, TEXT } from '#core/plan/plan.ts';
import { endKey, mergeKey, type RunEvent, type RunFact, toKey } from '#core/run/events.ts';
import { fold, toAsked } from '#core/run/fold.ts';
import { toLedger } from '#core/run/ledger.ts';
import { type Action, hasPlace, isDue, next, toFreeUsd } from '#core/run/next.ts';
import { toFailedEnd } from '#core/run/retry.ts';
import { whyShut } from '#core/run/shut-models.ts';
import type { StartEnd } from '#core/run/start-end.ts';
import { isAtRest, isSettled, type RunState } from '#core/run/state.ts';
import { NO_USAGE, type Usage } from '#core/usage.ts';
import { createRandom, type Random } from './random.ts';
import { toTestRequest } from './test-request.ts';
import { orchestrate, toFallback, toOrchestraFact, toOrchestraPresses, toRoutes } from './world-orchestra.ts';

/** What goes wrong in a schedule, and how often per step, 0 to 1. */
export interface Troubles {
  readonly failures: number;
  readonly waits: number;
  readonly deaths: number;
  readonly presses: number;
}

export interface WorldOptions {
  readonly lanes: readonly number[];
  readonly cap: number;
  /** Decides latencies, deaths and presses. */
  readonly schedule: number;
  /** Decides what each attempt of each lane comes to, whenever it is made. */
  readonly fates: number;
  readonly troubles: Troubles;
  /** Null: no cap. A lane reserves at most 1 dollar. */
  readonly budgetUsd: number | null;
  /** As a planned run is: a brief, a stage whose lanes come from the one before, fallbacks, a card, a quorum, things said about it, calls beside the lanes. Default: no. */
  readonly orchestrated?: boolean;
  /** Every other lane has its result in the plan. Default: none has. */
  readonly given?: boolean;
}

interface Flight {
  readonly end: StartEnd;
  readonly atMs: number;
}

const MAX_STEPS = 20_000;

/**
 * A run under an adversary, without processes, promises or a clock: `next` says what to do, the world does it after a random time, fails, dies, and presses
 * buttons. Only `fold`, `next` and the rules they use are real.
 */
export function runWorld(options: WorldOptions) {
  const random = createRandom(options.schedule);
  const log: RunEvent[] = [];
  const keys = new Map<string, RunEvent>();
  let nowMs = 0;
  let presses = 0;
  let troubled = true;

  function append(fact: RunFact): boolean {
    const key = toKey(fact, `press${++presses}`);
    if (keys.has(key)) return false;
    const event: RunEvent = { ...fact, runId: 'r', seq: log.length + 1, atMs: nowMs };
    log.push(event);
    keys.set(key, event);
    if (log.length > 1) state = fold(state, event);
    return true;
  }

  let state = {} as RunState;
  const orchestrated = options.orchestrated === true;
  const early = orchestrated
    ? { card: random.chance(0.5), quorum: random.chance(0.5) ? 0.5 : null, deadlineMs: random.chance(0.5) ? 3_000 : null }
    : {};
  append({
    type: 'run.asked',
    request: toTestRequest([], { cap: options.cap, budgetUsd: options.budgetUsd, text: 'a request', ...early }),
  });
  state = toAsked(log[0] as Extract<RunEvent, { type: 'run.asked' }>);
  const numberOf = (stage: number, lane: number): number => options.lanes.slice(0, stage).reduce((sum, count) => sum + count, lane + 1);
  const isGiven = (number: number): boolean => options.given === true && number % 2 === 0;
  const stages = options.lanes.map((count, stage) => ({
    title: `stage ${stage + 1}`,
    merge: 'ordered' as const,
    mergePrompt: '',
    distinct: false,
    rowName: '',
    lanes: Array.from({ length: count }, (_, lane) => ({
      title: `${stage + 1}.${lane + 1}`,
      prompt: `p${lane + 1}`,
      sources: [],
      output: TEXT,
      work: 'write' as const,
      ...(isGiven(numberOf(stage, lane)) && { given: { text: toText(numberOf(stage, lane), `p${lane + 1}`), model: null } }),
    })),
  }));
  const estimates = options.lanes.flatMap((count, stage) =>
    Array.from({ length: count }, (_, lane) => {
      const asked = toReserve(random.next());
      return isGiven(numberOf(stage, lane)) ? { ...toReserve(0), inputTokens: 0, again: asked } : asked;
    }),
  );
  const plan: Plan = { mode: 'orchestrate', why: '', notes: [], texts: [], stages };
  const known = orchestrated ? orchestrate(plan).stages.flatMap((stage) => stage.lanes).length : estimates.length;
  append({
    type: 'run.planned',
    estimates: estimates.slice(0, known),
    plan: orchestrated ? orchestrate(plan) : plan,
    ...(orchestrated && { routes: toRoutes(known) }),
  });
  let asideUsd = 0;

  let flights = new Map<string, Flight>();
  /** Calls of dead processes that come back late and try to write. */
  const zombies: StartEnd[] = [];

  function start(lane: number, number: number): void {
    const key = `${lane}:${number}`;
    const it = state.lanes.at(lane - 1);
    if (splitGiven(state, [{ lane, start: number }])[1].length > 0) {
      takeGiven(lane, number);
      return;
    }
    const shut = it !== undefined && isDue(state, lane, number) && !flights.has(key) ? whyShut(state, it) : null;
    if (shut !== null) {
      const end = { lane, start: number, code: shut.code, reason: shut.reason, ms: 0, usage: NO_USAGE };
      const fallback = toFallback(it?.fallen ?? 0, random);
      append(
        fallback === null
          ? { type: 'lane.ended', outcome: 'failed', ...end }
          : { type: 'lane.attempt_failed', ...end, retryAtMs: nowMs, fallback },
      );
      return;
    }
    if (
      flights.has(key) ||
      !isDue(state, lane, number) ||
      !hasPlace(state, lane, asideUsd) ||
      !append({ type: 'lane.started', lane, start: number })
    )
      return;
    const latencyMs = 1 + random.below(5_000);
    flights.set(key, { atMs: nowMs + latencyMs, end: toFate(state, lane, number, nowMs + latencyMs, options, random) });
  }

  /** The process may die between the two. */
  function takeGiven(lane: number, start: number): void {
    if (!append({ type: 'lane.started', lane, start })) return;
    const it = state.lanes.at(lane - 1);
    if (it?.status !== 'running' || it.starts !== start) return;
    const none = { truncated: false, model: null, usage: NO_USAGE, ms: 0, fingerprint: '', reusedFrom: null };
    if (random.chance(options.troubles.deaths)) append({ type: 'lane.interrupted', lane, start });
    else append({ type: 'lane.done', lane, start, text: it.plan.given?.text ?? '', ...none });
  }

  function perform(action: Action): void {
    switch (action.type) {
      case 'start':
        for (const { lane, start: number } of action.starts) start(lane, number);
        break;
      case 'abort':
        for (const lane of action.lanes) {
          const number = state.lanes.at(lane - 1)?.starts ?? 0;
          const flight = flights.get(`${lane}:${number}`);
          // Sometimes the abort comes just too late.
          if (flight !== undefined && !random.chance(0.2)) {
            flights.set(`${lane}:${number}`, {
              atMs: nowMs,
              end: { type: 'lane.dropped', lane, start: number, ms: 1, usage: toCost(state, lane, random.next()) },
            });
          }
        }
        break;
      case 'merge': {
        const done = state.lanes.filter((lane) => lane.stage === action.stage && lane.status === 'done');
        const asked = state.lanes.filter((lane) => lane.stage === action.stage).length;
        const sections = done.map(({ lane, starts, plan }) => ({
          lane,
          title: plan.title,
          text: textOf(keys.get(endKey(lane, starts))),
          truncated: false,
        }));
        const text = sections.length === 0 ? null : mergeOrdered(sections, asked);
        append({ type: 'stage.merged', stage: action.stage, round: action.round, kind: 'ordered', text, table: null, note: null });
        break;
      }
      case 'end': {
        const stage = state.merges.findLastIndex((merge) => merge !== null && !merge.empty) + 1;
        const merge = state.merges[stage - 1];
        const event = merge == null ? undefined : keys.get(mergeKey(stage, merge.round));
        const merged = event?.type === 'stage.merged' ? event.text : null;
        const ledger = toLedger(state.lanes.map((lane) => lane.status));
        const answer = toAnswer({ merged, ledger, missing: toMissing(state), notes: [] });
        append({
          type: 'run.ended',
          round: action.round,
          outcome: action.outcome,
          revision: answer === null ? null : state.revision + 1,
          answer,
        });
        break;
      }
      case 'give up': {
        const end = { type: 'lane.ended', outcome: 'skipped', code: 'over_budget', reason: 'no room', ms: 0, usage: NO_USAGE } as const;
        for (const { lane, start: number } of action.starts) append({ ...end, lane, start: number });
        break;
      }
      case 'wait':
        break;
      case 'list': {
        const { status, seen } = action;
        // It takes its time, and something else may come before it.
        if (random.chance(0.7)) append({ type: 'run.listed', status, seen });
        break;
      }
      default: {
        const fact = toOrchestraFact(action, state, random);
        if (fact === null) throw new Error(`the world can not ${action.type}`);
        // It takes its time, as a call does.
        if (random.chance(0.5)) append(fact);
      }
    }
  }

  function trouble(): void {
    if (random.chance(options.troubles.deaths)) {
      for (const { end } of flights.values()) if (random.chance(0.5)) zombies.push(end);
      flights = new Map();
      for (const lane of state.lanes)
        if (lane.status === 'running') append({ type: 'lane.interrupted', lane: lane.lane, start: lane.starts });
    }
    if (orchestrated) callAside();
    const zombie = random.chance(0.3) ? zombies.pop() : undefined;
    if (zombie !== undefined) append(zombie);
    if (random.chance(options.troubles.presses)) press();
  }

  /** A call beside the lanes: a judgement, a planner. It reserves what is free, and costs no more; one that breaks off costs some of it. */
  function callAside(): void {
    const cost = asideUsd;
    if (cost > 0 && random.chance(0.3)) {
      append({
        type: 'call.broken',
        part: 'p',
        id: `${presses}`,
        usage: { inputTokens: 1, outputTokens: 1, costUsd: cost * random.next() },
      });
      // It is tried again where there is as much once more.
      if (toFreeUsd(state, nowMs, cost) < 0) asideUsd = 0;
      return;
    }
    asideUsd = 0;
    if (cost > 0)
      append({
        type: 'digest.part',
        part: `p${presses}`,
        text: '',
        usage: { inputTokens: 1, outputTokens: 1, costUsd: cost * random.next() },
      });
    const wanted = random.next();
    if (options.budgetUsd !== null && state.ended === null && wanted <= toFreeUsd(state, nowMs, 0)) asideUsd = wanted;
  }

  function press(): void {
    if (state.lanes.length === 0) return;
    const lane = 1 + random.below(state.lanes.length);
    const by = 'someone';
    const retried = { type: 'lanes.retried', budgetUsd: null, why: 'asked', by } as const;
    const kinds: readonly RunFact[] = [
      { type: 'run.stop_asked', by },
      { type: 'run.merge_asked', by },
      { type: 'lane.skip_asked', lane, by },
      { ...retried, lanes: [lane], prompts: [null] },
      { ...retried, lanes: [lane], prompts: [`edited ${presses}`] },
      { ...retried, lanes: [lane, 1 + random.below(state.lanes.length)], prompts: [null, null] },
      ...(orchestrated ? toOrchestraPresses(state, `t${presses}`, random) : []),
    ];
    const fact = kinds[random.below(kinds.length)];
    if (fact !== undefined) append(fact);
  }

  let steps = 0;
  for (; steps < MAX_STEPS; steps += 1) {
    // After a while people leave it alone, as they do.
    if (steps > 60) troubled = false;
    if (troubled) trouble();
    else if (orchestrated) callAside();
    // Somebody says yes in the end.
    if (!troubled && state.asking !== null) append({ type: 'run.approved', by: 'someone' });
    if (isAtRest(state) && (!troubled || options.troubles.presses === 0)) break;
    const actions = next(state, nowMs, asideUsd);
    for (const action of actions) perform(action);
    if (isSettled(state)) continue;
    const waits = actions.flatMap((action) => (action.type === 'wait' ? [action.untilMs] : []));
    const soonestMs = Math.min(...waits, ...[...flights.values()].map((flight) => flight.atMs));
    if (soonestMs !== Number.POSITIVE_INFINITY) nowMs = Math.max(nowMs, soonestMs);
    for (const [key, { end, atMs }] of flights) {
      if (atMs > nowMs) continue;
      flights.delete(key);
      append(end);
    }
  }
  return { state, log, keys, ended: steps < MAX_STEPS };
}

/** Costs up to what was reserved, as a call with a limit on its answer does. */
function toCost(state: RunState, lane: number, share: number): Usage {
  return { inputTokens: 1, outputTokens: 1, costUsd: share * (state.lanes.at(lane - 1)?.estimate.mostUsd ?? 0) };
}

const toReserve = (mostUsd: number): Estimate => ({
  inputTokens: 1,
  // Those that are long start first.
  outputTokens: Math.ceil(mostUsd * 1_000),
  usd: mostUsd / 3,
  mostUsd,
  maxOutputTokens: 1,
});

const toText = (lane: number, prompt: string): string => `text of lane ${lane} for ${prompt}`;

export const textOf = (event: RunEvent | undefined): string => (event?.type === 'lane.done' ? event.text : '(not a result)');

/** What this attempt comes to: the same for the same lane, prompt and attempt, whatever the schedule. */
function toFate(
  before: RunState,
  number: number,
  start: number,
  atMs: number,
  { fates, troubles, orchestrated }: WorldOptions,
  schedule: Random,
): StartEnd {
  const lane = before.lanes.at(number - 1);
  if (lane === undefined) throw new Error(`no lane ${number}`);
  const fate = createRandom(fates + number * 7_919 + lane.attempts * 104_729 + lane.deferrals * 15_485_863);
  const running = { ...lane, starts: start, attempts: lane.attempts + 1 };
  const draw = fate.next();
  const fail = (error: FanoutError): StartEnd =>
    toFailedEnd(running, error, {
      ms: 1,
      nowMs: atMs,
      chance: schedule.next(),
      usage: toCost(before, number, schedule.next()),
      fallback: orchestrated === true && error.retry.kind === 'again' ? toFallback(running.fallen, schedule) : null,
    });
  if (draw < troubles.waits) return fail(new FanoutError('rate_limited', 'wait', { retry: { kind: 'wait', afterMs: null } }));
  if (draw < troubles.waits + troubles.failures) {
    if (fate.chance(0.2)) return fail(new FanoutError(orchestrated === true && fate.chance(0.3) ? 'bad_key' : 'bad_request', 'never'));
    const code = fate.chance(0.3) ? 'lane_timeout' : 'provider_unavailable';
    return fail(new FanoutError(code, 'again', { retry: { kind: 'again', afterMs: null } }));
  }
  const text = toText(number, lane.prompt);
  return {
    type: 'lane.done',
    lane: number,
    start,
    text,
    truncated: false,
    model: 'm',
    usage: toCost(before, number, schedule.next()),
    ms: 1,
    fingerprint: '',
    reusedFrom: null,
  };
}
