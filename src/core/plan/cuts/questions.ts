import { type Finder, PLAIN_CUT } from '../cut.ts';
import { dropRepeats } from '../drop-repeats.ts';
import { findQuestions } from '../read/questions.ts';
import { findReferences } from '../read/reference.ts';
import { toTitles } from '../title.ts';

/** Several questions that have nothing to do with each other, in one message. */
export const findSeparateQuestions: Finder = async (step) => {
  if (step.before !== null || findReferences(step.masked).some((reference) => reference.kind === 'each' && reference.of)) return null;
  const questions = findQuestions(step.words);
  if (questions === null) return null;
  const { kept, notes } = dropRepeats(questions.items);
  const titles = toTitles(kept);
  const whole = { start: 0, end: step.words.length };
  return {
    ...PLAIN_CUT,
    one: 'question',
    many: 'questions',
    rowName: 'Question',
    parts: kept.map((question, index) => ({
      title: titles[index] ?? question,
      edits: [{ ...whole, text: questions.wish === '' ? question : `${question} ${questions.wish}` }],
      passage: '',
      aside: '',
      sources: null,
    })),
    notes,
    holdsMaterial: true,
    asks: true,
  };
};
