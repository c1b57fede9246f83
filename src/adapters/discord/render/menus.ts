import { CARD_WISHES, toLaneValue } from '#commands/press.ts';
import { type OfferWish, toLaneWishes, toOfferedLanes, toOffers, toOptionText, WISH_WORDS } from '#core/view/offers.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { toAnsweredCard, toCustomId } from '../actions.ts';
import { button, buttons, menu, type Row } from './components.ts';
import { toWords } from './escape.ts';

/** What a select takes. */
export const MOST_OPTIONS = 25;
const NAME_CHARS = 40;
const OPTION_CHARS = 60;

/** What a row takes. */
const MOST_BUTTONS = 5;
/** What a row of buttons takes of a label. */
const LABEL_CHARS = 60;

/** What a person can do about this run now, the answers to what is asked first; at most five a row. */
export function boardOffers(view: RunView): Row[] {
  const offers = toOffers(view).filter(({ wish }, at, all) => all.findIndex((it) => it.wish === wish) === at);
  const all = offers.map(({ wish, words, tone }) => button(toCustomId(wish, aboutOf(wish, view)), toWords(words, LABEL_CHARS), tone));
  return Array.from({ length: Math.ceil(all.length / MOST_BUTTONS) }, (_, at) =>
    buttons(all.slice(at * MOST_BUTTONS, (at + 1) * MOST_BUTTONS)),
  ).flat();
}

const aboutOf = (wish: OfferWish, view: RunView): string => (CARD_WISHES.some((it) => it === wish) ? toAnsweredCard(view) : view.runId);

/** The lanes to open, at most `most`; none without. */
export const boardMenu = (view: RunView, most: number): Row[] =>
  menu(
    toCustomId('lanes', view.runId),
    'Open a lane',
    toOfferedLanes(view, most).map((lane) => ({
      label: toWords(toOptionText(lane, NAME_CHARS), OPTION_CHARS) || `Lane ${lane.index}`,
      value: toLaneValue(view.runId, lane.index, 'open'),
    })),
  );

/** What can be wished of one lane. */
export const laneMenu = ({ runId }: RunView, lane: LaneView): Row[] =>
  menu(
    toCustomId('lane', toLaneValue(runId, lane.index, 'open')),
    `What to do with lane ${lane.index}`,
    toLaneWishes(lane).map((wish) => ({ label: WISH_WORDS[wish], value: toLaneValue(runId, lane.index, wish, lane.opened) })),
  );
