import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Desk, Speaker } from './desk.ts';
import { answer, type Way } from './say.ts';

/** Slack takes a trigger once, for three seconds. */
const LATE = ['exchanged_trigger_id', 'expired_trigger_id', 'invalid_trigger_id', 'trigger_expired', 'trigger_exchanged'];

export interface Opening extends Way {
  readonly speaker: Speaker;
  readonly triggerId: string;
  /** What to do where it does not open; a whole sentence. */
  readonly wayOut: string;
}

/** Opens a form after Slack was told that the wish arrived; where that can't be, says so to the person alone. */
export function openForm({ speaker, triggerId, wayOut, ...way }: Opening, view: ModalView, desk: Desk): void {
  const { background, clients, log } = desk;
  background.run('opening a form', async () => {
    const theirs = await clients.of(speaker.team);
    if (theirs === null) return;
    try {
      await theirs.calls.views.open({ trigger_id: triggerId, view });
    } catch (error) {
      log.warn({ err: error, team: speaker.team }, 'a form could not be opened');
      const isLate = error instanceof WebAPIPlatformError && LATE.includes(error.data.error);
      const why = isLate ? 'Slack takes a form only for three seconds, and this one came later.' : 'Slack did not open the form.';
      answer(speaker, { kind: 'refused', text: `${why} ${wayOut}` }, way, desk);
    }
  });
}
