import type { Material } from '#core/ports/model.ts';
import { counted } from './counted.ts';
import { type DocumentMap, mapDocument, type Section } from './document-map.ts';
import { clip } from './first-sentence.ts';
import { filled, refuseWithoutMaterial } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';

/** Sections shown of one document; of more, the upper levels that fit. */
export const MAX_SECTIONS = 40;

/** Paragraphs shown of a document without headings: the first ones. */
export const MAX_PARAGRAPHS = 20;

const MAX_HEADING_CHARS = 100;

const LEAD = 'Outline (no model configured):';

interface Choice {
  readonly sections: readonly Section[];
  /** Which of all these are, for the reader. */
  readonly which: string;
}

/** All sections, else those of the upper levels that fit together, else the first of the uppermost. */
function choose(sections: readonly Section[]): Choice {
  if (sections.length <= MAX_SECTIONS) return { sections, which: 'each' };
  const levels = [...new Set(sections.map(({ level }) => level))].sort((a, b) => b - a);
  for (const deepest of levels) {
    const kept = sections.filter(({ level }) => level <= deepest);
    if (kept.length <= MAX_SECTIONS) return { sections: kept, which: `the ${kept.length} on the upper levels` };
  }
  const top = Math.min(...levels);
  const kept = sections.filter(({ level }) => level === top).slice(0, MAX_SECTIONS);
  return { sections: kept, which: `the first ${kept.length} on the top level` };
}

/** Indented by how sections lie in each other, whatever levels their author skipped. */
function toList(sections: readonly Section[]): string {
  const above: number[] = [];
  const lines = sections.map(({ level, heading, sentences: [first] }) => {
    while ((above.at(-1) ?? 0) >= level) above.pop();
    const indent = '  '.repeat(above.length);
    above.push(level);
    return `${indent}- **${clip(heading, MAX_HEADING_CHARS)}**${first === undefined ? '' : `: ${first}`}`;
  });
  return lines.join('\n');
}

function outlineOfProse({ words }: DocumentMap, sentences: readonly string[]): string[] {
  const shown = sentences.slice(0, MAX_PARAGRAPHS);
  const total = counted(words, 'word');
  if (shown.length === 0) return [`${LEAD} ${total}: no heading and no running text to show.`];
  const all = counted(sentences.length, 'paragraph');
  const extent = shown.length < sentences.length ? `the first ${shown.length} of ${all}` : all;
  return [`${LEAD} ${total} without headings. The first sentence of ${extent}:`, shown.map((sentence) => `- ${sentence}`).join('\n')];
}

/** A heading at the start, alone on its level and above all others, is the document's title. */
function titleOf(sections: readonly Section[]): Section | null {
  const [first, ...others] = sections.filter(({ level }) => level > 0);
  return first !== undefined && others.every(({ level }) => level > first.level) ? first : null;
}

function outlineOf(map: DocumentMap): { readonly title: string | null; readonly parts: readonly string[] } {
  const title = titleOf(map.sections);
  const opening = map.sections.find(({ level }) => level === 0)?.sentences ?? [];
  const under = [...(title?.sentences ?? []), ...opening];
  const sections = map.sections.filter((section) => section.level > 0 && section !== title);
  if (sections.length === 0) return { title: title?.heading ?? null, parts: outlineOfProse(map, under) };
  const shown = choose(sections);
  const lead = `${LEAD} ${counted(map.words, 'word')} in ${counted(sections.length, 'section')}. The first sentence of ${shown.which}:`;
  return { title: title?.heading ?? null, parts: [lead, ...under.slice(0, 1), toList(shown.sections)] };
}

async function outlineOfMaterial(material: Material, alone: boolean, signal: AbortSignal): Promise<string> {
  const { title, parts } = outlineOf(await mapDocument(material.text, signal));
  const name = title ?? (alone ? null : material.title);
  const [lead, ...rest] = parts;
  return [lead, ...(name === null ? [] : [`**${clip(name, MAX_HEADING_CHARS)}**`]), ...rest].join('\n\n');
}

/** How each document is built, in its own words: title, headings, and how every section begins. Bounded, and it says what was left out. */
export const outline: OfflineWork = {
  refusal: refuseWithoutMaterial,

  async perform({ materials }, signal) {
    const texts = filled(materials);
    const outlines: string[] = [];
    for (const material of texts) outlines.push(await outlineOfMaterial(material, texts.length === 1, signal));
    return outlines.join('\n\n');
  },
};
