import { MERGE_KINDS, type MergeKind } from '#core/request.ts';
import { endOfOrder, tidyTyped } from './tidy-typed.ts';

/** What people may set beside the words of a request. */
export interface RunOptions {
  readonly quorum: number | null;
  readonly deadlineMs: number | null;
  readonly budgetUsd: number | null;
  readonly cap: number | null;
  readonly merge: MergeKind | null;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const MAX_DEADLINE_MS = 7 * 86_400_000;

/** `90%`, `90 %` or `0.9`: a share above 0, up to 1; null for anything else. */
export function readQuorum(text: string): number | null {
  const [, digits, percent] = /^(\d{1,3}(?:\.\d{1,6})?)\s*(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return null;
  const share = percent === '%' ? Number(digits) / 100 : Number(digits);
  return share > 0 && share <= 1 ? share : null;
}

/** `5m`, `90s`, `1.5h`, at most a week, in milliseconds; null for anything else. */
export function readDeadlineMs(text: string): number | null {
  const [, digits, unit] = /^(\d{1,6}(?:\.\d{1,3})?)\s*(s|m|h)(?:ec(?:onds?)?|in(?:utes?)?|ours?)?$/i.exec(text.trim()) ?? [];
  if (digits === undefined || unit === undefined) return null;
  const ms = Math.round(Number(digits) * (UNIT_MS[unit.toLowerCase()] ?? 0));
  return ms > 0 && ms <= MAX_DEADLINE_MS ? ms : null;
}

/** US dollars above 0; null for anything else. */
export function readUsd(text: string): number | null {
  const usd = /^\$?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text.trim().replace('$', '')) : 0;
  return usd > 0 ? usd : null;
}

const READERS = {
  quorum: { read: readQuorum, must: 'a share like 90%' },
  deadline: { read: readDeadlineMs, must: 'a time like 5m, 90s or 1h' },
  budget: { read: readUsd, must: 'US dollars above 0, like 2.50' },
  cap: { read: (text: string) => (/^[1-9]\d{0,3}$/.test(text) ? Number(text) : null), must: 'a whole number from 1 up' },
  merge: {
    read: (text: string) => MERGE_KINDS.find((kind) => kind === text.toLowerCase()) ?? null,
    must: `one of ${MERGE_KINDS.join(', ')}`,
  },
} as const;

// Some keyboards make one long dash out of two short ones.
const OPTION = /(?:^|\s)(?:--|—)(quorum|deadline|budget|cap|merge)(?:\s*=\s*|\s+)(\S+)/gi;

/**
 * At the very beginning nothing else looks like that; further on it may be about a command line. A long dash begins
 * what somebody says.
 */
const UNKNOWN = /^--([a-z][a-z-]*)(?=[\s=]|$)/i;

/**
 * The options in the text of a request, as on a command line (`--quorum 90%`), and the text without them; or the
 * problem as a sentence. Text without any is only tidied. Only in the first line: what follows may be
 * somebody's material.
 */
export function takeOptions(typed: string): { readonly text: string; readonly options: RunOptions } | { readonly problem: string } {
  const text = tidyTyped(typed);
  const end = endOfOrder(text);
  const head = text.slice(0, end);
  const found: Partial<Record<keyof typeof READERS, number | MergeKind>> = {};
  for (const [, name = '', value = ''] of head.matchAll(OPTION)) {
    const option = name.toLowerCase() as keyof typeof READERS;
    const { read, must } = READERS[option];
    const it = read(value);
    if (it === null) return { problem: `--${option} takes ${must}.` };
    found[option] = it;
  }
  const rest = head.replace(OPTION, ' ').replace(/ {2,}/g, ' ').trim();
  const [, unknown] = UNKNOWN.exec(rest) ?? [];
  if (unknown !== undefined) {
    const known = Object.keys(READERS).map((name) => `--${name}`);
    return { problem: `There is no --${unknown}, or it lacks its value. There is ${known.join(', ')}.` };
  }
  const options = {
    quorum: (found.quorum as number | undefined) ?? null,
    deadlineMs: (found.deadline as number | undefined) ?? null,
    budgetUsd: (found.budget as number | undefined) ?? null,
    cap: (found.cap as number | undefined) ?? null,
    merge: (found.merge as MergeKind | undefined) ?? null,
  };
  if (Object.keys(found).length === 0) return { text, options };
  return { text: `${rest}${text.slice(end)}`, options };
}
