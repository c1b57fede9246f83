import { toKey } from '../../merge/near.ts';
import { COUNT, parseCount } from '../read/count.ts';
import { languageNames } from '../read/language-names.ts';
import { FAILED, LEFT_OUT, type SteerLane, type SteerPlan } from './steer.ts';

const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};
const NOUN = '(?:lanes?|ones?|items?|languages?|versions?|translations?|answers?|texts?|results?)';
const NUMBERS = /^#?\d{1,6}(?:\s*(?:,|;|&|\+|and|or|to|through|-|–)\s*(?:and\s+)?#?\d{1,6})*$/i;
const LANE_NUMBERS = /^(?:lanes?|numbers?|nos?\.?)\s*(#?\d.*)$/i;
const EDGE = new RegExp(`^(first|last|final)(?:\\s+(${COUNT}))?(?:\\s+${NOUN})?$`, 'i');
const NTH = new RegExp(`^(${Object.keys(ORDINALS).join('|')}|\\d{1,4}(?:st|nd|rd|th))(?:\\s+${NOUN})?$`, 'i');
const FAILED_ONES = new RegExp(
  `^(?:all\\s+)?(?:the\\s+)?(?:(?:failed|missing|broken|timed[- ]out)(?:\\s+${NOUN})?|${NOUN}\\s+(?:that|which)\\s+(?:have\\s+|has\\s+)?(?:failed|are\\s+missing|is\\s+missing|timed\\s+out|did(?:n't|n’t|\\s+not)\\s+work)|(?:what|whatever|everything\\s+that)\\s+(?:failed|is\\s+missing|did(?:n't|n’t|\\s+not)\\s+work))$`,
  'i',
);
const SPLIT = /\s*(?:,\s*and\b|,|;|&|\+|\band\b|\bor\b|\bnor\b)\s*/i;
/** Shorter parts of a title name too many things. */
const LEAST_PART_CHARS = 3;

/** The lanes that words name ("lanes 3 and 4", "the last two", "German and French", "the ones that failed"), in order; null where any of them names none, or more than one may be meant. */
export function nameLanes(words: string, plan: SteerPlan): number[] | null {
  const text = words.trim().replace(/^(?:just|only|all of)\s+/i, '');
  if (text === '' || text.length > 300) return null;
  const whole = nameOne(text, plan);
  if (whole !== null) return whole;
  const pieces = text.split(SPLIT).filter((piece) => piece !== '');
  if (pieces.length < 2) return null;
  const found: number[] = [];
  for (const piece of pieces) {
    const named = nameOne(piece, plan);
    if (named === null) return null;
    for (const lane of named) found.push(lane);
  }
  return sorted(found);
}

const sorted = (lanes: readonly number[]): number[] => [...new Set(lanes)].sort((a, b) => a - b);

function nameOne(text: string, plan: SteerPlan): number[] | null {
  const { lanes } = plan;
  const exact = byTitle(text, lanes);
  if (exact !== null) return [exact];
  const numbers = LANE_NUMBERS.exec(text)?.[1] ?? (/[\s,#]/.test(text) || /\d[-–]\d/.test(text) ? text : '');
  if (NUMBERS.test(numbers.trim())) return byNumber(numbers, lanes);
  const bare = text.replace(/^(?:the|that|those|these)\s+/i, '');
  if (FAILED_ONES.test(text) || FAILED_ONES.test(bare)) return failedOf(lanes);
  const edge = EDGE.exec(bare);
  if (edge !== null) return atEdge(edge[1] ?? '', edge[2] ?? '', /s$/i.test(bare), lanes);
  const nth = NTH.exec(bare)?.[1]?.toLowerCase();
  if (nth !== undefined) {
    const lane = rowOf(lanes)[(ORDINALS[nth] ?? Number.parseInt(nth, 10)) - 1];
    return lane === undefined ? null : [lane.lane];
  }
  const named = bare.replace(new RegExp(`\\s+${NOUN}$`, 'i'), '').replace(new RegExp(`^${NOUN}\\s+(?:for|in|about|on)\\s+`, 'i'), '');
  const lane = byTitle(named, lanes) ?? byPart(named, lanes);
  return lane === null ? null : [lane];
}

/** Numbers and ranges of them; every one must be a lane's. */
function byNumber(text: string, lanes: readonly SteerLane[]): number[] | null {
  const found: number[] = [];
  for (const piece of text.split(/\s*(?:,\s*and\b|,|;|&|\+|\band\b|\bor\b)\s*/i)) {
    const [from = Number.NaN, to = from] = piece
      .split(/\s*(?:-|–|\bto\b|\bthrough\b)\s*/i)
      .map((part) => Number(part.replace('#', '').trim() || Number.NaN));
    if (!(from >= 1 && to >= from && to - from < 10_000)) return null;
    for (let number = from; number <= to; number += 1) found.push(number);
  }
  const known = new Set(lanes.map((it) => it.lane));
  return found.every((number) => known.has(number)) ? sorted(found) : null;
}

/** Those that failed; where none did, all that are missing. */
export function failedOf(lanes: readonly SteerLane[]): number[] {
  const failed = lanes.filter((it) => FAILED.has(it.status));
  return (failed.length > 0 ? failed : lanes.filter((it) => LEFT_OUT.has(it.status))).map((it) => it.lane);
}

/** The lanes that people count: those of the last stage with several, without what was left out. */
function rowOf(lanes: readonly SteerLane[]): readonly SteerLane[] {
  const here = lanes.filter((it) => !LEFT_OUT.has(it.status));
  const stages = new Map<number, SteerLane[]>();
  for (const lane of here) stages.set(lane.stage, [...(stages.get(lane.stage) ?? []), lane]);
  return [...stages.values()].findLast((row) => row.length > 1) ?? here;
}

function atEdge(edge: string, written: string, isPlural: boolean, lanes: readonly SteerLane[]): number[] | null {
  if (written === '' && isPlural) return null;
  const row = rowOf(lanes);
  const count = written === '' || /^one$/i.test(written) ? 1 : parseCount(written);
  if (count < 1 || count > row.length) return null;
  return (/^first$/i.test(edge) ? row.slice(0, count) : row.slice(-count)).map((it) => it.lane);
}

/** By its whole title, or a language by any name of it. */
function byTitle(text: string, lanes: readonly SteerLane[]): number | null {
  const key = toKey(text);
  if (key === '') return null;
  const found = lanes.filter((it) => toKey(it.title) === key);
  if (found.length > 0) return only(found);
  const language = findLanguage(text);
  return language === null ? null : only(lanes.filter((it) => it.title === language));
}

/** By words of its title that no other lane's has: "Berlin" for "Berlin, Germany". */
function byPart(text: string, lanes: readonly SteerLane[]): number | null {
  const key = toKey(text);
  if (key.length < LEAST_PART_CHARS) return null;
  return only(lanes.filter((it) => ` ${toKey(it.title)} `.includes(` ${key} `)));
}

const only = (lanes: readonly SteerLane[]): number | null => (lanes.length === 1 ? (lanes[0]?.lane ?? null) : null);

/** The usual English name of a language; null for what is none. A short word is one only where it is a name and no code: "it" is no Italian. */
export function findLanguage(text: string): string | null {
  const name = text.trim();
  if (name.length === 0 || name.length > 60) return null;
  const title = languageNames().find(name)?.title ?? null;
  if (title === null) return null;
  const isName = name.length > 3 || /[^\p{ASCII}]/u.test(name) || title.toLowerCase() === name.toLowerCase();
  return isName ? title : null;
}

/** Whether words speak of a lane by its title, wherever in them. */
export function mentionsLane(words: string, { lanes }: SteerPlan): boolean {
  const key = ` ${toKey(words)} `;
  return (
    lanes.some((it) => toKey(it.title).length >= LEAST_PART_CHARS && key.includes(` ${toKey(it.title)} `)) || /\blanes?\s*#?\d/i.test(words)
  );
}
