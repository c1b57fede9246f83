import { createHmac, randomUUID } from 'node:crypto';
import { PATHS } from './manifest.ts';

/**
 * What became of a request that is made as Slack makes it.
 *   heard:   it was taken for Slack's, so the address and the secret are right.
 *   refused: something answers there, but does not take it for Slack's.
 *   silent:  nothing answers.
 */
export type Knock = { readonly kind: 'heard' } | { readonly kind: 'refused'; readonly status: number } | { readonly kind: 'silent' };

/** Asks the Fanout at `base` what Slack asks when its address is entered: to give back a challenge. It starts nothing. */
export async function knock(base: string, signingSecret: string, nowMs: number, signal: AbortSignal): Promise<Knock> {
  const challenge = randomUUID();
  const body = JSON.stringify({ type: 'url_verification', token: 'doctor', challenge });
  const timestamp = String(Math.floor(nowMs / 1_000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  try {
    const response = await fetch(`${base}${PATHS.events}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: { 'content-type': 'application/json', 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` },
    });
    const isHeard = (await response.text()).includes(challenge) && response.status === 200;
    return isHeard ? { kind: 'heard' } : { kind: 'refused', status: response.status };
  } catch {
    return { kind: 'silent' };
  }
}
