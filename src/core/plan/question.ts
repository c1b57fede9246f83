import type { Question, QuestionCode } from './plan.ts';

export const toQuestion = (code: QuestionCode, question: string): Question => ({ kind: 'question', code, question });

export function tooManyLanes(count: number, maxLanes: number): Question {
  return toQuestion(
    'too_many_lanes',
    `That would be ${count} lanes, and the limit is ${maxLanes}. Ask for fewer, or raise FANOUT_MAX_LANES.`,
  );
}
