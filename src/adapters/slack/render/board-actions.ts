import type { ActionsBlock, Button, PlainTextOption, StaticSelect } from '@slack/types';
import { toLaneValue } from '#commands/press.ts';
import { type Offer, toOfferedLanes, toOffers, toOptionText } from '#core/view/offers.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { BUTTONS, LANES_MENU, toCardValue } from '../actions.ts';
import { actions, button, confirm, plain } from './blocks.ts';
import { toWords } from './escape.ts';

/** What a select takes (docs.slack.dev, select menu). */
export const MOST_OPTIONS = 100;
/** With how it ended still below the 75 of an option's text. */
const NAME_CHARS = 50;
const OPTION_CHARS = 70;

/** Of a button (docs.slack.dev, button element), and of one in a dialog that asks again. */
const BUTTON_CHARS = 75;
const CONFIRM_CHARS = 30;
const RAISE = 'The lanes that the budget had no room for start then. All of the run together never costs more than that.';

/** What a person can do about this run now; at most `options` lanes in the menu, and none without. */
export function boardActions(view: RunView, options: number): ActionsBlock[] {
  const offers = toOffers(view);
  // Slack refuses a block with two buttons of one name: the first of them is the one that waits for an answer.
  const once = offers.filter(({ wish }, at) => offers.findIndex((offer) => offer.wish === wish) === at);
  return actions([...once.map((offer) => toButton(view, offer)), ...toMenu(view, options)]);
}

function toButton(view: RunView, { wish, words, tone }: Offer): Button {
  const it = button(BUTTONS[wish], toWords(words, BUTTON_CHARS), toCardValue(wish, view), tone === 'plain' ? undefined : tone);
  // The only press that spends more than people have said yes to.
  return wish === 'raise' ? { ...it, confirm: confirm('Spend more?', RAISE, toWords(words, CONFIRM_CHARS), 'Leave it') } : it;
}

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
