import type { CutText } from '../plan.ts';
import { findBlock } from './block.ts';
import { findLines, type ListItem, readForEach, toItem } from './for-each.ts';
import { parseList } from './list.ts';
import { type Order, readOrder } from './order.ts';
import { readJsonList, readPastedTable, tableItems } from './pasted-table.ts';
import { splitRequest } from './split.ts';
import { trimBy } from './trim.ts';

/** What code can see of a request: how it is set, and whether its words are one plain order. */
export interface Form {
  /** The instruction, without texts and lists that stand behind it. Where it is no plain order, the whole request. */
  readonly words: string;
  readonly order: Order;
  /** The words are one plain order and nothing else, so that what is to be done needs no model to be understood. */
  readonly plain: boolean;
  /** A text that stands in the request and is what the order is about: none or one. */
  readonly texts: readonly CutText[];
  /** A list that the request holds, and how a lane of it is told what to do; null: none. */
  readonly list: FormList | null;
  /** The request is questions, one a line, and nothing else; null: it is not. */
  readonly questions: readonly string[] | null;
  /** It is plain, and something speaks against it all the same, so that a model is asked where there is one. */
  readonly doubt: boolean;
  /** What stands in the place of a text is links and nothing else. */
  readonly links: boolean;
  /** What the run may cost by the request's words, in US dollars; null: they do not say. */
  readonly budgetUsd: number | null;
}

export interface FormList {
  readonly items: readonly ListItem[];
  /** As in `ForEach`; null: the order itself says it. */
  readonly template: string | null;
  /** It says that there are more ("etc."). */
  readonly open: boolean;
  readonly argued: boolean;
  /** The words are about each of it. False: a list stands there, and a model has to say what for. */
  readonly each: boolean;
}

const MAX_HEAD_CHARS = 1_500;
/** What nobody sees, at the ends of what was pasted. */
const EDGE = /[\s\u200B-\u200F\u2060\uFEFF]/;

/** Money in words, in an order: "for 1 dollar", "under $0.50". */
const MONEY =
  /[\s,]+(?:(?:for|under|within|below|max\.?|maximum|at most|up to|no more than|not more than|with a budget of|budget)\s+)+(?:\$\s?(\d{1,6}(?:\.\d{1,4})?)|(\d{1,6}(?:\.\d{1,4})?|an?|one|two|five|ten)\s?(\$|usd|dollars?|bucks|cents?|¢))(?![\p{L}\p{N}])/iu;
const WORDS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, five: 5, ten: 10 };

interface Money {
  readonly rest: string;
  readonly usd: number;
}

function takeMoney(request: string): Money | null {
  const head = request.slice(0, MAX_HEAD_CHARS);
  const match = MONEY.exec(head);
  if (match === null) return null;
  const [said, dollars, amount = '', unit = ''] = match;
  const value = dollars === undefined ? (WORDS[amount.toLowerCase()] ?? Number(amount)) : Number(dollars);
  const usd = /cents?|¢/i.test(unit) ? value / 100 : value;
  return usd > 0 ? { rest: request.slice(0, match.index) + request.slice(match.index + said.length), usd } : null;
}

/** Reads a request's form. The same request always reads the same. Takes any text. */
export function readForm(typed: string): Form {
  const request = trimBy(typed, EDGE);
  const questions = readQuestions(request);
  if (questions !== null) return { ...readOpenForm(request), plain: true, questions };
  const plain = toPlain(request, null);
  if (plain !== null) return plain;
  const money = takeMoney(request);
  return (money === null ? null : toPlain(money.rest, money.usd)) ?? readOpenForm(request);
}

function toPlain(request: string, budgetUsd: number | null): Form | null {
  const split = splitRequest(request);
  if (split === null) return null;
  const { words, order, body, doubt } = split;
  const form = { words, order, plain: true, texts: [], list: null, questions: null, doubt, links: false, budgetUsd };
  if (body === null) return form;
  const text = unquote(body);
  if (text.split(/\s+/).every((word) => LINK.test(word))) return { ...form, doubt: true, links: true };
  // Columns are filled in for each thing; labels, and what is one of several things, want to be told so.
  const isEach = order.each || order.columns !== null || (order.labels !== null && order.these);
  const listed = toListed(text);
  if (isEach && listed === null) return null;
  const list = listed === null ? null : toList(listed);
  if (isEach && list !== null) return { ...form, list, doubt: doubt || list.argued || list.open };
  const isOpen =
    (order.each && order.verb !== 'translate') || (order.labels !== null && list !== null) || isMostlyLink(order, text) || asksMore(text);
  return { ...form, texts: [{ id: 'T1', title: 'the text', text }], doubt: doubt || isOpen };
}

/** Work on what a text says: of a link that can't be had. */
const READS: ReadonlySet<Order['verb']> = new Set(['summarize', 'do', 'tell', 'answer', 'compare', 'classify'] as const);
const MAX_BESIDE_LINK_CHARS = 200;

/** A link and a few words: what it leads to may be what is meant. */
const isMostlyLink = ({ verb }: Order, text: string): boolean =>
  READS.has(verb) &&
  text.length < 2 * MAX_BESIDE_LINK_CHARS &&
  /(?:https?:\/\/|www\.)\S/i.test(text) &&
  withoutLinks(text).length < MAX_BESIDE_LINK_CHARS;

const withoutLinks = (text: string): string => text.replace(/(?:https?:\/\/|www\.)\S+/gi, '');

const MAX_LAST_LINE_CHARS = 200;

/** The last line of several is an order itself, as likely as a part of the text. */
function asksMore(text: string): boolean {
  const at = text.lastIndexOf('\n');
  const line = text.slice(at + 1).trim();
  if (at === -1 || line.length > MAX_LAST_LINE_CHARS) return false;
  const { verb, left, dropped } = readOrder(line);
  return verb !== null && (left.length < 2 || dropped[0]?.start === 0);
}

/** A request that is no plain order: what can be seen of it all the same. */
export function readOpenForm(typed: string): Form {
  const request = trimBy(typed, EDGE);
  const order = readOrder(request.slice(0, MAX_HEAD_CHARS));
  const form = { words: request, order, plain: false, texts: [], questions: null, doubt: false, links: false, budgetUsd: null };
  const found = readForEach(request);
  if (found !== null) {
    const { plain, ...list } = found;
    return { ...form, plain: plain && !list.argued && !list.open, list: { ...list, each: true } };
  }
  const lines = findLines(request);
  return { ...form, list: lines === null ? null : { items: lines.items, template: null, open: false, argued: false, each: false } };
}

/**
 * A text without what is said around a list in it: "Thanks!" below its last line. Null: other words are beside the
 * list.
 */
function toListed(text: string): string | null {
  const block = findBlock(text);
  if (block === null) return text;
  const beside = `${text.slice(0, block.start)} ${text.slice(block.end)}`.trim();
  if (beside === '') return text;
  const { verb, left } = readOrder(beside);
  return verb === null && left.length === 0 ? text.slice(block.start, block.end) : null;
}

/** What an order about each of several things stands before; null for a text that is no list. */
function toList(text: string): FormList | null {
  const json = readJsonList(text);
  if (json !== null) return { items: json, template: null, open: false, argued: false, each: true };
  const table = readPastedTable(text);
  if (table !== null) return { items: tableItems(table), template: null, open: false, argued: false, each: true };
  const { items, open, argued, form } = parseList(text);
  if (items.length < 2) return null;
  // Commas in sentences are no list's.
  if (form === 'commas' && items.some((item) => item.length > 120 || /[.!?。]\s/.test(item))) return null;
  return { items: items.map(toItem), template: null, open, argued, each: true };
}

/** Marks of a quotation, and of quoted lines, are no part of the text. */
function unquote(text: string): string {
  const lines = text.split('\n');
  const bare = lines.every((line) => /^>/.test(line.trim()) || line.trim() === '')
    ? lines.map((line) => line.replace(/^\s*>\s?/, '')).join('\n')
    : text;
  const trimmed = bare.trim();
  const [, inner] = /^(?:"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|「([^」]+)」)$/u.exec(trimmed)?.filter((it) => it !== undefined) ?? [];
  return inner ?? trimmed;
}

const LINK = /^<?(?:https?:\/\/|www\.)\S+$/i;
const MAX_QUESTION_CHARS = 400;
const NUMBERED = /^\s*(?:[-*•]|\(?\d{1,3}[.)])\s+/u;

/** At least two lines, each a question. */
function readQuestions(request: string): readonly string[] | null {
  const lines = request
    .split('\n')
    .map((line) => line.replace(NUMBERED, '').trim())
    .filter((line) => line !== '');
  const isQuestion = (line: string): boolean => line.length <= MAX_QUESTION_CHARS && /[?？؟]$/u.test(line) && /\p{L}/u.test(line);
  return lines.length > 1 && lines.every(isQuestion) ? lines : null;
}
