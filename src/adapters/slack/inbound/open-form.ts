import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import type { TeamClients } from '../clients.ts';
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

/** Opens a form after Slack was told that the wish arrived; where that can't be, says so to the person alone. `then`: what takes its place once it is there; it does not reject. */
export function openForm({ speaker, triggerId, wayOut, ...way }: Opening, view: ModalView, desk: Desk, then?: Promise<ModalView>): void {
  const { background, clients, log } = desk;
  background.run('opening a form', async () => {
    const theirs = await clients.of(speaker.team);
    if (theirs === null) return;
    try {
      const { view: opened } = await theirs.calls.views.open({ trigger_id: triggerId, view });
      if (then !== undefined) await replace(theirs, opened?.id ?? '', await then, desk);
    } catch (error) {
      log.warn({ err: error, team: speaker.team }, 'a form could not be opened');
      const isLate = error instanceof WebAPIPlatformError && LATE.includes(error.data.error);
      const why = isLate ? 'Slack takes a form only for three seconds, and this one came later.' : 'Slack did not open the form.';
      answer(speaker, { kind: 'refused', text: `${why} ${wayOut}` }, way, desk);
    }
  });
}

/** Whoever closed it meanwhile misses nothing. */
async function replace({ calls }: TeamClients, viewId: string, view: ModalView, { log }: Desk): Promise<void> {
  try {
    await calls.views.update({ view_id: viewId, view });
  } catch (error) {
    log.debug({ err: error }, 'an open form could not be replaced');
  }
}
