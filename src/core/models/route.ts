/**
 * Which model does a lane. Pure, and the same for the same catalogue, so that a plan can be shown before it is paid:
 *   named by a person -> preferred by a rule -> the cheapest that fits -> the default, with what is missing
 */

import type { Route } from '../plan/plan.ts';
import { toShortCount } from '../view/amount.ts';
import { asksStrength, costOf, findLack, knows, type Need, strengthOf } from './fits.ts';
import type { Catalogue, ModelCard, PreferRule } from './model-card.ts';

const MAX_FALLBACKS = 2;

const WORK_WORDS: Readonly<Record<Need['work'], string>> = {
  translate: 'translation',
  summarize: 'summary',
  write: 'writing',
  answer: 'answer',
  extract: 'extraction',
  classify: 'labels',
  count: 'count',
  compare: 'comparison',
  dedupe: 'duplicates',
  language: 'language',
  keywords: 'keywords',
  digest: 'digest',
};

function toWords(need: Need): string {
  const tokens = `${toShortCount(need.inputTokens + need.outputTokens)} tokens`;
  return [WORK_WORDS[need.work], tokens, ...(need.pictures ? ['pictures'] : []), ...(need.structured ? ['in a form'] : [])].join(', ');
}

const can = (card: ModelCard, need: Need): boolean => findLack(card, need) === null;
const fits = (card: ModelCard, need: Need): boolean => can(card, need) && strengthOf(card) >= asksStrength(need);

/** Under a budget an unknown price has no room: nothing could be reserved for it. */
function isAffordable(card: ModelCard, need: Need): boolean {
  if (need.budgetUsd === null) return true;
  const cost = costOf(card, need);
  return cost !== null && cost <= need.budgetUsd;
}

/** Cheapest first, unknown prices last; equals stay in the catalogue's order. */
const byCost = (cards: readonly ModelCard[], need: Need): ModelCard[] =>
  cards.toSorted((one, other) => {
    const [a, b] = [costOf(one, need), costOf(other, need)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return a - b;
  });

const named = (names: readonly string[], { cards }: Catalogue): ModelCard[] =>
  names.flatMap((name) => cards.find((card) => card.name === name) ?? []);

function findPreferred(need: Need, catalogue: Catalogue): ModelCard | null {
  const applies = ({ works, languages }: PreferRule): boolean =>
    (works === null || works.includes(need.work === 'digest' ? 'summarize' : need.work)) &&
    (languages === null || need.languages.some((language) => knows(languages, language)));
  const preferred = catalogue.prefer.filter(applies).flatMap((rule) => named(rule.models, catalogue));
  // How strong a model is, is a guess; the rule is a person's word.
  return preferred.find((card) => can(card, need) && isAffordable(card, need)) ?? null;
}

/** The configured ones first, then the cheapest, those of another provider before the same one's: what fails for one model often fails for its neighbours. */
function findFallbacks(model: ModelCard, need: Need, catalogue: Catalogue): string[] {
  const configured = named(catalogue.fallbacks, catalogue).filter((card) => can(card, need));
  const others = byCost(
    catalogue.cards.filter((card) => fits(card, need)),
    need,
  );
  const elsewhere = others.filter((card) => card.provider !== model.provider);
  const names = [...configured, ...elsewhere, ...others].filter((card) => isAffordable(card, need)).map((card) => card.name);
  return [...new Set(names)].filter((name) => name !== model.name).slice(0, MAX_FALLBACKS);
}

function sayCheapest(picked: ModelCard, fitting: readonly ModelCard[], need: Need, { cards }: Catalogue): string {
  const words = toWords(need);
  if (cards.length === 1) return `the only model there is: ${words}`;
  if (fitting.length === 1) return `the only one of ${cards.length} that fits: ${words}`;
  const cost = costOf(picked, need);
  if (cost === null) return `first of ${fitting.length} that fit, their prices are unknown: ${words}`;
  const over = need.budgetUsd !== null && cost > need.budgetUsd;
  return `cheapest of ${fitting.length} that fit${over ? ', though over its share of the budget' : ''}: ${words}`;
}

/** Never rejects a lane: where nothing fits, the default model gets it. A model that a person named stands in for itself alone. */
export function routeLane(need: Need, catalogue: Catalogue): Route {
  if (need.chosen !== null) return { model: need.chosen, why: 'you chose it', fallbacks: [] };
  const [first] = catalogue.cards;
  if (first === undefined) return { model: null, why: 'the default: there are no others to choose from', fallbacks: [] };
  const preferred = findPreferred(need, catalogue);
  if (preferred !== null) {
    const why = `preferred by your routing: ${toWords(need)}`;
    return { model: preferred.name, why, fallbacks: findFallbacks(preferred, need, catalogue) };
  }
  const fitting = catalogue.cards.filter((card) => fits(card, need));
  const [cheapest] = byCost(fitting, need);
  if (cheapest === undefined) {
    const lack = findLack(first, need) ?? 'may be too weak for it';
    const why = `none fits, so the default, which ${lack}: ${toWords(need)}`;
    return { model: first.name, why, fallbacks: findFallbacks(first, need, catalogue) };
  }
  return {
    model: cheapest.name,
    why: sayCheapest(cheapest, fitting, need, catalogue),
    fallbacks: findFallbacks(cheapest, need, catalogue),
  };
}

/** The same lane by the next cheaper model, even by one that is a strength below what the work asks; null when there is none, or the price of the one it has is unknown. */
export function cheaper(route: Route, need: Need, catalogue: Catalogue): Route | null {
  const [now] = route.model === null ? catalogue.cards : named([route.model], catalogue);
  const cost = now === undefined ? null : costOf(now, need);
  if (cost === null) return null;
  const asks = asksStrength(need);
  const able = catalogue.cards.filter((card) => can(card, need) && strengthOf(card) >= asks - 1 && (costOf(card, need) ?? cost) < cost);
  const sorted = byCost(able, need);
  const dearest = sorted.at(-1);
  if (dearest === undefined) return null;
  const next = sorted.find((card) => costOf(card, need) === costOf(dearest, need)) ?? dearest;
  const why = strengthOf(next) < asks ? `cheaper, may be weaker: ${toWords(need)}` : `cheaper: ${toWords(need)}`;
  const fallbacks = findFallbacks(next, need, catalogue);
  // What was to become cheaper must not become dearer when it fails.
  const dearer = named(fallbacks, catalogue).filter((card) => (costOf(card, need) ?? Number.POSITIVE_INFINITY) > cost);
  return { model: next.name, why, fallbacks: fallbacks.filter((name) => dearer.every((card) => card.name !== name)) };
}
