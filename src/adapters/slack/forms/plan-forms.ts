import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import { toVersion } from '#core/deliver/version.ts';
import { toNote } from './lane-form.ts';

/** The lanes of a plan as text, to be edited; its `private_metadata` is what `toEdited` gives. */
export const EDIT_FORM = 'fanout_edit_form';
/** What should be different after a sample; its `private_metadata` is the run's id. */
export const CORRECT_FORM = 'fanout_correct_form';

/** Slack's limit for one typed field: the lanes are shown in so many characters, and read back with the same number. */
export const EDIT_CHARS = 3_000;
const CORRECTION_CHARS = 2_000;

export const EDIT_TITLE = 'Edit lanes';
export const CORRECT_TITLE = 'Correct';
const HOW =
  'A line is a lane. Delete a line to drop it, change its words, or move it; its number says which lane it was. A new line without a number is a new lane.';
const TOO_MANY =
  'say in the thread what should change, like “@Fanout drop the last two” or “@Fanout also Korean”; run a sample first, and correct all lanes at once; or cancel, and ask again with the lanes that you want.';

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });

/** `k7m2qx4d/…`: whose lanes, and which they were: numbers in what a person left are numbers of these. */
export const toEdited = (runId: string, lanes: string): string => `${runId}/${toVersion(lanes)}`;

/** `lanes`: one a line, at most `EDIT_CHARS`. */
export function toEditForm(runId: string, lanes: string): ModalView {
  const input: KnownBlock = {
    type: 'input',
    block_id: 'lanes',
    label: plain('Lanes'),
    hint: plain(HOW),
    element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: EDIT_CHARS, initial_value: lanes },
  };
  return toForm(EDIT_FORM, EDIT_TITLE, 'Save', toEdited(runId, lanes), [input]);
}

/** Stands there until the lanes have been read. */
export const toLoadingForm = (title: string): ModalView => toNote(title, 'One moment…');

/** That there are too many to be edited here, and what else can be done. */
export const toUneditable = (lanes: number): ModalView =>
  toNote(EDIT_TITLE, `These are ${lanes} lanes, more than fit into a form. What you can do: ${TOO_MANY}`);

/** `left`: lanes that wait. */
export function toCorrectForm(runId: string, left: number): ModalView {
  const about = `It joins what is asked of every lane: the ${left === 1 ? 'one that waits begins' : `${left} that wait begin`} with it, and those that you have seen are done again.`;
  const input: KnownBlock = {
    type: 'input',
    block_id: 'words',
    label: plain('What should be different in all lanes?'),
    hint: plain('Like “shorter, and keep the product names in English”. If nothing should be, close this and press “Run the rest”.'),
    element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: CORRECTION_CHARS, focus_on_load: true },
  };
  return toForm(CORRECT_FORM, CORRECT_TITLE, 'Run with this', runId, [{ type: 'section', text: plain(about) }, input]);
}

const toForm = (callbackId: string, title: string, submit: string, about: string, blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(title),
  submit: plain(submit),
  close: plain('Close'),
  private_metadata: about,
  blocks,
});
