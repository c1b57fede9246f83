import { toLaneValue } from '#commands/press.ts';
import { toLaneWishes, toOfferedLanes, toOffers, toOptionText, WISH_WORDS } from '#core/view/offers.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { toCustomId } from '../actions.ts';
import { button, buttons, menu, type Row } from './components.ts';
import { toWords } from './escape.ts';

/** What a select takes. */
export const MOST_OPTIONS = 25;
const NAME_CHARS = 40;
const OPTION_CHARS = 60;

/** What a person can do about this run now. */
export const boardOffers = (view: RunView): Row[] =>
  buttons(toOffers(view).map(({ wish, words, tone }) => button(toCustomId(wish, view.runId), words, tone)));

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
