import type { ModalView } from '@slack/types';
import { toNote } from '../forms/lane-form.ts';
import { CORRECT_TITLE, EDIT_CHARS, EDIT_TITLE, toCorrectForm, toEditForm, toLoadingForm, toUneditable } from '../forms/plan-forms.ts';
import { TooSlow, withDeadline } from '../material/deadline.ts';
import type { Desk } from './desk.ts';
import { closedDoor } from './door.ts';
import { type Opening, openForm } from './open-form.ts';
import type { Pressed } from './presses.ts';
import { answer } from './say.ts';
import { toTrouble } from './trouble.ts';

/** A trigger lives three seconds: what is not there after this long is shown later, in a form that says so until then. In milliseconds. */
const MOST_READING_MS = 1_000;

const TOO_LATE =
  'The lanes can be edited only before the first of them begins. What should change now, say in the thread: “@Fanout also Korean”.';
const NO_SAMPLE = 'The run shows no sample now. What should change now, say in the thread: “@Fanout shorter”.';

/** What a button that needs words leads to: a form, or a sentence where there is nothing to fill in now. */
type Leads = ModalView | string;

/** The form in which the lanes of a plan are edited. */
export const openEdit = (pressed: Pressed, desk: Desk): Promise<void> => openFor(EDIT_TITLE, pressed, toEdit, desk);

/** The form for what should be different after a sample. */
export const openCorrect = (pressed: Pressed, desk: Desk): Promise<void> => openFor(CORRECT_TITLE, pressed, toCorrect, desk);

async function toEdit(runId: string, { watch }: Desk): Promise<Leads> {
  const lanes = await watch.editable(runId, EDIT_CHARS);
  if (lanes !== null) return toEditForm(runId, lanes);
  const view = await watch.now(runId);
  return view.phase === 'asking' && view.card?.kind === 'plan' ? toUneditable(view.lanes.length) : TOO_LATE;
}

async function toCorrect(runId: string, { watch }: Desk): Promise<Leads> {
  const { card } = await watch.now(runId);
  return card?.kind === 'sample' ? toCorrectForm(runId, card.lanes) : NO_SAMPLE;
}

type Read = (runId: string, desk: Desk) => Promise<Leads>;

async function openFor(title: string, pressed: Pressed, read: Read, desk: Desk): Promise<void> {
  const { speaker, triggerId, responseUrl, thread, value: runId } = pressed;
  const way = { responseUrl, thread };
  const opening: Opening = { ...way, speaker, triggerId, wayOut: 'Press it again, or say in the thread what should change.' };
  const leads = closedDoor(runId, speaker, desk)
    .then((closed) => closed ?? read(runId, desk))
    .catch((error: unknown) => toTrouble(error, 'a press', desk.log));
  try {
    const it = await withDeadline(leads, desk.clock, MOST_READING_MS, new AbortController().signal);
    if (typeof it === 'string') answer(speaker, { kind: 'refused', text: it }, way, desk);
    else openForm(opening, it, desk);
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    const later = leads.then((it) => (typeof it === 'string' ? toNote(title, it) : it));
    openForm(opening, toLoadingForm(title), desk, later);
  }
}
