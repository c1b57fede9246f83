import { clip } from '../first-sentence.ts';
import { findDue } from './due.ts';
import type { Finder, Finding } from './finding.ts';

const MAX_TASK_CHARS = 240;
/** What is longer is prose, and a task in it is found by its sentence. */
const MAX_LINE_CHARS = 2_000;

const MARKS = '(?:[-*+>•]\\s+|\\d{1,3}[.)]\\s+|#{1,6}\\s+)';
const TICK_BOX = new RegExp(`^\\s{0,40}${MARKS}{0,5}\\[([ xX])\\]\\s+(\\S.*)$`);
const LABELLED = new RegExp(
  `^\\s{0,40}${MARKS}{0,5}[*_]{0,3}(?:action(?:\\s(?:items?|points?|required))?|to-?do|fixme|next\\ssteps?|follow[- ]up|task)(?:\\s?\\(([^()]{1,40})\\))?[*_]{0,3}\\s?[:–—]\\s?[*_]{0,3}\\s?(\\S.*)$`,
  'i',
);
const TODO_IN_TEXT = /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?:\(([^()]{1,40})\))?:?\s+(\S.*)$/u;
const LIST_LEAD =
  /^\s{0,3}(?:#{1,6}\s+)?[*_]{0,3}(?:action (?:items|points)|actions|next steps|to-?dos?|to-?do list|follow[- ]ups|tasks)[*_]{0,3}\s?:?[*_]{0,3}\s*$/i;
const ITEM = /^\s{0,40}(?:[-*+•]|\d{1,3}[.)])\s+(\S.*)$/;
const SENTENCE = /[^.!?。]{1,600}(?:[.!?。](?=\S)[^.!?。]{0,200}){0,20}[.!?。]?/gu;
const NAME = "(?:[\\p{Lu}][\\p{L}’'-]{0,30}(?:\\s[\\p{Lu}][\\p{L}’'-]{0,30}){0,3}|@[\\w.-]{1,40})";
const PROMISE = new RegExp(
  `(?<![\\p{L}\\p{N}@])(${NAME})\\s(?:will|shall|must|needs? to|has to|have to|is to|are to|agreed to|promised to|is going to|’ll)\\s`,
  'u',
);
const OWNER_FIRST = new RegExp(`^[*_]{0,3}(${NAME})[*_]{0,3}\\s?(?::|–|—|(?:will|shall|must|needs? to|has to|is to|to)\\s)`, 'u');
const OWNER_NAMED =
  /(?:(?:owners?|assignees?|responsible|who)\s?:|assigned to)\s{1,3}(@?[\p{L}][\p{L}’'.-]{0,30}(?:\s\p{Lu}[\p{L}’'-]{0,30}){0,2})/iu;
const MENTION = /(?<![\w@])@[\p{L}][\w.-]{1,40}/u;
const NO_NAMES = /^(?:it|this|that|there|he|she|the|a|an|if|then|you|action|todo|note|who|what|everything|nothing)$/i;

const firstWord = (name: string): string => name.split(' ', 1)[0] ?? '';

function ownerOf(task: string, promised: string | undefined): string | null {
  const named = OWNER_NAMED.exec(task)?.[1] ?? MENTION.exec(task)?.[0] ?? promised ?? OWNER_FIRST.exec(task)?.[1];
  return named === undefined || NO_NAMES.test(firstWord(named)) ? null : named;
}

interface Task {
  readonly text: string;
  readonly at: number;
  readonly done: boolean;
  readonly owner: string | undefined;
}

/** Finds tasks line by line; it remembers whether it is in a list of them, so it is for one text. */
export function createActionFinder(findDates: Finder): Finder {
  let inList = false;

  function tasksOf(line: string): Task[] {
    if (LIST_LEAD.test(line)) {
      inList = true;
      return [];
    }
    const begins = (text: string): number => line.length - text.length;
    const whole = (text: string, owner?: string, done = false): Task[] => [{ text: text.trimEnd(), at: begins(text), done, owner }];
    const [, tick, boxed] = TICK_BOX.exec(line) ?? [];
    if (boxed !== undefined) return whole(boxed, undefined, tick !== ' ');
    const [, by, labelled] = LABELLED.exec(line) ?? [];
    if (labelled !== undefined) return whole(labelled, by);
    const todo = TODO_IN_TEXT.exec(line);
    if (todo !== null) return [...promisesOf(line.slice(0, todo.index)), ...whole(todo[2] ?? '', todo[1])];
    const item = ITEM.exec(line)?.[1];
    if (inList && item !== undefined) return whole(item);
    if (line.trim() !== '') inList = false;
    return promisesOf(line);
  }

  /** "Ana will send the draft by Friday": a name, what it will do, and until when. */
  function promisesOf(line: string): Task[] {
    return [...line.matchAll(SENTENCE)].flatMap(({ 0: sentence, index }) => {
      const owner = PROMISE.exec(sentence)?.[1];
      if (owner === undefined || NO_NAMES.test(firstWord(owner))) return [];
      const text = sentence.trimStart().replace(/^(?:[-*+>•]|\d{1,3}[.)]|#{1,6})\s+/, '');
      const at = index + sentence.length - text.length;
      return findDue(text, findDates(text)) === null ? [] : [{ text: text.trimEnd(), at, done: false, owner }];
    });
  }

  return (line) => {
    if (line.length > MAX_LINE_CHARS) return promisesOf(line).map((task) => toActionFinding(task, findDates));
    return tasksOf(line).map((task) => toActionFinding(task, findDates));
  };
}

function toActionFinding({ text: whole, at, done, owner: promised }: Task, findDates: Finder): Finding {
  const text = clip(whole, MAX_TASK_CHARS);
  const owner = ownerOf(whole, promised);
  const dates = findDates(whole);
  const due = findDue(whole, dates);
  const iso = dates.find((date) => date.text === due?.text)?.normal ?? null;
  const detail = [
    ...(done ? ['done'] : []),
    ...(owner === null ? [] : [`owner: ${owner}`]),
    ...(due === null ? [] : [`due: ${due.text}${iso === null || iso === due.text ? '' : ` (${iso})`}`]),
  ];
  return { text, at, normal: null, detail: detail.join(', ') };
}
