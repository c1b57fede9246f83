import type { ActionsBlock, Button, PlainTextOption, StaticSelect } from '@slack/types';
import { toLaneValue } from '#commands/press.ts';
import { type Offer, toOfferedLanes, toOffers, toOptionText } from '#core/view/offers.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { BUTTONS, LANES_MENU } from '../actions.ts';
import { actions, button, plain } from './blocks.ts';
import { toWords } from './escape.ts';

/** What a select takes (docs.slack.dev, select menu). */
export const MOST_OPTIONS = 100;
/** With how it ended still below the 75 of an option's text. */
const NAME_CHARS = 50;
const OPTION_CHARS = 70;

/** What a person can do about this run now; at most `options` lanes in the menu, and none without. */
export function boardActions(view: RunView, options: number): ActionsBlock[] {
  return actions([...toOffers(view).map((offer) => toButton(view.runId, offer)), ...toMenu(view, options)]);
}

const toButton = (runId: string, { wish, words, tone }: Offer): Button =>
  button(BUTTONS[wish], words, runId, tone === 'plain' ? undefined : tone);

function toMenu(view: RunView, most: number): StaticSelect[] {
  const offered = toOfferedLanes(view, most);
  if (offered.length === 0) return [];
  const options = offered.map((lane) => toOption(view.runId, lane));
  return [{ type: 'static_select', action_id: LANES_MENU, placeholder: plain('Open a lane'), options }];
}

const toOption = (runId: string, lane: LaneView): PlainTextOption => ({
  text: plain(toWords(toOptionText(lane, NAME_CHARS), OPTION_CHARS)),
  value: toLaneValue(runId, lane.index, 'open'),
});
