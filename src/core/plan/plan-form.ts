import type { MergeKind } from '../request.ts';
import { type Order, readOrder } from './form/order.ts';
import { toAlone, toOrder, toSentence, toTemplate } from './form/order-prompt.ts';
import type { Form, FormList } from './form/read-form.ts';
import { type FormGiven, goesThrough, stageOf, toPlan, whyOf } from './form-stage.ts';
import { overFiles } from './over/files.ts';
import { LANGUAGE_EXAMPLE } from './over/languages.ts';
import { overList } from './over/list.ts';
import { type Over, toLanes } from './over/over.ts';
import { overRows } from './over/rows.ts';
import { overWhole } from './over/whole.ts';
import type { KnownSource, LanePlan, Output, Planned, Question, StagePlan, Work } from './plan.ts';
import { TEXT } from './plan.ts';
import { toQuestion } from './question.ts';
import { shorten, toTitles } from './title.ts';
import { translateForm } from './translate-form.ts';
import { workOf } from './work.ts';

/** What form makes of a request. */
export interface FormPlan {
  readonly planned: Planned;
  /** The words are one plain order and what it is done to is there: a model would not know better. */
  readonly sure: boolean;
}

const MAX_COLUMN_CHARS = 60;

/**
 * Plans by form alone: what is listed, attached and named. Always has a plan, or a question back; whether that is all
 * there is to know is `sure`.
 */
export async function planForm(given: FormGiven): Promise<FormPlan> {
  const { form, sources } = given;
  if (form.questions !== null) return { planned: planQuestions(form, form.questions, sources), sure: !form.questions.some(isMore) };
  const asked = askBack(given);
  if (asked !== null) return { planned: asked, sure: !form.doubt && !isNameable(form) };
  // A text of its own beside files, or a list beside them, may be either.
  const crossed = sources.length > 0 && (form.texts.length > 0 || form.list !== null);
  const over = await findOver(given);
  if (over !== null && 'code' in over) return { planned: over, sure: form.plain && !form.doubt };
  const planned = form.plain && form.order.verb === 'translate' ? await translateForm(given, over) : perform(given, over);
  const isAbout = over !== null || sources.length > 0 || form.texts.length > 0 || form.list !== null;
  return { planned, sure: isAbout && form.plain && !form.doubt && !crossed && !isOpen(given, over) };
}

/** A question that orders something, or that points at the others or at files: "can you translate these?". */
function isMore(question: string): boolean {
  const { verb, these, lang } = readOrder(question);
  return verb !== null || (these && !ARTICLED.has(lang));
}

/** Languages whose words that point at things are articles too. */
const ARTICLED: ReadonlySet<string> = new Set(['de', 'fr', 'es', 'it', 'pt']);

/**
 * Several files and an order that does not say whether it is about each of them or about all, or one about a part of
 * each.
 */
function isOpen({ form, sources }: FormGiven, over: Over | null): boolean {
  const { order } = form;
  if (sources.length > 0 && order.noun === 'part') return true;
  if (sources.length > 1 && order.one && !order.each) return true;
  return over === null && sources.length > 1 && !isJoint(order);
}

/** One result out of all that is there. */
const isJoint = ({ verb }: Order): boolean => verb === 'dedupe' || verb === 'compare';

/** A plain order with nothing to be done to, or with nothing that says into what. */
function askBack({ form, sources }: FormGiven): Question | null {
  if (!form.plain) return null;
  const { order } = form;
  const hasMaterial = sources.length > 0 || form.texts.length > 0 || form.list !== null;
  if (order.verb === 'translate' && (order.languages === null || order.languages.vague) && hasMaterial)
    return toQuestion('language_missing', `Into which language${order.languages === null ? '' : 's, or how many'}? ${LANGUAGE_EXAMPLE}`);
  if (form.links && sources.length === 0)
    return toQuestion('material_missing', 'Links can’t be opened here yet. Put the text after a colon, or attach the file.');
  // "Correct, thanks!" orders nothing.
  const points = order.each || order.these || order.this || order.noun !== null || order.verb === 'translate' || order.verb === 'summarize';
  if (hasMaterial || !points) return null;
  const isOpen = order.verb === 'translate' && order.languages === null;
  const example = order.verb === 'translate' ? 'translate into French: Good morning' : 'summarize: …';
  return toQuestion(
    'material_missing',
    `There is nothing to work on yet${isOpen ? ', and no language to put it into' : ''}. Put the text after a colon, like “${example}”, or attach the files.`,
  );
}

/** "Describe each letter": of the alphabet, or of those that were meant to be attached. */
const isNameable = ({ order }: Form): boolean => order.verb === 'tell' && order.each && !order.these;

/**
 * Each of what? A list that stands there, the rows of the only table, the files; null: of nothing, it is one piece of
 * work.
 */
async function findOver({ form, sources, deps }: FormGiven): Promise<Over | Question | null> {
  const { order, list } = form;
  if (list?.each === true && sources.length === 0) return overList(list, isInline(form, list), deps);
  const files = sources.filter((source) => source.kind === 'file');
  const [table, ...others] = sources.filter((source) => source.columns.length > 0 && source.rows > 0);
  const isAlone = table !== undefined && others.length === 0 && sources.length === 1;
  const byRow = order.noun === 'row' || order.columns !== null || ((order.each || order.labels !== null) && order.noun !== 'file');
  if (isAlone && byRow && (order.each || order.columns !== null || order.labels !== null)) return overRows(table, 'row', deps);
  // A text that was typed into a form beside one file is one of two things.
  const several = files.length > 1 ? files : sources;
  if (several.length < 2 || isJoint(order)) return null;
  const many = order.each || (form.plain && (order.these || order.noun === null || order.verb === 'translate') && !order.this);
  return many ? overFiles(several, goesThrough(form), deps) : null;
}

/** A thing's name stands well in a sentence about it; a text that something is done to does not. */
const isInline = ({ order, plain }: Form, { template }: FormList): boolean =>
  template !== null || (plain && (order.verb === 'tell' || order.verb === 'fill'));

function planQuestions(form: Form, questions: readonly string[], sources: readonly KnownSource[]): Planned {
  const titles = toTitles(questions);
  const ids = sources.map((source) => source.id);
  const lanes = questions.map(
    (question, index): LanePlan => ({ title: titles[index] ?? question, prompt: question, sources: ids, work: 'answer', output: TEXT }),
  );
  const stage = { ...stageOf(form, lanes, 'ordered', 'Question'), title: shorten(questions[0] ?? ''), mergePrompt: questions.join('\n') };
  return toPlan(form, stage, `${lanes.length} lanes: one for each question`, { texts: [], notes: [], account: [] });
}

/** Any other order, for each of several things or once. */
function perform(given: FormGiven, over: Over | null): Planned {
  const { form, sources } = given;
  const { order } = form;
  const whole = over ?? overWhole(given);
  if ('code' in whole) return whole;
  const work = toWork(form);
  const output = toOutput(form, whole);
  const shared = sources
    .map((source) => source.id)
    .filter((id) => !whole.parted.includes(id) && !whole.pieces.some((piece) => piece.sources.includes(id)));
  const lanes = toLanes(whole, { template: toInstruction(form, whole), shared, work, output, lang: order.lang });
  const single = whole.pieces.length === 1;
  const isParts = over === null && !single;
  const merge = single ? 'ordered' : isParts ? mergeParts(form, work) : mergeEach(order, output);
  const stage: StagePlan = { ...stageOf(form, lanes, merge, whole.rowName), ...(isParts && merge === 'digest' && { digest: 'parts' }) };
  const why = single ? whyOne(form, sources) : (whyOf(lanes.length, [{ count: lanes.length, one: whole.one, many: whole.many }]) ?? '');
  const { count } = order;
  const files = sources.filter((source) => source.kind === 'file').length;
  const counted = form.plain && count !== null && files > 1 && count !== files ? [`${count} were announced and ${files} are there.`] : [];
  const account = [...counted, ...whole.account];
  return toPlan(form, stage, single || merge === 'ordered' ? why : `${why}${THEN[merge] ?? ''}`, { ...whole, account });
}

const THEN: Readonly<Partial<Record<MergeKind, string>>> = {
  digest: ', then one digest',
  table: ', as a table',
  dedupe: ', then without repeats',
};

const mergeEach = ({ digest }: Order, output: Output): MergeKind => (output.kind !== 'text' ? 'table' : digest ? 'digest' : 'ordered');

/** How the parts of one text become one answer. */
function mergeParts(form: Form, work: Work): MergeKind {
  if (form.plain && goesThrough(form)) return 'ordered';
  return work === 'extract' || work === 'keywords' ? 'dedupe' : 'digest';
}

const toWork = ({ plain, order, words, list }: Form): Work => (plain ? order.work : workOf(list?.template ?? words));

/** A word of the person's own as a column's heading. */
const toColumns = (names: readonly string[]): readonly string[] => [...new Set(names.map((name) => shorten(name, MAX_COLUMN_CHARS)))];

function toOutput({ order, plain }: Form, { pieces }: Over): Output {
  if (!plain || pieces.length === 0) return TEXT;
  if (order.labels !== null) return { kind: 'label', labels: order.labels };
  return order.columns === null ? TEXT : { kind: 'fields', fields: toColumns(order.columns) };
}

/** What a lane is told: the words, at the place of which its piece stands. */
function toInstruction({ words, order, plain, list }: Form, { pieces, parted }: Over): string {
  if (list?.template != null && pieces.length > 1) return toSentence(list.template);
  const isMany = pieces.length > 1;
  if (!plain) return parted.length > 0 && isMany ? toAlone(words, order.lang, '\n\n') : toSentence(words);
  // "Count the words in each sentence": what each of it is, only the words say. Where the words stay as they are, all
  // that there is needs no name.
  const isWhole = !isMany && (order.each || order.lang !== 'en' || pieces[0]?.sources.length !== 1);
  return isWhole ? toOrder(words, order) : toTemplate(words, order);
}

/** Why it is one call. */
function whyOne({ texts, plain }: Form, sources: readonly KnownSource[]): string {
  if (sources.length > 1) return `1 call: it does not say to take the ${sources.length} sources one by one`;
  if (sources.length + texts.length === 1 && plain) return '1 call: one text, one task';
  return '1 call: no list, languages or files to split it by';
}

/** The request as one call, whatever could be seen in it: one text that is too long for that as its parts. */
export const planOne = async (given: FormGiven): Promise<Planned> => perform(given, null);
