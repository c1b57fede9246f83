import type { KnownBlock } from '@slack/types';
import { cardLines, cardQuestion } from '#core/view/card-text.ts';
import type { CardView } from '#core/view/card-view.ts';
import { context, section } from './blocks.ts';
import { toWords } from './escape.ts';

const QUESTION_CHARS = 300;

/** What people are asked for, with what they need to know for a yes: a question, and a small line each below it. */
export function cardBlocks(card: CardView, lineChars: number): KnownBlock[] {
  const lines = cardLines(card)
    .map((line) => toWords(line, lineChars))
    .filter((line) => line !== '');
  return [section(cardText(card, QUESTION_CHARS)), ...context(lines.join('\n'))];
}

/** The question alone. */
export const cardText = (card: CardView, maxChars: number): string => toWords(cardQuestion(card), maxChars);
