import { toNeutralLine } from '../text/neutral.ts';
import { toCounted, toShortCount, toUsd, toWholeSeconds } from './amount.ts';
import { calmDown, calmUp, toClock } from './calm-time.ts';
import { estimateText } from './estimate-text.ts';
import { laneSaying } from './lane-saying.ts';
import { END_WORDS } from './lane-words.ts';
import { outcomeText } from './outcome-words.ts';
import type { RunView } from './run-view.ts';

const STAGE_CHARS = 60;

/** The run in one line, with nothing in it that moves by itself: `9 of 15 done · 1 failed`. */
export function countsText({ ledger }: RunView): string {
  const missing = (['failed', 'timedOut', 'skipped', 'cancelled'] as const).filter((end) => ledger[end] > 0);
  return [`${ledger.done} of ${ledger.asked} done`, ...missing.map((end) => `${ledger[end]} ${END_WORDS[end]}`)].join(' · ');
}

/** The run in one line: `9 of 15 done · 1 failed · 0:40 · about 0:20 left · $0.02 of about $0.05`. At most about 300 characters; neutral, the platform escapes it. */
export function headline(view: RunView, nowMs: number): string {
  if (view.phase === 'asking' && view.card?.kind === 'sample')
    return `A sample is there to be seen; ${toCounted(view.card.lanes, 'lane')} left to run`;
  if (view.phase === 'asking') return `Waiting for a yes: ${estimateText(view)}`;
  const counts = view.lanes.length > 1 ? countsText(view) : '';
  const words = [
    view.pausing ? 'paused for restart' : '',
    phaseText(view, nowMs),
    counts,
    providerText(view, nowMs),
    elapsedText(view, nowMs),
    leftText(view),
    costText(view),
  ]
    .filter((text) => text !== '')
    .join(' · ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function phaseText(view: RunView, nowMs: number): string {
  switch (view.phase) {
    case 'reading':
      return 'reading the material';
    case 'planning':
      // After its end: what somebody said about it may change its plan.
      return view.outcome === null ? 'planning' : 'reading what was said';
    case 'asking':
      return 'waiting for a yes';
    case 'running':
      return runningText(view, nowMs);
    case 'merging':
      return view.stage === null ? 'merging' : `merging stage ${view.stage.index} of ${view.stage.count}`;
    case 'ended':
      return outcomeText(view);
    default:
      throw new Error(`unknown phase ${JSON.stringify(view.phase satisfies never)}`);
  }
}

function runningText({ stage, lanes }: RunView, nowMs: number): string {
  if (stage !== null) {
    const title = toNeutralLine(stage.title, STAGE_CHARS);
    return `stage ${stage.index} of ${stage.count}${title === '' ? '' : `: ${title}`}`;
  }
  const [only] = lanes;
  if (lanes.length !== 1 || only === undefined) return '';
  const saying = laneSaying(only, nowMs, STAGE_CHARS);
  return saying === '' ? 'running' : `running · ${saying}`;
}

/** Not where the one lane there is says it. */
function providerText({ provider, lanes, phase }: RunView, nowMs: number): string {
  if (provider === null || phase !== 'running' || lanes.length < 2) return '';
  const wait = toWholeSeconds(calmUp(provider.untilMs - nowMs));
  return provider.why === 'down' ? `the provider is down, asked again in ${wait}` : `waiting for the provider, ${wait}`;
}

/** To the second once it is over: nothing moves any more. As below the answer no run took no time; a question back took none that anybody wants to know. */
function elapsedText({ openedAtMs, endedAtMs, outcome }: RunView, nowMs: number): string {
  if (outcome === 'question') return '';
  return toClock(endedAtMs === null ? calmDown(nowMs - openedAtMs) : Math.max(1_000, endedAtMs - openedAtMs));
}

const leftText = ({ etaMs, phase, pausing }: RunView): string =>
  etaMs === null || phase !== 'running' || pausing ? '' : `about ${toClock(calmUp(etaMs))} left`;

function costText({ usage, estimate, outcome }: RunView): string {
  const tokens = usage.inputTokens + usage.outputTokens;
  if (usage.costUsd === null) return tokens === 0 ? '' : `${toShortCount(tokens)} tokens`;
  const guess = estimate?.costUsd ?? null;
  if (guess === null) return toUsd(usage.costUsd);
  return outcome !== null ? `${toUsd(usage.costUsd)}, estimated ${toUsd(guess)}` : `${toUsd(usage.costUsd)} of about ${toUsd(guess)}`;
}
