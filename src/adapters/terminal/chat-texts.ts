import { toUsd } from '#core/view/amount.ts';
import { cardLines, cardQuestion } from '#core/view/card-text.ts';
import { type OfferWish, toOffers } from '#core/view/offers.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';
import { isPublished } from './follow.ts';
import { toPlainLine } from './plain-text.ts';
import { sampleTexts } from './sample-text.ts';
import { renderEnd, renderFooter } from './summary-text.ts';

/** How a person says in the chat what a button says elsewhere. */
const WORDS: Partial<Record<OfferWish, string>> = {
  yes: 'yes',
  sample: 'sample',
  edit: '/edit',
  cheaper: 'cheaper',
  correct: '/correct and words',
  decline: 'no',
  stop: 'no',
};

/** What a view has that lines do not tell: replies, what is asked, an answer that comes before the end. */
export async function chatTexts(view: RunView, before: RunView | null, watch: Watching): Promise<string[]> {
  const said = new Set(before?.replies.map(({ id }) => id));
  const replies = view.replies.filter(({ id }) => !said.has(id)).map(({ text }) => `» ${text.split('\n').map(toPlainLine).join('\n  ')}`);
  const published = isPublished(view, before) && view.phase !== 'ended' ? [`\n${renderEnd(view)}\n`] : [];
  return [...replies, ...published, ...(await cardTexts(view, before, watch))];
}

async function cardTexts(view: RunView, before: RunView | null, watch: Watching): Promise<string[]> {
  const { card } = view;
  if (card === null || JSON.stringify(card) === JSON.stringify(before?.card ?? null)) return [];
  const sample = card.kind === 'sample' ? await sampleTexts(view, watch) : [];
  const offered = new Set(toOffers(view).map(({ wish }) => wish));
  const answers = card.kind === 'change' ? ['yes', 'no'] : [...offered].flatMap((wish) => WORDS[wish] ?? []);
  // The first one was told with the plan.
  const why = before?.why == null || before.why === view.why ? '' : card.why;
  return [...sample, ...cardLines({ ...card, why }).map(toPlainLine), `${toPlainLine(cardQuestion(card))} (${answers.join(' · ')})`];
}

/**
 * What the lines before it have not told of an end: the answer where it is new, and the run in one line; null where
 * nothing has happened since `before`.
 */
export function endText(view: RunView, before: RunView | null): string | null {
  if (before?.phase === 'ended' && before.endedAtMs === view.endedAtMs && before.revision === view.revision) return null;
  const raise = view.raiseUsd === null ? '' : `\nraise gives it up to ${toUsd(view.raiseUsd)}, and does what it had no room for.`;
  const footer = renderFooter(view, 'chat') + raise;
  return view.answer === null ? footer : `\n${renderEnd(view)}\n\n${footer}`;
}
