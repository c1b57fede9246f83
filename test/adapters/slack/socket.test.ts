import { WebAPIPlatformError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createSocket } from '#adapters/slack/socket.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';

/** Slack's client with a Slack that does as told: each start takes the next of `starts`, and `up` once they are through. */
function createLab(...starts: readonly ('up' | Error)[]) {
  const clock = createFakeClock();
  const log = createRecordingLog();
  const listeners = new Set<() => void>();
  const startedMs: number[] = [];
  const fromMs = clock.now();
  let hangs = false;
  const end = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const client = {
    async start() {
      const next = starts[startedMs.length] ?? 'up';
      startedMs.push(clock.now() - fromMs);
      if (next !== 'up') throw next;
    },
    async disconnect() {
      if (hangs) await new Promise(() => undefined);
      end();
    },
    once: (_: 'disconnected', listener: () => void) => listeners.add(listener),
    removeListener: (_: 'disconnected', listener: () => void) => listeners.delete(listener),
  };
  return {
    socket: createSocket(client, { clock, log }),
    clock,
    log,
    listeners,
    startedMs,
    end,
    hang: () => {
      hangs = true;
    },
  };
}

const refused = (error: string): WebAPIPlatformError => new WebAPIPlatformError({ ok: false, error, response_metadata: {} });

describe('a socket', () => {
  it('that Slack ends after some time is opened again at once', async () => {
    const { socket, clock, end, startedMs, listeners } = createLab();
    await socket.open();
    await clock.advance(3_600_000);
    end();
    await clock.advance(0);
    expect(startedMs).toEqual([0, 3_600_000]);
    await socket.close();
    expect(listeners.size).toBe(0);
  });

  it('that can not be opened is tried again at once, then after longer and longer, up to half a minute', async () => {
    const { socket, clock, startedMs, log } = createLab(...Array.from({ length: 9 }, () => new Error('no route')));
    const opening = socket.open();
    await clock.advance(200_000);
    await opening;
    expect(startedMs.map((at) => at / 1_000)).toEqual([0, 0, 1, 3, 7, 15, 31, 61, 91, 121]);
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(9);
    await socket.close();
  });

  it('that Slack ends as soon as it is open is not asked for without end', async () => {
    const { socket, clock, end, startedMs } = createLab();
    await socket.open();
    for (let seconds = 0; seconds < 20; seconds += 1) {
      end();
      await clock.advance(1_000);
    }
    expect(startedMs.length).toBeLessThan(8);
    await socket.close();
  });

  it('whose token Slack does not take says so, at the start or later, and is not tried again', async () => {
    const first = createLab(refused('invalid_auth'));
    await expect(first.socket.open()).rejects.toMatchObject({
      code: 'bad_config',
      userMessage: expect.stringContaining('SLACK_APP_TOKEN'),
    });
    const later = createLab('up', refused('token_revoked'));
    await later.socket.open();
    await later.clock.advance(60_000);
    later.end();
    await expect(later.socket.broken).rejects.toMatchObject({ code: 'bad_config', userMessage: expect.stringContaining('token_revoked') });
    await later.clock.advance(600_000);
    expect(later.startedMs).toHaveLength(2);
  });

  it('is closed while it waits to try again, and within two seconds where Slack does not say goodbye', async () => {
    const waiting = createLab(new Error('1'), new Error('2'), new Error('3'));
    void waiting.socket.open();
    await waiting.clock.advance(500);
    await waiting.socket.close();
    await waiting.clock.advance(600_000);
    expect(waiting.startedMs).toHaveLength(2);

    const deaf = createLab();
    await deaf.socket.open();
    deaf.hang();
    let closed = false;
    const closing = deaf.socket.close().then(() => {
      closed = true;
    });
    await deaf.clock.advance(1_999);
    expect(closed).toBe(false);
    await deaf.clock.advance(1);
    await closing;
  });
});
