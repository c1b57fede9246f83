import type { ActionsBlock, KnownBlock, ModalView, PlainTextElement, RichTextBlock } from '@slack/types';
import { toLaneValue } from '#commands/press.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { LANE_BUTTONS } from '../actions.ts';

/** One lane opened: what it gave, and what can be done with it. */
export const LANE_FORM = 'fanout_lane_form';

/** Slack's limit for one typed field. */
const MOST_PROMPT_CHARS = 3_000;
/** Of a lane's text; `show` has the whole. In UTF-16 code units. */
const MOST_TEXT_CHARS = 6_000;

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });

const WORDS: Readonly<Record<LaneView['status'], string>> = {
  waiting: 'waiting',
  running: 'at work',
  done: 'done',
  failed: 'failed',
  timedOut: 'timed out',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

export interface OpenLane {
  readonly view: RunView;
  readonly lane: LaneView;
  readonly prompt: string;
  readonly text: string | null;
  /** What became of the last press in it; null: nothing was pressed. */
  readonly said: string | null;
}

/** A lane as Slack opens it: submitting it does the lane again with the prompt as it stands there. Its texts are plain, so nothing in them can mention anybody. */
export function toLaneForm({ view, lane, prompt, text, said }: OpenLane): ModalView {
  const open = lane.status === 'waiting' || lane.status === 'running';
  const long = prompt.length > MOST_PROMPT_CHARS;
  const shown = text === null ? null : text.length > MOST_TEXT_CHARS ? `${text.slice(0, MOST_TEXT_CHARS)}…` : text;
  const value = (wish: 'retry' | 'skip'): string => toLaneValue(view.runId, lane.index, wish, wish === 'retry' ? lane.opened : null);
  const actions: ActionsBlock['elements'] = [
    open
      ? { type: 'button', action_id: LANE_BUTTONS.skip, text: plain('Skip'), value: value('skip') }
      : { type: 'button', action_id: LANE_BUTTONS.retry, text: plain('Retry as it is'), value: value('retry') },
  ];
  const blocks: KnownBlock[] = [
    ...(said === null || said === '' ? [] : [note(said)]),
    {
      type: 'section',
      text: plain(
        `Lane ${lane.index}: ${lane.title} · ${WORDS[lane.status]}${lane.note === null ? '' : ` · ${lane.note}`}`.slice(0, 3_000),
      ),
    },
    ...(shown === null ? [] : [toPreformatted(shown)]),
    { type: 'actions', elements: actions },
    long
      ? { type: 'section', text: plain('What is asked of it is longer than a form can hold, so it can be done again as it is only.') }
      : {
          type: 'input',
          block_id: 'prompt',
          label: plain('What is asked of it'),
          hint: plain('Change it, and only this lane and the merge are done again.'),
          element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: MOST_PROMPT_CHARS, initial_value: prompt },
        },
  ];
  return {
    type: 'modal',
    callback_id: LANE_FORM,
    title: plain(`Lane ${lane.index}`),
    close: plain('Close'),
    ...(long ? {} : { submit: plain('Edit and retry') }),
    private_metadata: toLaneValue(view.runId, lane.index, 'edit'),
    blocks,
  };
}

/** A form that only says something. */
export const toNote = (title: string, text: string): ModalView => ({
  type: 'modal',
  title: plain(title),
  close: plain('Close'),
  blocks: [note(text)],
});

const note = (text: string): KnownBlock => ({ type: 'section', text: plain(text.slice(0, 3_000)) });

function toPreformatted(text: string): RichTextBlock {
  const elements = text === '' ? [] : [{ type: 'text', text } as const];
  return { type: 'rich_text', elements: [{ type: 'rich_text_quote', elements }] };
}
