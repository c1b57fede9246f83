import type { Material } from '#core/ports/model.ts';
import { joined, toNumber } from './counted.ts';
import { filled, refuseWithoutMaterial } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';
import { toName } from './per-material.ts';
import { type Measure, type Tally, tally } from './tally.ts';

const MEASURES: readonly { readonly measure: Measure; readonly name: string; readonly asked: RegExp }[] = [
  { measure: 'words', name: 'Words', asked: /\b(?:words?|wörter|palabras|mots)\b/i },
  { measure: 'characters', name: 'Characters', asked: /\b(?:characters?|chars?|letters?|zeichen)\b/i },
  { measure: 'sentences', name: 'Sentences', asked: /\b(?:sentences?|sätze)\b/i },
  { measure: 'lines', name: 'Lines', asked: /\b(?:lines?|zeilen)\b/i },
  { measure: 'paragraphs', name: 'Paragraphs', asked: /\b(?:paragraphs?|absätze)\b/i },
  { measure: 'headings', name: 'Headings', asked: /\b(?:headings?|headers?|headlines?|sections?|chapters?)\b/i },
  { measure: 'links', name: 'Links', asked: /\b(?:links?|hyperlinks?|urls?)\b/i },
  { measure: 'tables', name: 'Tables', asked: /\btables?\b/i },
];

type Counted = (typeof MEASURES)[number];

const toBullets = (counts: Tally, measures: readonly Counted[]): string =>
  measures.map(({ measure, name }) => `- **${name}**: ${toNumber(counts[measure])}`).join('\n');

function toTable(rows: readonly { readonly material: Material; readonly counts: Tally }[], measures: readonly Counted[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const total = measures.map(({ measure }) => toNumber(rows.reduce((sum, { counts }) => sum + counts[measure], 0)));
  return [
    row(['', ...measures.map(({ name }) => name)]),
    row(['---', ...measures.map(() => '--:')]),
    ...rows.map(({ material, counts }) => row([toName(material.title), ...measures.map(({ measure }) => toNumber(counts[measure]))])),
    row(['**Together**', ...total]),
  ].join('\n');
}

/** How much of what a text has: what the instruction names, else everything that can be counted. */
export const count: OfflineWork = {
  refusal: refuseWithoutMaterial,

  async perform({ instruction, materials }, signal) {
    const asked = MEASURES.filter((measure) => measure.asked.test(instruction));
    const measures = asked.length === 0 ? MEASURES : asked;
    const rows: { material: Material; counts: Tally }[] = [];
    for (const material of filled(materials)) rows.push({ material, counts: await tally(material, signal) });
    const [only] = rows;
    const body = rows.length === 1 && only !== undefined ? toBullets(only.counts, measures) : toTable(rows, measures);
    const what = asked.length === 0 ? 'all that rules can count' : joined(measures.map(({ name }) => name.toLowerCase()));
    return `Counted (no model configured): ${what}.\n\n${body}`;
  },
};
