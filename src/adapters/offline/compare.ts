import { counted } from './counted.ts';
import { type Changes, type Stretch, toChanges } from './diff/changes.ts';
import { clip } from './first-sentence.ts';
import { filled, NO_MODEL } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';
import { toName } from './per-material.ts';

/** Differences shown of each kind; of more, the first ones, and how many there are. */
const MAX_SHOWN = 50;

const MAX_CHARS = 300;

/** Of what stayed the same in a changed block, so much is shown around each change. */
const CONTEXT_CHARS = 60;

const inside = (text: string, mark: string): string => text.replace(/^(\s*)([\s\S]*?)(\s*)$/, `$1${mark}$2${mark}$3`);

function toMarked(words: readonly Stretch[]): string {
  const marked = words.map(({ kind, text }, index) => {
    if (kind === 'removed') return text.trim() === '' ? text : inside(text, '~~');
    if (kind === 'added') return text.trim() === '' ? text : inside(text, '**');
    if (text.length <= 2 * CONTEXT_CHARS) return text;
    const head = index === 0 ? '' : text.slice(0, CONTEXT_CHARS);
    const tail = index === words.length - 1 ? '' : text.slice(-CONTEXT_CHARS);
    return `${head} … ${tail}`;
  });
  return clip(marked.join(''), 4 * MAX_CHARS);
}

function toList(name: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MAX_SHOWN).map((line) => `- ${line}`);
  if (lines.length > MAX_SHOWN) shown.push(`- … and ${counted(lines.length - MAX_SHOWN, 'more', 'more')}`);
  return [`**${name}** (${lines.length})`, shown.join('\n')];
}

/** 100 % is said of equal texts only, 0 % only of texts without a word in common. */
function toPercent(similarity: number): string {
  const percent = Math.round(similarity * 100);
  if (percent === 100 && similarity < 1) return '99';
  return String(percent === 0 && similarity > 0 ? 1 : percent);
}

function describe({ added, removed, changed, same, similarity }: Changes): string[] {
  const extent = `${counted(added.length, 'part')} added, ${removed.length} removed, ${changed.length} changed, ${same} the same`;
  return [
    `${toPercent(similarity)} % of the words are the same, in the same order: ${extent}.`,
    ...toList(
      'Changed',
      changed.map(
        ({ before, after, words }) => `line ${before.line}${before.line === after.line ? '' : ` → ${after.line}`}: ${toMarked(words)}`,
      ),
    ),
    ...toList(
      'Only in the first',
      removed.map(({ line, text }) => `line ${line}: ${clip(text, MAX_CHARS)}`),
    ),
    ...toList(
      'Only in the second',
      added.map(({ line, text }) => `line ${line}: ${clip(text, MAX_CHARS)}`),
    ),
  ];
}

/** What was added, removed and changed from a first text to a second: by their words, not by what they mean. */
export const compare: OfflineWork = {
  refusal({ materials }) {
    if (materials.length === 2) return null;
    if (materials.length < 2) return NO_MODEL;
    const reason = `Without a model only two texts can be compared at a time, and these are ${materials.length}. ${NO_MODEL.reason}`;
    return { code: NO_MODEL.code, reason };
  },

  async perform({ materials }, signal) {
    filled(materials);
    const [first, second] = materials;
    signal.throwIfAborted();
    const lead = `Compared (no model configured): first “${toName(first?.title ?? '')}”, second “${toName(second?.title ?? '')}”.`;
    const [a, b] = [first?.text ?? '', second?.text ?? ''];
    if (a === b) return `${lead}\n\nBoth are the same to the letter.`;
    const changes = toChanges(a, b);
    const isEqual = changes.added.length + changes.removed.length + changes.changed.length === 0;
    return [lead, ...(isEqual ? ['Both say the same; only spaces and line breaks differ.'] : describe(changes))].join('\n\n');
  },
};
