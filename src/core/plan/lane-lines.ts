import { MAX_TITLE_CHARS } from '../limits.ts';
import { type LanePlan, type StagePlan, TEXT } from './plan.ts';
import { shorten, toTitles } from './title.ts';
import { withPrompt } from './with-prompt.ts';

/** A shorter prompt says too little to be edited. */
const LEAST_PROMPT_CHARS = 24;
const NUMBERED = /^\s*[#(]?(\d{1,6})\s*[:.)\]]\s*(.*)$/su;
const BULLET = /^\s*[-*•]\s+/u;

/**
 * A lane as a person left it: `from` is its number in the text they were given (1-based), null for a new one; a null
 * prompt is unchanged.
 */
export type EditedLane = { readonly from: number; readonly prompt: string | null } | { readonly from: null; readonly prompt: string };

export type EditedLanes =
  | { readonly kind: 'edited'; readonly lanes: readonly EditedLane[] }
  /** A sentence with the way out. */
  | { readonly kind: 'problem'; readonly problem: string };

type Lane = Pick<LanePlan, 'title' | 'prompt'>;

/**
 * The lanes as text, a line each: `3: Translate the material into German`. Long prompts are cut (`…`) so that all fit
 * into `mostChars` UTF-16 code units; null where they can't at a useful width.
 */
export function toLaneLines(lanes: readonly Lane[], mostChars: number): string | null {
  const lines = toLines(lanes, mostChars);
  return lines === null ? null : lines.map((line, index) => `${index + 1}: ${line}`).join('\n');
}

/** Each prompt in one line, as wide as all may be. */
function toLines(lanes: readonly Lane[], mostChars: number): string[] | null {
  const prompts = lanes.map((lane) => oneLine(lane.prompt));
  const fixed = lanes.reduce((sum, _, index) => sum + String(index + 1).length + 3, 0) - 1;
  const room = mostChars - fixed;
  const sizes = prompts.map((prompt) => prompt.length);
  const widest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const used = (width: number): number => sizes.reduce((sum, size) => sum + Math.min(size, width), 0);
  if (used(widest) <= room) return prompts;
  if (used(LEAST_PROMPT_CHARS) > room) return null;
  let [low, high] = [LEAST_PROMPT_CHARS, widest];
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (used(middle) <= room) low = middle;
    else high = middle;
  }
  return prompts.map((prompt) => shorten(prompt, low));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * What a person made of `toLaneLines(lanes, mostChars)`: a line with its number stays, wherever it stands now; one
 * without is new; a missing one is dropped. Any text is read.
 */
export function readLaneLines(text: string, lanes: readonly Lane[], mostChars: number, maxLanes = Number.POSITIVE_INFINITY): EditedLanes {
  const given = toLines(lanes, mostChars) ?? lanes.map((lane) => oneLine(lane.prompt));
  const edited: EditedLane[] = [];
  const seen = new Set<number>();
  for (const raw of text.split(/\r\n?|\n/)) {
    const line = oneLine(raw);
    if (line === '') continue;
    const [, number, rest] = NUMBERED.exec(line) ?? [];
    if (number === undefined || rest === undefined) {
      const prompt = line.replace(BULLET, '');
      if (prompt !== '') edited.push({ from: null, prompt });
      continue;
    }
    const from = Number(number);
    const lane = lanes[from - 1];
    if (lane === undefined) {
      const range = lanes.length === 1 ? 'there is only lane 1' : `the lanes are 1 to ${lanes.length}`;
      return toProblem(`There is no lane ${from}: ${range}. A new lane's line has no number.`);
    }
    if (seen.has(from)) return toProblem(`Lane ${from} is there twice. Take the number off one of the two lines to make it a new lane.`);
    seen.add(from);
    // An empty line with a number is how people delete one.
    if (rest === '' && oneLine(lane.prompt) !== '') continue;
    edited.push({ from, prompt: rest === given[from - 1] || rest === oneLine(lane.prompt) ? null : rest });
  }
  if (edited.length === 0) return toProblem('No lane is left. Keep at least one line, or cancel the run instead.');
  if (edited.length > maxLanes)
    return toProblem(
      `These are ${edited.length} lanes, and ${maxLanes} is the most (FANOUT_MAX_LANES). Take ${edited.length - maxLanes} of them out.`,
    );
  const half = edited.find(
    (lane) => lane.from !== null && lane.prompt?.endsWith('…') && wasCut(given[lane.from - 1], lanes[lane.from - 1]),
  );
  if (half !== undefined)
    return toProblem(`Lane ${half.from} was shown cut short (“…”) and then changed: write its whole line, so that nothing of it is lost.`);
  return { kind: 'edited', lanes: edited };
}

const wasCut = (line: string | undefined, lane: Lane | undefined): boolean =>
  line !== undefined && lane !== undefined && line !== oneLine(lane.prompt);

const toProblem = (problem: string): EditedLanes => ({ kind: 'problem', problem });

/** The stage with its lanes as they were edited, at most `maxLanes`: `readLaneLines` says so before. */
export function applyLaneLines(stage: StagePlan, edited: readonly EditedLane[], maxLanes: number): StagePlan {
  const usual = toUsualLane(stage.lanes);
  const lanes = edited.slice(0, maxLanes).flatMap((line): LanePlan[] => {
    if (line.from === null) return [{ ...usual, title: shorten(line.prompt), prompt: line.prompt }];
    const lane = stage.lanes[line.from - 1];
    if (lane === undefined) return [];
    if (line.prompt === null) return [lane];
    return [{ ...withPrompt(lane, line.prompt), title: holds(line.prompt, lane.title) ? lane.title : shorten(line.prompt) }];
  });
  const titles = toTitles(lanes.map((lane) => lane.title));
  return { ...stage, lanes: lanes.map((lane, index) => ({ ...lane, title: titles[index] ?? shorten(lane.title, MAX_TITLE_CHARS) })) };
}

const holds = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

/**
 * What a new lane has beside its words: what most lanes of the stage have; where each has sources of its own, those
 * that all have.
 */
function toUsualLane(lanes: readonly LanePlan[]): Pick<LanePlan, 'sources' | 'work' | 'output'> {
  return {
    sources: mostOf(lanes.map((lane) => lane.sources)) ?? shared(lanes),
    work: mostOf(lanes.map((lane) => lane.work)) ?? 'write',
    output: mostOf(lanes.map((lane) => lane.output)) ?? TEXT,
  };
}

const shared = (lanes: readonly LanePlan[]): string[] =>
  (lanes[0]?.sources ?? []).filter((id) => lanes.every((lane) => lane.sources.includes(id)));

/**
 * The value that is there most often, of equals the first; null where every one of several is another, so that none
 * is usual.
 */
function mostOf<T>(values: readonly T[]): T | null {
  const counts = new Map<string, { readonly value: T; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const seen = counts.get(key);
    if (seen === undefined) counts.set(key, { value, count: 1 });
    else seen.count += 1;
  }
  const best = [...counts.values()].reduce<{ readonly value: T; readonly count: number } | null>(
    (most, it) => (most === null || it.count > most.count ? it : most),
    null,
  );
  if (best === null || (best.count === 1 && values.length > 1)) return null;
  return best.value;
}
