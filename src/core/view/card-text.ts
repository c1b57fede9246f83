import type { Range } from '../plan/plan.ts';
import { toNeutralLine } from '../text/neutral.ts';
import { toCount, toCounted, toShortCount, toUsd, toWholeSeconds } from './amount.ts';
import type { CardView } from './card-view.ts';

const MAX_LINE_CHARS = 300;
/** Models named; what more there are is counted. */
const MAX_MODELS = 3;
const MINUTE_MS = 60_000;

/** What a card says, in at most 8 lines without markup. What comes from a plan or a person is one harmless line each; it is for the platform to escape. */
export function cardLines(card: CardView): string[] {
  const { change, why, budgetUsd, raiseUsd } = card;
  return [
    ...(change === null ? [] : [toNeutralLine(change, MAX_LINE_CHARS)]),
    toLanes(card),
    toCost(card),
    ...(why.trim() === '' ? [] : [toNeutralLine(why, MAX_LINE_CHARS)]),
    ...growth(card),
    ...(budgetUsd === null ? [] : [toBudget(budgetUsd, raiseUsd, card.usd)]),
  ].filter((line) => line !== '');
}

/** What is asked, in one line. */
export function cardQuestion({ kind, lanes, guessed, most, usd, raiseUsd }: CardView): string {
  const about = `${guessed ? 'about ' : ''}${toCounted(lanes, 'lane')}`;
  const cost = usd === null || usd.high <= 0 ? '' : ` for ${span(usd, toUsd)}`;
  switch (kind) {
    case 'plan':
      return `Run ${about}${cost}?`;
    case 'sample':
      return `These came first. Run the other lanes like them${cost}, or what should be different?`;
    case 'change':
      return `Change the plan to ${about}${cost}${raiseUsd === null ? '' : `, and raise the budget to ${toUsd(raiseUsd)}`}?`;
    case 'more':
      return `It found more to do than was approved: go on with ${guessed && most > lanes ? `up to ${toCounted(most, 'lane')}` : about}${cost}?`;
    default:
      throw new Error(`unknown kind ${JSON.stringify(kind satisfies never)}`);
  }
}

function toLanes({ lanes, guessed, models }: CardView): string {
  const about = guessed ? 'about ' : '';
  const [only] = models;
  if (models.length < 2) return `${about}${toCounted(lanes, 'lane')}${only === undefined ? '' : ` ${by(only.name)}`}`;
  const named = models.slice(0, MAX_MODELS).map((it) => `${toCount(it.lanes)} ${by(it.name)}`);
  const rest = models.slice(MAX_MODELS);
  const others = rest.reduce((sum, it) => sum + it.lanes, 0);
  const more = rest.length === 0 ? [] : [`${toCount(others)} on ${toCounted(rest.length, 'other model')}`];
  return `${about}${toCounted(lanes, 'lane')}: ${[...named, ...more].join(', ')}`;
}

const by = (name: string | null): string => (name === null ? 'without a model' : `on ${toNeutralLine(name, 80)}`);

function toCost({ lanes, tokens, usd, ms, cap }: CardView): string {
  if (tokens.high <= 0) return '';
  const atOnce = lanes > 1 ? `, ${cap > 1 ? `${toCounted(Math.min(cap, lanes), 'lane')} at once` : 'a lane at a time'}` : '';
  const cost = usd === null ? 'cost unknown' : span(usd, toUsd);
  return `about ${span(tokens, toRoundCount)} tokens, ${cost}, ${toTime(ms)}${atOnce}`;
}

function toTime({ low, high }: Range): string {
  const calmed = { low: calm(low, Math.floor), high: calm(high, Math.ceil) };
  return calmed.low <= 0 ? `at most ${toWholeSeconds(calmed.high)}` : span(calmed, toWholeSeconds);
}

function growth({ guessed, lanes, most }: CardView): string[] {
  if (!guessed || most <= lanes) return [];
  return [`It may grow to ${toCounted(most, 'lane')}: how many it takes is known once the stage before is done.`];
}

function toBudget(budgetUsd: number, raiseUsd: number | null, usd: Range | null): string {
  if (raiseUsd !== null) return `A yes raises the budget from ${toUsd(budgetUsd)} to ${toUsd(raiseUsd)}; it never costs more than that.`;
  const tight = usd !== null && usd.high > budgetUsd ? ', which may not be enough for all lanes' : '';
  return `It never costs more than ${toUsd(budgetUsd)}${tight}.`;
}

/** `12k to 18k`, `20 to 45 s`; one value where both read the same. */
function span({ low, high }: Range, toText: (value: number) => string): string {
  const [from, to] = [toText(low), toText(high)];
  if (from === to) return to;
  const [, unit] = ONE_UNIT.exec(to) ?? [];
  return `${unit !== undefined && ONE_UNIT.exec(from)?.[1] === unit ? from.slice(0, -unit.length) : from} to ${to}`;
}

/** A time in one unit: where both ends are, it is said once. */
const ONE_UNIT = /^\d+( [a-z]+)$/;

/** A guess has no tenths: `12k`, from a million on `1.2M`; below a thousand in tens. */
function toRoundCount(tokens: number): string {
  if (tokens < 1_000) return toCount(tokens < 100 ? tokens : Math.round(tokens / 10) * 10);
  return tokens < 999_500 ? `${Math.round(tokens / 1_000)}k` : toShortCount(tokens);
}

/** In whole seconds, from a minute on in steps of 15, from ten on in minutes. */
function calm(ms: number, round: (value: number) => number): number {
  const step = ms < MINUTE_MS ? 1_000 : ms < 10 * MINUTE_MS ? 15_000 : MINUTE_MS;
  return round(ms / step) * step;
}
