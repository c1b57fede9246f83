import type { App } from '@slack/bolt';
import { z } from 'zod';
import { parseLaneValue } from '#commands/press.ts';
import { LANE_FORM } from '../forms/lane-form.ts';
import { parseSubmission, RUN_FORM } from '../forms/run-form.ts';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker, toBack } from './desk.ts';
import { toPrivate } from './say.ts';

const RESPONSE_URLS = z.object({ response_urls: z.array(z.object({ response_url: z.string() })).default([]) });

/** Forms that were sent: a new run, or a lane with another prompt. A form sent twice is one. */
export function listenToSubmissions(app: App, desk: Desk): void {
  app.view({ callback_id: RUN_FORM, type: 'view_submission' }, async ({ view, ack, body }) => {
    const team = body.team?.id ?? view.team_id ?? '';
    const sent = parseSubmission(team, view.private_metadata, view.state.values, desk.drafts.get);
    if ('errors' in sent) return await ack({ response_action: 'errors', errors: { ...sent.errors } });
    const speaker: Speaker = { team, channel: sent.channel, user: body.user.id };
    const [url] = RESPONSE_URLS.parse(body).response_urls;
    const isThere = sent.about.channel !== null || url !== undefined || (await desk.membership.has(speaker, speaker.user));
    if (!isThere) return await ack({ response_action: 'errors', errors: { channel: 'Choose a conversation that you and Fanout are in.' } });
    const reply = await desk.hear({
      command: sent.command,
      claims: [`slack:${team}:view:${view.id}`],
      asker: personOf(speaker),
      place: placeOf(speaker),
      thread: sent.about.thread,
      back: sent.about.back ?? toBack(url?.response_url, desk.clock.now()),
      maySee: maySeeAs(speaker, true, desk),
    });
    const message = toPrivate(reply, desk);
    if (message === null) await ack();
    else await ack({ response_action: 'errors', errors: { request: message.text.slice(0, 1_000) } });
  });

  app.view({ callback_id: LANE_FORM, type: 'view_submission' }, async ({ view, ack, body }) => {
    const it = parseLaneValue(view.private_metadata);
    const prompt = view.state.values.prompt?.value?.value?.trim() ?? '';
    if (it === null || prompt === '') return await ack({ response_action: 'errors', errors: { prompt: 'Say what is asked of the lane.' } });
    const team = body.team?.id ?? view.team_id ?? '';
    const speaker: Speaker = { team, channel: '', user: body.user.id };
    const reply = await desk.hear({
      command: { verb: 'retry', runId: it.runId, lanes: [it.lane], prompt, budgetUsd: null },
      claims: [`slack:${team}:view:${view.id}`],
      asker: personOf(speaker),
      place: placeOf(speaker),
      thread: null,
      back: null,
      maySee: maySeeAs(speaker, false, desk),
    });
    const message = toPrivate(reply, desk);
    if (message === null) await ack();
    else await ack({ response_action: 'errors', errors: { prompt: message.text.slice(0, 1_000) } });
  });
}
