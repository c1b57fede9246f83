import type { MergeKind } from '../request.ts';
import type { Order } from './form/order.ts';
import { KEEP, toOrder, toSentence, toTemplate, toTranslation } from './form/order-prompt.ts';
import type { Form, FormList } from './form/read-form.ts';
import { overChunks } from './over/chunks.ts';
import { overFiles } from './over/files.ts';
import { LANGUAGE_EXAMPLE, type Languages, ownLanguage, toLanguages } from './over/languages.ts';
import { overList } from './over/list.ts';
import { type Over, type Piece, toLanes } from './over/over.ts';
import { overRows } from './over/rows.ts';
import type { KnownSource, LanePlan, Output, Plan, PlanDeps, Planned, Question, StagePlan, Work } from './plan.ts';
import { TEXT } from './plan.ts';
import { tooManyLanes, toQuestion } from './question.ts';
import { shorten, toTitles } from './title.ts';
import { workOf } from './work.ts';

/** What form makes of a request. */
export interface FormPlan {
  readonly planned: Planned;
  /** The words are one plain order and what it is done to is there: a model would not know better. */
  readonly sure: boolean;
}

export interface FormGiven {
  readonly form: Form;
  readonly sources: readonly KnownSource[];
  readonly deps: PlanDeps;
}

/** More small cells than these share lanes: each does all languages of its item. */
const MAX_CELLS = 24;
/** More values than these in one answer are left out or mixed up too often. */
const MAX_FIELDS = 40;
const MAX_COLUMN_CHARS = 60;

/** Work that goes through a text from its beginning to its end. */
const goesThrough = ({ order }: Form): boolean => order.verb === 'translate' || order.verb === 'do';

/** Plans by form alone: what is listed, attached and named. Always has a plan, or a question back; whether that is all there is to know is `sure`. */
export async function planForm(given: FormGiven): Promise<FormPlan> {
  const { form, sources } = given;
  if (form.questions !== null)
    return {
      planned: toPlan(form, questionStage(form.questions, sources), `${form.questions.length} lanes: one for each question`),
      sure: true,
    };
  const asked = askBack(given);
  if (asked !== null) return { planned: asked, sure: !form.doubt };
  // A text of its own beside files, or a list beside them, may be either.
  const crossed = sources.length > 0 && (form.texts.length > 0 || form.list !== null);
  const over = await findOver(given);
  if (over !== null && 'code' in over) return { planned: over, sure: form.plain && !form.doubt };
  const planned = form.plain && form.order.verb === 'translate' ? await translate(given, over) : await perform(given, over);
  const isAbout = over !== null || sources.length > 0 || form.texts.length > 0 || form.list !== null;
  return { planned, sure: isAbout && form.plain && !form.doubt && !crossed && !isOpen(given, over) };
}

/** Several files and an order that does not say whether it is about each of them or about all. */
function isOpen({ form, sources }: FormGiven, over: Over | null): boolean {
  const { order } = form;
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
  const example = order.verb === 'translate' ? 'translate into French: Good morning' : 'summarize: …';
  return toQuestion(
    'material_missing',
    `There is nothing to work on yet. Put the text after a colon, like “${example}”, or attach the files.`,
  );
}

/** Each of what? A list that stands there, the rows of the only table, the files; null: of nothing, it is one piece of work. */
async function findOver({ form, sources, deps }: FormGiven): Promise<Over | Question | null> {
  const { order, list } = form;
  if (list?.each === true && sources.length === 0) return overList(list, isInline(form, list), deps);
  const files = sources.filter((source) => source.kind === 'file');
  const [table, ...others] = sources.filter((source) => source.columns.length > 0 && source.rows > 0);
  const isAlone = table !== undefined && others.length === 0 && sources.length === 1;
  const byRow = order.noun === 'row' || order.columns !== null || ((order.each || order.labels !== null) && order.noun !== 'file');
  if (isAlone && byRow && (order.each || order.columns !== null || order.labels !== null)) return overRows(table, 'row', deps);
  if (files.length < 2 || isJoint(order)) return null;
  const many = order.each || (form.plain && (order.these || order.noun === null || order.verb === 'translate') && !order.this);
  return many ? overFiles(files, goesThrough(form), deps) : null;
}

/** An item stands well in a sentence where that is about it; a text that is to be translated or summed up does not. */
const isInline = ({ order, plain }: Form, { template }: FormList): boolean =>
  template !== null || (plain && order.verb !== 'translate' && order.verb !== 'summarize');

const toPlan = (form: Form, stage: StagePlan, why: string, notes: readonly string[] = [], account: readonly string[] = []): Planned => {
  const plan: Plan = {
    mode: stage.lanes.length === 1 ? 'simple' : 'orchestrate',
    why,
    notes,
    ...(account.length > 0 && { account }),
    ...(form.order.lang !== 'en' &&
      form.plain &&
      form.order.verb !== 'translate' && { language: LANGUAGE_NAMES.of(form.order.lang) ?? null }),
    ...(form.budgetUsd !== null && { budgetUsd: form.budgetUsd }),
    texts: form.texts,
    stages: [stage],
  };
  return { kind: 'plan', plan };
};

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language' });

const stageOf = (form: Form, lanes: readonly LanePlan[], merge: MergeKind, rowName: string): StagePlan => ({
  title: shorten(form.words),
  lanes,
  merge,
  mergePrompt: form.words,
  distinct: false,
  rowName,
});

function questionStage(questions: readonly string[], sources: readonly KnownSource[]): StagePlan {
  const titles = toTitles(questions);
  const ids = sources.map((source) => source.id);
  const lanes = questions.map(
    (question, index): LanePlan => ({ title: titles[index] ?? question, prompt: question, sources: ids, work: 'answer', output: TEXT }),
  );
  return {
    title: shorten(questions[0] ?? ''),
    lanes,
    merge: 'ordered',
    mergePrompt: questions.join('\n'),
    distinct: false,
    rowName: 'Question',
  };
}

/** Languages, for the whole or for each of several things. */
async function translate({ form, sources, deps }: FormGiven, over: Over | null): Promise<Planned> {
  const wish = form.order.languages ?? { named: [], picks: [], notes: [], vague: true };
  const texts = [...form.texts.map((text) => text.text), ...(form.list?.items.map((item) => item.text) ?? [])];
  const readable = sources.filter((source) => source.readable).map((source) => source.id);
  const own = wish.picks.length === 0 ? null : await ownLanguage(texts.slice(0, 8), readable, deps);
  const languages = toLanguages(wish, own, true);
  if ('code' in languages) return languages;
  const whole = over ?? (await overWhole(form, sources, deps));
  if ('code' in whole) return whole;
  const cells = whole.pieces.length * languages.titles.length;
  const folded =
    !whole.long && whole.pieces.length > 1 && languages.titles.length > 1 && cells > MAX_CELLS && languages.titles.length <= MAX_FIELDS;
  if (folded) return foldLanguages(form, whole, languages);
  if (cells > deps.maxLanes) return tooManyLanes(cells, deps.maxLanes);
  const lanes = whole.pieces.flatMap((piece) => languages.titles.map((title) => toTranslationLane(piece, title, whole, languages)));
  const titles = toTitles(lanes.map((lane) => lane.title));
  const named = lanes.map((lane, index): LanePlan => ({ ...lane, title: titles[index] ?? lane.title }));
  const why = whyOf(lanes.length, [
    ...(whole.pieces.length > 1 ? [{ count: whole.pieces.length, one: whole.one, many: whole.many }] : []),
    ...(languages.titles.length > 1 ? [{ count: languages.titles.length, one: 'language', many: 'languages' }] : []),
  ]);
  const rowName = whole.pieces.length > 1 ? `${whole.rowName} → Language` : 'Language';
  return toPlan(
    form,
    stageOf(form, named, 'ordered', rowName),
    why ?? `1 call: only one language, ${languages.titles[0]}`,
    [...languages.notes, ...whole.notes],
    [...whole.account, ...languages.account],
  );
}

function toTranslationLane(piece: Piece, language: string, whole: Over, { titles }: Languages): LanePlan {
  const title = whole.pieces.length === 1 ? language : titles.length === 1 ? piece.title : `${piece.title} → ${language}`;
  const [lane] = toLanes(
    { ...whole, pieces: [{ ...piece, title }] },
    { template: toTranslation(language), shared: [], work: 'translate', output: TEXT, lang: 'en' },
  );
  if (lane === undefined) throw new Error('a piece gives one lane');
  return { ...lane, title };
}

/** Many small texts in many languages: a lane a text, with all its languages as one row. */
function foldLanguages(form: Form, over: Over, { titles, notes, account }: Languages): Planned {
  const into = `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
  const output: Output = { kind: 'fields', fields: titles };
  const lanes = toLanes(over, { template: `Translate {item} into ${into}. ${KEEP}`, shared: [], work: 'translate', output, lang: 'en' });
  const cells = lanes.length * titles.length;
  const why = `${cells} cells as ${lanes.length} lanes of ${titles.length}: one for each ${over.one} with all its languages, since a call for every language of each would repeat the same work in small pieces`;
  return toPlan(form, stageOf(form, lanes, 'table', over.rowName), why, [...notes, ...over.notes], [...over.account, ...account]);
}

/** All material as one piece; where it is one text that is too long for one call, as its parts. */
async function overWhole(form: Form, sources: readonly KnownSource[], deps: PlanDeps): Promise<Over | Question> {
  const texts = [...sources, ...form.texts.map(({ id, title, text }) => ({ id, title, chars: text.length }))];
  const [only, ...others] = texts;
  const chunks = only === undefined || others.length > 0 ? null : overChunks(only, goesThrough(form), deps);
  if (chunks !== null) return chunks;
  const list = form.list === null ? '' : form.list.items.map((item) => item.text).join('\n');
  const piece: Piece = {
    title: shorten(form.words),
    item: list === '' ? 'the material' : 'the passage below',
    sources: texts.map((text) => text.id),
    passage: list,
    aside: '',
  };
  return { one: 'text', many: 'texts', pieces: [piece], rowName: '', notes: [], account: [], parted: [], long: false };
}

/** Any other order, for each of several things or once. */
async function perform({ form, sources, deps }: FormGiven, over: Over | null): Promise<Planned> {
  const { order, list } = form;
  const whole = over ?? (await overWhole(form, sources, deps));
  if ('code' in whole) return whole;
  const work = toWork(form);
  const output = toOutput(form, whole);
  const shared = sources
    .map((source) => source.id)
    .filter((id) => !whole.parted.includes(id) && !whole.pieces.some((piece) => piece.sources.includes(id)));
  const each = { template: toInstruction(form, list, whole), shared, work, output, lang: order.lang };
  const lanes = toLanes(whole, each);
  const single = whole.pieces.length === 1;
  const isParts = over === null && !single;
  const merge = single
    ? 'ordered'
    : isParts
      ? mergeParts(form, work)
      : output.kind !== 'text'
        ? 'table'
        : order.digest
          ? 'digest'
          : 'ordered';
  const stage: StagePlan = { ...stageOf(form, lanes, merge, whole.rowName), ...(isParts && merge === 'digest' && { digest: 'parts' }) };
  const why = single ? whyOne(form, sources) : (whyOf(lanes.length, [{ count: lanes.length, one: whole.one, many: whole.many }]) ?? '');
  const { count } = order;
  const files = sources.filter((source) => source.kind === 'file').length;
  const counted = form.plain && count !== null && files > 1 && count !== files ? [`${count} were announced and ${files} are there.`] : [];
  return toPlan(form, stage, single || merge === 'ordered' ? why : `${why}${THEN[merge] ?? ''}`, whole.notes, [
    ...counted,
    ...whole.account,
  ]);
}

const THEN: Readonly<Partial<Record<MergeKind, string>>> = {
  digest: ', then one digest',
  table: ', as a table',
  dedupe: ', then without repeats',
};

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
function toInstruction(form: Form, list: FormList | null, { pieces, parted }: Over): string {
  const { words, order, plain } = form;
  if (list?.template != null) return toSentence(list.template);
  const hasMaterial = pieces.some((piece) => piece.sources.length > 0 || piece.passage !== '');
  const isAll = pieces.length === 1 && (pieces[0]?.sources.length ?? 0) > 1;
  if (plain && (hasMaterial || pieces.length > 1) && !isAll) return toTemplate(words, order);
  const said = plain ? toOrder(words, order) : toSentence(words);
  return parted.length > 0 && pieces.length > 1 ? `${said}\n\nThe material is one of several: do this for it alone.` : said;
}

interface Counted {
  readonly count: number;
  readonly one: string;
  readonly many: string;
}

/** "15 lanes: one for each language"; null where nothing varies. */
function whyOf(lanes: number, varying: readonly Counted[]): string | null {
  const [first, second] = varying;
  if (first === undefined) return null;
  const over =
    second === undefined
      ? `one for each ${first.one}`
      : `one for each pair of ${first.count} ${first.many} × ${second.count} ${second.many}`;
  return `${lanes} lanes: ${over}`;
}

/** Why it is one call. */
function whyOne({ texts, plain }: Form, sources: readonly KnownSource[]): string {
  if (sources.length > 1) return `1 call: it does not say to take the ${sources.length} sources one by one`;
  if (sources.length + texts.length === 1 && plain) return '1 call: one text, one task';
  return '1 call: no list, languages or files to split it by';
}

/** The request as one call, whatever could be seen in it: one text that is too long for that as its parts. */
export async function planOne({ form, ...given }: FormGiven): Promise<Planned> {
  return await perform({ ...given, form: { ...form, list: form.plain ? form.list : null } }, null);
}
