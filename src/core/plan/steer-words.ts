import { readPhrase } from './steering/phrases.ts';
import type { Steer, SteerLane } from './steering/steer.ts';

/** Longer ones say more than a rule can tell. In UTF-16 code units. */
const MAX_CHARS = 1_000;
/** Most lanes that one range may name. */
const MAX_RANGE = 10_000;

const NUMBER = '#?\\d{1,6}';
const NUMBERS = `${NUMBER}(?:\\s*(?:,|;|&|\\+|and|to|-|–|—)\\s*(?:and\\s+)?${NUMBER})*`;
const LANES = `(?:(?:lanes?|numbers?|nos?\\.?)\\s*)?(${NUMBERS})`;
const PLEASE = '(?:\\s*,?\\s*please)?\\s*[.!]*';
const DROP = new RegExp(`^(?:please\\s+)?(?:drop|remove|delete|skip|omit|leave\\s+out|without)\\s+${LANES}${PLEASE}$`, 'i');
const RETRY = new RegExp(`^(?:please\\s+)?(?:retry|redo|rerun|repeat)\\s+${LANES}(?:\\s+again)?${PLEASE}$`, 'i');
/** "lane 3: shorter", "#3: drop it". A number alone may count anything. */
const SAID_OF = new RegExp(`^(?:lanes?\\s*(${NUMBERS})|(#\\d{1,6}(?:\\s*,\\s*#\\d{1,6})*))\\s*[:：]\\s*(\\S[\\s\\S]*)$`, 'i');
const DROP_IT = /^(?:drop|remove|delete|skip|omit|leave\s+out)(?:\s+(?:it|them|this|these))?[.!]*$/i;

/**
 * What somebody said about a run, where a rule can tell: lane numbers with what is to become of them, or one whole
 * phrase. Null for all else, which is for somebody who reads. Without `lanes`
 * any number is a lane's. Takes any text.
 */
export function readSteer(words: string, lanes: readonly SteerLane[] | null): Steer | null {
  if (words.length > MAX_CHARS) return null;
  const text = words.trim();
  const phrase = readPhrase(text);
  if (phrase === 'retry') return { kind: 'retry', lanes: failedOf(lanes ?? []) };
  if (phrase !== null) return { kind: phrase };
  const dropped = DROP.exec(text)?.[1];
  if (dropped !== undefined) return ofLanes(dropped, lanes, (named) => ({ kind: 'drop', lanes: named }));
  const retried = RETRY.exec(text)?.[1];
  if (retried !== undefined) return ofLanes(retried, lanes, (named) => ({ kind: 'retry', lanes: named }));
  const [, listed, marked, said = ''] = SAID_OF.exec(text) ?? [];
  const numbers = listed ?? marked;
  return numbers === undefined ? null : ofLanes(numbers, lanes, (named) => toSaid(named, said.trim()));
}

function toSaid(named: readonly number[], said: string): Steer | null {
  if (DROP_IT.test(said)) return { kind: 'drop', lanes: named };
  const phrase = readPhrase(said);
  if (phrase === 'retry') return { kind: 'retry', lanes: named };
  if (phrase === 'talk') return { kind: 'talk' };
  // A question changes nothing, and a stop of some lanes may be a drop or not.
  return phrase !== null || /[?？؟]\s*$/.test(said) ? null : { kind: 'amend', lanes: named, words: said };
}

function ofLanes(numbers: string, lanes: readonly SteerLane[] | null, toSteer: (named: readonly number[]) => Steer | null): Steer | null {
  const named = readNumbers(numbers);
  if (named === null) return null;
  const known = lanes === null ? null : new Set(lanes.map(({ lane }) => lane));
  const unknown = known === null ? [] : named.filter((lane) => !known.has(lane));
  return unknown.length > 0 ? { kind: 'unknown', lanes: unknown } : toSteer(named);
}

/** Numbers and ranges of them, each once, in order. */
function readNumbers(text: string): number[] | null {
  const found = new Set<number>();
  for (const piece of text.split(/\s*(?:,\s*and\b|,|;|&|\+|\band\b)\s*/i)) {
    const [from = Number.NaN, to = from] = piece.split(/\s*(?:-|–|—|\bto\b)\s*/i).map((part) => Number(part.replace('#', '').trim()));
    if (!(from >= 1 && to >= from && to - from < MAX_RANGE)) return null;
    for (let number = from; number <= to; number += 1) found.add(number);
  }
  return [...found].sort((a, b) => a - b);
}

const FAILED: ReadonlySet<SteerLane['status']> = new Set(['failed', 'timedOut']);
/** What a person took out, or a stop. */
const LEFT_OUT: ReadonlySet<SteerLane['status']> = new Set(['skipped', 'cancelled']);

/** Those that failed; where none did, all that are missing. */
function failedOf(lanes: readonly SteerLane[]): number[] {
  const failed = lanes.filter((it) => FAILED.has(it.status));
  return (failed.length > 0 ? failed : lanes.filter((it) => LEFT_OUT.has(it.status))).map((it) => it.lane);
}
