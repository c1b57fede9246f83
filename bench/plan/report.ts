import { isRight, type Score } from './score.ts';

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language' });

const share = (scores: readonly Score[], of: (score: Score) => boolean): string => `${scores.filter(of).length}/${scores.length}`;

/** Of the times that a planner took, in seconds; "–" where none was asked. */
function median(asked: readonly Score[]): string {
  const times = asked.map(({ ms }) => ms).sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  return middle === undefined ? '–' : (middle / 1_000).toFixed(1);
}

/** The sum of what is known; a mark where some is not. */
function cost(asked: readonly Score[]): string {
  const known = asked.flatMap(({ usd }) => (usd === null ? [] : [usd]));
  if (asked.length > 0 && known.length === 0) return '?';
  return `${known.reduce((total, usd) => total + usd, 0).toFixed(4)}${known.length < asked.length ? '+?' : ''}`;
}

function toRow(name: string, scores: readonly Score[]): string {
  const asked = scores.filter(({ decides }) => decides === 'model');
  const cells = [
    name,
    share(scores, ({ kind }) => kind),
    share(scores, ({ lanes }) => lanes),
    share(scores, ({ merge }) => merge),
    share(scores, ({ shown }) => shown),
    share(scores, isRight),
    share(scores, ({ decided }) => decided),
    String(asked.length),
    median(asked),
    cost(asked),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Those that went otherwise than expected, one a row. */
function toMisses(scores: readonly Score[]): readonly string[] {
  const off = scores.filter((score) => !isRight(score) || !score.decided);
  if (off.length === 0) return [];
  const rows = off.map(
    ({ name, lang, got, wanted, decides, decided }) =>
      `| ${lang} | ${name} | ${got} | ${wanted} | ${decides}${decided ? '' : ', and should not'} |`,
  );
  return ['', '| language | off | got | wanted | decided by |', '| --- | --- | --- | --- | --- |', ...rows];
}

/** Markdown: how one planning model did, by the language of the requests, those that went wrong below. Seconds are the median of a planner's; US dollars the sum. */
export function toReport(planner: string, scores: readonly Score[]): string {
  const langs = [...new Set(scores.map(({ lang }) => lang))].sort();
  const rows = langs.map((lang) =>
    toRow(
      LANGUAGE_NAMES.of(lang) ?? lang,
      scores.filter((score) => score.lang === lang),
    ),
  );
  return [
    `## ${planner}`,
    '',
    '| language | kind | lanes | merge | shown | all four | decided | asked | s | USD |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    ...(langs.length > 1 ? [toRow('all', scores)] : []),
    ...toMisses(scores),
  ].join('\n');
}
