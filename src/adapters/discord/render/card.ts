import type { APITextDisplayComponent } from 'discord-api-types/v10';
import { cardLines, cardQuestion } from '#core/view/card-text.ts';
import type { CardView } from '#core/view/card-view.ts';
import { small, text } from './components.ts';
import { toLine } from './escape.ts';

/** What people are asked for, and small below it what they need to know for a yes; each line at most `lineChars`. */
export function cardTexts(card: CardView, lineChars: number): APITextDisplayComponent[] {
  const lines = cardLines(card).map((line) => toLine(line, lineChars));
  return [...text(`**${toLine(cardQuestion(card), Math.max(lineChars, QUESTION_CHARS))}**`), ...small(lines.filter((line) => line !== ''))];
}

/** Its words are Fanout's own, and a question that is cut is none. */
const QUESTION_CHARS = 200;
