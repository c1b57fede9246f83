import type { Person } from './person.ts';
import { toPlainText } from './plain-text.ts';

const HOW = [
  'One lane a line. Reword a line, move it, or delete it; a line without a number is a new lane.',
  'Lines that begin with # are left out. Leave everything as it is, or quit with an error (:cq in vi), to change nothing.',
];
const TYPED_HOW =
  'Type `3: other words` to reword a lane, `3:` to drop it, and words without a number to add one. An empty line ends it.\nlanes> ';
const NUMBERED = /^\s*(\d{1,6})\s*[:.)]/;
// `#3: …` is how some people write the number of a lane.
const COMMENT = /^\s*#(?!\d)/;

/** Gives a sentence where the lanes can't be so, null once they are. */
type Submit = (text: string) => Promise<string | null>;

const UNCHANGED = 'Nothing was changed.';

export interface EditDeps {
  readonly edit: NonNullable<Person['edit']>;
  readonly submit: Submit;
}

/** Lets a person change lanes, one a line, in their editor until they are taken. Gives what to say where nothing was changed, else null. */
export async function editLanes(lines: string, { edit, submit }: EditDeps): Promise<string | null> {
  let given = lines;
  let problem: string | null = null;
  for (;;) {
    const left = await edit(toEditorText(given, problem));
    if (left === null) return `The editor did not end well. ${UNCHANGED}`;
    const text = fromEditorText(left);
    if (text === fromEditorText(given)) return UNCHANGED;
    problem = await submit(text);
    if (problem === null) return null;
    // Whoever has emptied the file wants to see the lanes again, not an empty file.
    given = text === '' ? lines : text;
  }
}

export interface TypeDeps {
  readonly person: Person;
  readonly say: (text: string) => void;
  readonly submit: Submit;
}

/** The same for somebody who has no editor: changes are typed line by line, and what is not named stays. */
export async function typeLanes(lines: string, { person, say, submit }: TypeDeps): Promise<string | null> {
  say(toPlainText(lines));
  for (;;) {
    const typed = await person.askLines(TYPED_HOW);
    if (typed === null || typed.length === 0) return UNCHANGED;
    const problem = await submit(applyTyped(lines, typed));
    if (problem === null) return null;
    // What was typed is to be seen above, and the lanes are as they were.
    say(problem);
  }
}

/** The lanes with how to change them below, and above what was wrong with the text that was left before. */
export function toEditorText(lines: string, problem: string | null): string {
  const comments = (texts: readonly string[]): string[] => texts.map((text) => `# ${text}`);
  return [...(problem === null ? [] : comments([problem])), lines, '', ...comments(HOW), ''].join('\n');
}

/** What a person left, without comments and blank lines. */
export function fromEditorText(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '' && !COMMENT.test(line))
    .join('\n');
}

/** Lanes, one a line, with typed lines put in the place of those with their numbers; others are added at the end. */
export function applyTyped(lines: string, typed: readonly string[]): string {
  const result = lines.split('\n');
  for (const line of typed) {
    const number = NUMBERED.exec(line)?.[1];
    const at = number === undefined ? -1 : result.findIndex((it) => NUMBERED.exec(it)?.[1] === number);
    if (at === -1) result.push(line.trim());
    else result[at] = line.trim();
  }
  return result.join('\n');
}
