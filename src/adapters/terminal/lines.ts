import { toCounted, toDuration } from '#core/view/amount.ts';
import { estimateText } from '#core/view/estimate-text.ts';
import { END_WORDS, isHeldBack, laneEnd, toLedgerText, toWait } from '#core/view/lane-words.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { isUnbegun, laneGlyph, missingText, publishedText } from './lane-text.ts';
import { toPlainLine } from './plain-text.ts';

/** A shorter wait is not worth a line. */
const LONG_WAIT_MS = 10_000;

/**
 * What is new in `after`, for output that scrolls: one line per fact, plain and without colour. `before` is the view
 * printed last (null: none
 * was), so each fact is said once however many views between were dropped. To say only what happens from now on, as
 * when a run of yesterday
 * gets a lane retried, start with the view as it stands for `before`.
 */
export function toLines(before: RunView | null, after: RunView, nowMs: number): string[] {
  return [
    ...planLines(before, after),
    ...(isUnbegun(after) ? [] : after.lanes.flatMap((lane, at) => laneLines(before?.lanes[at] ?? null, lane, after.lanes.length))),
    ...waitLines(before, after, nowMs),
    ...phaseLines(before, after),
    ...(after.published && !before?.published ? [publishedText(after)] : []),
    ...(after.phase === 'asking' && before?.phase !== 'asking' ? [`waiting for a yes: ${estimateText(after)}`] : []),
  ];
}

function planLines(before: RunView | null, after: RunView): string[] {
  const said = new Set(before?.notes ?? []);
  const isNewStage = after.stage !== null && after.stage.index !== before?.stage?.index && after.phase !== 'ended';
  return [
    ...(before === null ? [`${toPlainLine(after.runId)} · ${toPlainLine(after.title)}`] : []),
    ...(after.why !== null && (before?.why ?? null) === null ? [toPlainLine(after.why)] : []),
    ...[...new Set(after.notes)].filter((note) => !said.has(note)).map((note) => `note: ${toPlainLine(note)}`),
    ...(isNewStage ? [`stage ${after.stage.index} of ${after.stage.count}: ${toPlainLine(after.stage.title)}`] : []),
  ];
}

function laneLines(before: LaneView | null, lane: LaneView, count: number): string[] {
  const end = laneEnd(lane);
  const name = `${lane.index}/${count} ${toPlainLine(lane.title)}`;
  if (end === null) return retryLines(before, lane, name);
  if (before !== null && isSameEnd(before, lane)) return [];
  if (end !== 'done') return [`${laneGlyph(lane).text} ${name} · ${missingText(lane, end)}`];
  const tries = lane.attempts > 1 ? ` · ${toCounted(lane.attempts, 'attempt')}` : '';
  const note = toPlainLine(lane.note ?? '');
  return [`${laneGlyph(lane).text} ${name} · ${toDuration(lane.ms)}${tries}${note === '' ? '' : ` · ${note}`}`];
}

/** A further attempt by itself, or a lane that was over and is asked for again. */
function retryLines(before: LaneView | null, lane: LaneView, name: string): string[] {
  if (before !== null && laneEnd(before) !== null) return [`↻ ${name} · again`];
  const isRetried = lane.status === 'running' && lane.attempts > Math.max(1, before?.attempts ?? 1);
  return isRetried ? [`↻ ${name} · attempt ${lane.attempts}${reason(lane.note ?? before?.note ?? null)}`] : [];
}

/**
 * A lane that ended, was retried and ended again between two views differs in one of these, its time all but surely.
 */
const isSameEnd = (a: LaneView, b: LaneView): boolean =>
  a.status === b.status && a.attempts === b.attempts && a.ms === b.ms && a.chars === b.chars;

const reason = (note: string | null): string => (note === null || toPlainLine(note) === '' ? '' : `: ${toPlainLine(note)}`);

/** Lanes held back together share a line: a rate limit holds them all. */
function waitLines(before: RunView | null, after: RunView, nowMs: number): string[] {
  const held = after.lanes.filter((lane, at) => isLongWait(before?.lanes[at] ?? null, lane, nowMs));
  const [first] = held;
  if (first === undefined) return [];
  const longest = Math.max(...held.map((lane) => lane.waitsUntilMs ?? nowMs));
  const who = held.length === 1 ? `${first.index}/${after.lanes.length} ${toPlainLine(first.title)}` : toCounted(held.length, 'lane');
  return [`○ ${who} · waiting for the provider, ${held.length === 1 ? '' : 'up to '}${toWait(longest, nowMs)}${reason(first.note)}`];
}

/** New, or put off by another long time: a provider that adds a moment every moment is not quoted each time. */
function isLongWait(before: LaneView | null, lane: LaneView, nowMs: number): boolean {
  if (!isHeldBack(lane) || lane.waitsUntilMs === null) return false;
  return lane.waitsUntilMs - Math.max(nowMs, before?.waitsUntilMs ?? nowMs) >= LONG_WAIT_MS;
}

function phaseLines(before: RunView | null, after: RunView): string[] {
  // Whoever shows its end says it in the run's own line.
  if (isUnbegun(after)) return [];
  if (after.phase === 'merging') {
    const isSame = before?.phase === 'merging' && before.stage?.index === after.stage?.index && before.revision === after.revision;
    return isSame ? [] : ['merging'];
  }
  // What was said about it after its end makes no new one.
  if (after.phase !== 'ended' || (before !== null && before.endedAtMs === after.endedAtMs)) return [];
  if (after.question !== null) return [toPlainLine(after.question)];
  return [`${endWord(after)}: ${toLedgerText(after.ledger)}`];
}

function endWord(view: RunView): string {
  if (view.outcome === 'stopped') return 'stopped';
  return view.outcome === 'failed' ? `${END_WORDS.failed}, no answer` : 'ended';
}
