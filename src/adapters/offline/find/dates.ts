import { type Finder, type Finding, toFinding, without } from './finding.ts';
import { type Month, nameMonths } from './months.ts';

const YEAR_FIRST =
  /(?<![\p{L}\p{N}./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?Z|[+-]\d{2}:?\d{2})?)?(?![\p{N}-]|[./]\d)/gu;
const CJK = /(?<!\p{N})(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/gu;
const YEAR_LAST = /(?<![\p{L}\p{N}./-])(\d{1,2})([-/]|\.\s?)(\d{1,2})\2(\d{4})(?![\p{N}]|[-./]\d)/gu;
const SHORT_YEAR = /(?<![\p{L}\p{N}./-])(\d{2})([./])(\d{2})\2(\d{2})(?![\p{N}]|[-./]\d)/gu;
const DAY_MONTH =
  /(?<![\p{L}\p{N}./,:-])(\d{1,2})(?:st|nd|rd|th|er|[ºª°.])?(?:\s(?:of\s|de\s|di\s|d[’'])?|-)(\p{L}{3,12})(?!\p{L})(?:\.?,?(?:\s(?:of\s|de[l]?\s)?|-)(\d{4})(?!\p{N}))?/giu;
const MONTH_DAY =
  /(?<!\p{L})(\p{L}{3,12})\.?\s(?:the\s)?(\d{1,2})(?:st|nd|rd|th)?(?![\p{N}%:]|[.,]\d)(?:,?\s(\d{4})(?!\p{N}))?(?!\p{L})/giu;
const MONTH_YEAR = /(?<!\p{L})(\p{L}{3,12})\.?,?\s(?:de\s)?((?:19|20)\d{2})(?![\p{L}\p{N}])/giu;

/** ISO 8601, or null for a day that is in no calendar. */
function toIso(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1_000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}

/** In a leap year, so that 29 February passes without one. */
const isDay = (month: number, day: number): boolean => toIso(2024, month, day) !== null;

type Read = (match: RegExpExecArray) => { readonly normal: string | null } | null;

const ofIso = (normal: string | null): ReturnType<Read> => (normal === null ? null : { normal });

/** With dots it is the day first everywhere; with strokes only a number above 12 tells. */
function readYearLast([, first, between, second, year]: RegExpExecArray): ReturnType<Read> {
  const [a, b, y] = [Number(first), Number(second), Number(year)];
  if (between?.startsWith('.')) return ofIso(toIso(y, b, a));
  const dayFirst = toIso(y, b, a);
  const monthFirst = toIso(y, a, b);
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) return { normal: null };
  return ofIso(dayFirst ?? monthFirst);
}

const readShortYear: Read = ([, first, between, second]) => {
  const [a, b] = [Number(first), Number(second)];
  return isDay(b, a) || (between === '/' && isDay(a, b)) ? { normal: null } : null;
};

function named(months: ReadonlyMap<string, Month>, name: string, day: string, year: string | undefined): ReturnType<Read> {
  const month = months.get(name.toLowerCase());
  if (month === undefined) return null;
  if (year !== undefined) return ofIso(toIso(Number(year), month.number, Number(day)));
  return month.certain && isDay(month.number, Number(day)) ? { normal: null } : null;
}

/** Dates as people write them, in a dozen languages. `normal` is the ISO date wherever year, month and day are certain. */
export function createDateFinder(): Finder {
  const months = nameMonths();
  const forms: readonly (readonly [RegExp, Read])[] = [
    [YEAR_FIRST, ([, year, , month, day]) => ofIso(toIso(Number(year), Number(month), Number(day)))],
    [CJK, ([, year, month, day]) => ofIso(toIso(Number(year), Number(month), Number(day)))],
    [YEAR_LAST, readYearLast],
    [SHORT_YEAR, readShortYear],
    [DAY_MONTH, ([, day, name, year]) => named(months, name ?? '', day ?? '', year)],
    // In small letters a month before a bare number may be a verb: "may 5 people come".
    [
      MONTH_DAY,
      ([, name, day, year]) => (year === undefined && !/^\p{Lu}/u.test(name ?? '') ? null : named(months, name ?? '', day ?? '', year)),
    ],
    [MONTH_YEAR, ([, name, year]) => toMonthYear(months, name ?? '', year ?? '')],
  ];
  return (line) => {
    if (!/\d/.test(line)) return [];
    const findings: Finding[] = [];
    let rest = line;
    for (const [pattern, read] of forms) {
      const found = [...rest.matchAll(pattern)].flatMap((match) => {
        const date = read(match);
        return date === null ? [] : [toFinding(match[0], match.index, date.normal)];
      });
      rest = without(rest, found);
      findings.push(...found);
    }
    return findings.sort((a, b) => a.at - b.at);
  };
}

function toMonthYear(months: ReadonlyMap<string, Month>, name: string, year: string): ReturnType<Read> {
  const month = months.get(name.toLowerCase());
  return month?.certain ? { normal: `${year}-${String(month.number).padStart(2, '0')}` } : null;
}
