import { createHmac } from 'node:crypto';
import type { Clock } from '#core/ports/clock.ts';
import type { Ack, Outbound, Transport } from './outbound.ts';

export interface SignedHttpDeps {
  readonly signingSecret: string;
  readonly ackMs: number;
  readonly clock: Clock;
  /** Where the app listens; null while it does not. */
  readonly url: () => string | null;
  /** Requests that wait when the fake closes. */
  readonly signal: AbortSignal;
}

/** `v0=` and HMAC-SHA256 over version, timestamp and raw body: Slack's docs, verifying requests. */
const sign = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const toForm = (fields: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams(Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)])).toString();

function encode({ kind, payload }: Outbound): { readonly body: string; readonly type: string } {
  if (kind === 'event') return { body: JSON.stringify(payload), type: 'application/json' };
  // Bolt takes this type and no other: a charset behind it makes it answer 400.
  const type = 'application/x-www-form-urlencoded';
  return { body: kind === 'command' ? toForm(payload) : toForm({ payload: JSON.stringify(payload) }), type };
}

export function createSignedHttp({ signingSecret, ackMs, clock, url, signal }: SignedHttpDeps): Transport {
  async function post(address: string, out: Outbound): Promise<Ack> {
    const { body, type } = encode(out);
    // The app compares this with its own clock, so it is the real time even where a test moves the fake's.
    const timestamp = String(Math.floor(Date.now() / 1000));
    const startedMs = clock.now();
    const passed = (): number => clock.now() - startedMs;
    const [deadline, answered] = [new AbortController(), new AbortController()];
    clock.sleep(ackMs, AbortSignal.any([answered.signal, signal])).then(
      () => deadline.abort(),
      () => undefined, // it was answered before
    );
    try {
      const response = await fetch(address, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([deadline.signal, signal]),
        headers: {
          'content-type': type,
          // An app that was kept from the processor may end an idle connection just as it is used again.
          connection: 'close',
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': sign(signingSecret, timestamp, body),
          ...(out.retry !== undefined && { 'x-slack-retry-num': String(out.retry.num), 'x-slack-retry-reason': out.retry.reason }),
        },
      });
      return { status: response.status, body: await response.text(), ms: passed(), failure: null };
    } catch {
      return { status: 0, body: '', ms: passed(), failure: deadline.signal.aborted ? 'timeout' : 'connection' };
    } finally {
      answered.abort();
    }
  }

  return {
    send: (out) => {
      const address = url();
      return address === null ? null : post(address, out);
    },
  };
}
