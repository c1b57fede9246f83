import { align } from './align.ts';
import { type Block, toBlocks } from './blocks.ts';

/** How two texts differ, in the order of the second. */
export interface Changes {
  readonly added: readonly Block[];
  readonly removed: readonly Block[];
  /** Where a block of the first stands in other words in the second. */
  readonly changed: readonly { readonly before: Block; readonly after: Block; readonly words: readonly Stretch[] }[];
  readonly same: number;
  /** Share of their words that both have in the same order and place, 0 to 1. */
  readonly similarity: number;
}

/** Some words on the way from one block to the other, the space behind them with them. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Two blocks are one that was changed when they have this share of their words in common. */
const ALIKE = 0.4;

/** Longer blocks are not taken apart into words. */
const MOST_WORDS = 2_000;

/** Words that are compared in all: of texts that differ nearly everywhere the rest counts as removed and added, not changed. */
const MOST_COMPARED = 300_000;

/** Blocks that a removed one is compared with. */
const LOOK_AHEAD = 8;

const toWords = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_\s]|\s+/gu) ?? [];
const isSpace = (word: string): boolean => /^\s/.test(word);

function compareWords(before: string, after: string): { readonly words: Stretch[]; readonly same: number; readonly likeness: number } {
  const [a, b] = [toWords(before), toWords(after)];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) return { words: [], same: 0, likeness: 0 };
  const words: { kind: Stretch['kind']; text: string }[] = [];
  const say = (kind: Stretch['kind'], text: string): void => {
    const last = words.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') words.push({ kind, text });
  };
  let [x, y, same] = [0, 0, 0];
  for (const [i, j] of [...align(a, b), [a.length, b.length] as const]) {
    say('removed', a.slice(x, i).join(''));
    say('added', b.slice(y, j).join(''));
    say('same', a[i] ?? '');
    if (i < a.length && !isSpace(a[i] ?? '')) same += 1;
    [x, y] = [i + 1, j + 1];
  }
  const count = (list: readonly string[]): number => list.filter((word) => !isSpace(word)).length;
  return { words, same, likeness: (2 * same) / Math.max(1, count(a) + count(b)) };
}

/** Compares by blocks, then within blocks that are nearly the same by words. */
export function toChanges(first: string, second: string): Changes {
  const [a, b] = [toBlocks(first), toBlocks(second)];
  const pairs = align(
    a.map(({ text }) => text),
    b.map(({ text }) => text),
  );
  const added: Block[] = [];
  const removed: Block[] = [];
  const changed: { before: Block; after: Block; words: readonly Stretch[] }[] = [];
  const wordsIn = (block: Block | undefined): number => toWords(block?.text ?? '').filter((word) => !isSpace(word)).length;
  let sameWords = 0;
  let left = MOST_COMPARED;

  function weigh(before: Block, after: Block) {
    left -= wordsIn(before) + wordsIn(after);
    return { after, ...compareWords(before.text, after.text) };
  }

  function gap(gone: readonly Block[], come: readonly Block[]): void {
    let from = 0;
    for (const before of gone) {
      const candidates = left <= 0 ? [] : come.slice(from, from + LOOK_AHEAD).map((after) => weigh(before, after));
      const best = candidates.toSorted((x, y) => y.likeness - x.likeness)[0];
      if (best === undefined || best.likeness < ALIKE) {
        removed.push(before);
        continue;
      }
      const at = come.indexOf(best.after);
      added.push(...come.slice(from, at));
      changed.push({ before, after: best.after, words: best.words });
      sameWords += best.same;
      from = at + 1;
    }
    added.push(...come.slice(from));
  }

  let [x, y] = [0, 0];
  for (const [i, j] of [...pairs, [a.length, b.length] as const]) {
    gap(a.slice(x, i), b.slice(y, j));
    sameWords += wordsIn(a[i]);
    [x, y] = [i + 1, j + 1];
  }
  const all = [...a, ...b].reduce((sum, block) => sum + wordsIn(block), 0);
  return { added, removed, changed, same: pairs.length, similarity: all === 0 ? 1 : (2 * sameWords) / all };
}
