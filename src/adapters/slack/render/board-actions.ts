import type { ActionsBlock, Button, PlainTextOption, StaticSelect } from '@slack/types';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { BUTTONS, LANES_MENU, toLaneValue } from '../actions.ts';
import { actions, button, plain } from './blocks.ts';
import { laneName, statusWord } from './lane-saying.ts';

/** What a select takes (docs.slack.dev, select menu). */
export const MOST_OPTIONS = 100;
/** With how it ended still below the 75 of an option's text. */
const NAME_CHARS = 50;

/** What a person can do about this run now; at most `options` lanes in the menu, and none without. */
export function boardActions(view: RunView, options: number): ActionsBlock[] {
  return actions([...toButtons(view), ...toMenu(view, options)]);
}

function toButtons({ phase, runId, ledger, outcome }: RunView): Button[] {
  const stop = button(BUTTONS.stop, 'Stop', runId, 'danger');
  switch (phase) {
    case 'reading':
    case 'planning':
    case 'merging':
      return [stop];
    case 'asking':
      return [button(BUTTONS.yes, 'Run', runId, 'primary'), button(BUTTONS.stop, 'Cancel', runId)];
    case 'running':
      return [stop, ...(ledger.done > 0 ? [button(BUTTONS.merge, 'Merge now', runId)] : [])];
    case 'ended': {
      if (outcome === 'question' || ledger.done >= ledger.asked) return [];
      const failed = ledger.failed + ledger.timedOut > 0;
      return [button(BUTTONS.retry, failed ? 'Retry failed' : 'Retry missing', runId)];
    }
    default:
      throw new Error(`unknown phase ${JSON.stringify(phase satisfies never)}`);
  }
}

function toMenu({ runId, lanes, phase }: RunView, most: number): StaticSelect[] {
  const begun = phase === 'running' || phase === 'merging' || phase === 'ended';
  const offered = begun ? mostWanted(lanes, most) : [];
  if (offered.length === 0) return [];
  return [
    {
      type: 'static_select',
      action_id: LANES_MENU,
      placeholder: plain('Open a lane'),
      options: offered.map((lane) => toOption(runId, lane)),
    },
  ];
}

const WANTED: readonly (readonly LaneView['status'][])[] = [
  ['failed', 'timedOut'],
  ['skipped', 'cancelled'],
  ['running'],
  ['done'],
  ['waiting'],
];

/** All in the order asked while there is room, else what is missing first. */
function mostWanted(lanes: readonly LaneView[], most: number): readonly LaneView[] {
  if (lanes.length <= most) return lanes;
  return WANTED.flatMap((statuses) => lanes.filter(({ status }) => statuses.includes(status))).slice(0, most);
}

function toOption(runId: string, lane: LaneView): PlainTextOption {
  const missing = lane.status !== 'done' && lane.status !== 'running' && lane.status !== 'waiting';
  const name = laneName(lane, NAME_CHARS);
  return { text: plain(missing ? `${name} · ${statusWord(lane)}` : name), value: toLaneValue(runId, lane.index, 'open') };
}
