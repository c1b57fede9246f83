import { KEEP, toTranslation } from './form/order-prompt.ts';
import { type FormGiven, stageOf, toPlan, whyOf } from './form-stage.ts';
import { type Languages, ownLanguage, toLanguages } from './over/languages.ts';
import { type Over, type Piece, toLanes } from './over/over.ts';
import { overWhole } from './over/whole.ts';
import { type LanePlan, type Output, type Planned, TEXT } from './plan.ts';
import { tooManyLanes } from './question.ts';
import { toTitles } from './title.ts';

/** More small cells than these share lanes: each does all languages of its item. */
const MAX_CELLS = 24;
/** More values than these in one answer are left out or mixed up too often. */
const MAX_FIELDS = 40;
/** Texts whose language is told; more of a list say nothing new. */
const MAX_TOLD = 8;

/** Languages, for the whole or for each of several things. */
export async function translateForm(given: FormGiven, over: Over | null): Promise<Planned> {
  const { form, sources, deps } = given;
  const wish = form.order.languages ?? { named: [], picks: [], notes: [], vague: true };
  const texts = [...form.texts.map((text) => text.text), ...(form.list?.items.map((item) => item.text) ?? [])];
  const readable = sources.filter((source) => source.readable).map((source) => source.id);
  const own = wish.picks.length === 0 ? null : await ownLanguage(texts.slice(0, MAX_TOLD), readable, deps);
  const languages = toLanguages(wish, own, true);
  if ('code' in languages) return languages;
  const { titles } = languages;
  const whole = over ?? overWhole(given);
  if ('code' in whole) return whole;
  const cells = whole.pieces.length * titles.length;
  const isSmall = !whole.long && whole.pieces.length > 1 && titles.length > 1;
  if (isSmall && cells > MAX_CELLS && titles.length <= MAX_FIELDS) return foldLanguages(given, whole, languages);
  if (cells > deps.maxLanes) return tooManyLanes(cells, deps.maxLanes);
  const lanes = whole.pieces.flatMap((piece) => titles.map((title) => toLane(piece, title, whole, languages)));
  const unique = toTitles(lanes.map((lane) => lane.title));
  const named = lanes.map((lane, index): LanePlan => ({ ...lane, title: unique[index] ?? lane.title }));
  const why = whyOf(lanes.length, [
    ...(whole.pieces.length > 1 ? [{ count: whole.pieces.length, one: whole.one, many: whole.many }] : []),
    ...(titles.length > 1 ? [{ count: titles.length, one: 'language', many: 'languages' }] : []),
  ]);
  const rowName = whole.pieces.length > 1 ? `${whole.rowName} → Language` : 'Language';
  return toPlan(form, stageOf(form, named, 'ordered', rowName), why ?? `1 call: only one language, ${titles[0]}`, {
    ...whole,
    notes: [...languages.notes, ...whole.notes],
    account: [...whole.account, ...languages.account],
  });
}

function toLane(piece: Piece, language: string, { pieces }: Over, { titles }: Languages): LanePlan {
  const title = pieces.length === 1 ? language : titles.length === 1 ? piece.title : `${piece.title} → ${language}`;
  const each = { template: toTranslation(language), shared: [], work: 'translate', output: TEXT, lang: 'en' } as const;
  const [lane] = toLanes({ pieces: [{ ...piece, title }] }, each);
  if (lane === undefined) throw new Error('a piece gives one lane');
  return { ...lane, title };
}

/** Many small texts in many languages: a lane a text, with all its languages as one row. */
function foldLanguages({ form }: FormGiven, over: Over, { titles, notes, account }: Languages): Planned {
  const into = `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
  const output: Output = { kind: 'fields', fields: titles };
  const lanes = toLanes(over, { template: `Translate {item} into ${into}. ${KEEP}`, shared: [], work: 'translate', output, lang: 'en' });
  const cells = lanes.length * titles.length;
  const why = `${cells} cells as ${lanes.length} lanes of ${titles.length}: one for each ${over.one} with all its languages, since a call for every language of each would repeat the same work in small pieces`;
  return toPlan(form, stageOf(form, lanes, 'table', over.rowName), why, {
    ...over,
    notes: [...notes, ...over.notes],
    account: [...over.account, ...account],
  });
}
