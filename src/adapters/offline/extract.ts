import type { Material } from '#core/ports/model.ts';
import { counted, joined } from './counted.ts';
import type { Finding } from './find/finding.ts';
import { createFinders, KINDS, type Kind, kindsAsked } from './find/kinds.ts';
import { clip } from './first-sentence.ts';
import { filled, refuseWithoutMaterial } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';
import { perMaterial } from './per-material.ts';
import { type TextLine, textLines } from './text-lines.ts';

/** Items shown of one kind in one text; of more, the first ones, and how many there are. */
export const MAX_ITEMS = 200;

/** Places named of an item that stands in several. */
const MAX_PLACES = 5;

const MAX_SECTION_CHARS = 60;

interface Item {
  readonly first: Finding;
  readonly section: string;
  /** A number for each time it was found. */
  readonly lines: number[];
}

type Items = ReadonlyMap<Kind, Map<string, Item>>;

const toItemKey = ({ normal, text }: Finding): string => normal ?? text.replace(/\s+/g, ' ').toLowerCase();

async function gather({ text }: Material, kinds: readonly Kind[], signal: AbortSignal): Promise<Items> {
  const items = new Map(kinds.map((kind) => [kind, new Map<string, Item>()] as const));
  const find = createFinders();
  const take = (line: TextLine): void => {
    const found = find(line.text);
    for (const [kind, known] of items) {
      for (const finding of found.get(kind) ?? []) {
        const key = toItemKey(finding);
        const item = known.get(key);
        if (item === undefined) known.set(key, { first: finding, section: line.section, lines: [line.number] });
        else item.lines.push(line.number);
      }
    }
  };
  for await (const lines of textLines(text, signal)) for (const line of lines) take(line);
  return items;
}

function toPlace({ lines, section }: Item): string {
  const places = [...new Set(lines)];
  const shown = places.slice(0, MAX_PLACES).map(String);
  const numbers = places.length > MAX_PLACES ? `${shown.join(', ')} and ${places.length - MAX_PLACES} more` : joined(shown);
  const where = `${places.length === 1 ? 'line' : 'lines'} ${numbers}`;
  const under = section === '' || places.length > 1 ? '' : `, “${clip(section, MAX_SECTION_CHARS)}”`;
  return `${lines.length > 1 ? `${lines.length} times, ` : ''}${where}${under}`;
}

function toBullet(kind: Kind, item: Item): string {
  const { text, normal, detail } = item.first;
  const iso = kind === 'dates' && normal !== null && normal !== text ? ` = ${normal}` : '';
  const box = kind === 'actions' ? (detail.startsWith('done') ? '[x] ' : '[ ] ') : '';
  const about = detail.replace(/^done(?:, )?/, '');
  return `- ${box}${text}${iso}${about === '' ? '' : ` (${about})`} — ${toPlace(item)}`;
}

function toGroup(kind: Kind, name: string, items: ReadonlyMap<string, Item>): string {
  if (items.size === 0) return `**${name}**: none found.`;
  const shown = [...items.values()].slice(0, MAX_ITEMS).map((item) => toBullet(kind, item));
  if (items.size > MAX_ITEMS) shown.push(`- … and ${counted(items.size - MAX_ITEMS, 'more', 'more')}`);
  return `**${name}** (${items.size})\n\n${shown.join('\n')}`;
}

/** What is written in a known way, with where it stands: to the letter, and nothing that would have to be understood. */
export const extract: OfflineWork = {
  refusal: refuseWithoutMaterial,

  async perform({ instruction, materials }, signal) {
    const texts = filled(materials);
    const asked = kindsAsked(instruction);
    const kinds = KINDS.filter(({ kind }) => asked.length === 0 || asked.includes(kind));
    const groups = await perMaterial(texts, signal, async (material) => {
      const items = await gather(
        material,
        kinds.map(({ kind }) => kind),
        signal,
      );
      return kinds.map(({ kind, name }) => toGroup(kind, name, items.get(kind) ?? new Map())).join('\n\n');
    });
    const what = asked.length === 0 ? 'all that patterns can find' : joined(kinds.map(({ name }) => name.toLowerCase()));
    return `Found by pattern (no model configured): ${what}.\n\n${groups}`;
  },
};
