import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Material } from '#core/ports/model.ts';
import { counted } from './counted.ts';
import { createNearFinder, toKey } from './diff/near.ts';
import { clip } from './first-sentence.ts';
import { filled, refuseWithoutMaterial } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';

/** Other spellings named of an entry; of more, how many there are. */
const MAX_SPELLINGS = 5;
const MAX_ENTRY_CHARS = 500;

/** So many entries are looked at before others have a turn. */
const TURN_ENTRIES = 500;

const BULLET = /^\s*(?:[-*+•–]\s+(?:\[[ xX]\]\s+)?|\d{1,5}[.)]\s+)/;

interface Entry {
  /** As it was spelled first. */
  readonly text: string;
  times: number;
  readonly spellings: Set<string>;
}

/** The entries of a list: its lines without bullets and numbers, or what commas or semicolons part on a single line. */
function entriesOf(materials: readonly Material[]): string[] {
  const lines = materials.flatMap(({ text }) => text.split(/\r\n|\n|\r/)).map((line) => line.replace(BULLET, '').trim());
  const entries = lines.filter((line) => toKey(line) !== '');
  const [only] = entries;
  if (entries.length !== 1 || only === undefined) return entries;
  const parts = only.split(only.includes(';') ? ';' : ',').map((part) => part.trim());
  return parts.length > 2 ? parts.filter((part) => toKey(part) !== '') : entries;
}

function toLine({ text, times, spellings }: Entry): string {
  const others = [...spellings].slice(0, MAX_SPELLINGS).map((spelling) => `“${clip(spelling, MAX_ENTRY_CHARS)}”`);
  if (spellings.size > MAX_SPELLINGS) others.push(`${spellings.size - MAX_SPELLINGS} more`);
  const also = others.length === 0 ? '' : `; also ${others.join(', ')}`;
  return `- ${clip(text, MAX_ENTRY_CHARS)}${times === 1 ? '' : ` (${times} times${also})`}`;
}

/** A list without its repeats, in its order and first spelling; which were taken for the same is said, so that a person can judge. */
export const dedupe: OfflineWork = {
  refusal: refuseWithoutMaterial,

  async perform({ materials }, signal) {
    const all = entriesOf(filled(materials));
    const entries: Entry[] = [];
    const byKey = new Map<string, number>();
    const findNear = createNearFinder();
    let [equal, near] = [0, 0];
    for (const [index, text] of all.entries()) {
      const key = toKey(text);
      const known = byKey.get(key);
      const at = known ?? findNear(key, entries.length) ?? entries.length;
      byKey.set(key, at);
      const entry = entries[at];
      if (entry === undefined) entries.push({ text, times: 1, spellings: new Set() });
      else {
        entry.times += 1;
        if (text !== entry.text) entry.spellings.add(text);
        if (known !== undefined) equal += 1;
        else near += 1;
      }
      if (index % TURN_ENTRIES === TURN_ENTRIES - 1) {
        await nextTurn();
        signal.throwIfAborted();
      }
    }
    const dropped = `${counted(equal, 'repeat')} and ${counted(near, 'near repeat')} dropped`;
    const lead = `Without repeats, by spelling (no model configured): ${entries.length} of ${counted(all.length, 'entry', 'entries')} kept, ${dropped}.`;
    return `${lead}\n\n${entries.map(toLine).join('\n')}`;
  },
};
