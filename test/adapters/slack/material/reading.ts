import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { WebClient } from '@slack/web-api';
import type { SlackMaterialLimits } from '#adapters/slack/material/limits.ts';
import { type SlackFileRef, type SlackRef, toRef } from '#adapters/slack/material/ref.ts';
import { createSlackReader } from '#adapters/slack/material/slack-reader.ts';
import { FanoutError } from '#core/errors.ts';
import type { ReadSource, SourceReader } from '#core/ports/source-reader.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/fake-clock.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';

/** Reads any file as text; one that begins with `broken` can't be read. */
const plainDocuments: SourceReader = {
  async read({ title, ref }) {
    const text = await readFile(ref, 'utf8');
    if (text.startsWith('broken')) throw new FanoutError('source_not_text', `${title} is no text`);
    return { kind: 'document', document: { title, text, table: null, picture: null } };
  },
};

export interface Reading {
  readonly clock: FakeClock;
  read(ref: SlackRef | string, title?: string, signal?: AbortSignal): Promise<ReadSource>;
  /** How reading it fails; a test's own failure where it does not. */
  fails(ref: SlackRef | string, title?: string): Promise<FanoutError>;
  /** What is left on the disk. */
  leftovers(): readonly string[];
}

export interface ReadingOptions {
  /** `http://127.0.0.1:<port>`: where both the Web API and the files are. Null: Slack itself. */
  readonly origin: string | null;
  readonly tokens?: Readonly<Record<string, string>>;
  readonly limits?: Partial<SlackMaterialLimits>;
  readonly documents?: SourceReader;
  readonly fetch?: typeof globalThis.fetch;
}

export function openReading({
  origin,
  tokens = { T1: 'xoxb-1', T2: 'xoxb-2' },
  documents = plainDocuments,
  ...given
}: ReadingOptions): Reading {
  const clock = createFakeClock();
  const scratch = temporaryFolder();
  const tokenFor = async (team: string): Promise<string> => tokens[team] ?? 'xoxb-none';
  const reader = createSlackReader({
    clientFor: async (team) =>
      new WebClient(await tokenFor(team), {
        slackApiUrl: `${origin ?? 'http://127.0.0.1:9'}/api/`,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      }),
    tokenFor,
    botUserId: async () => 'UBOT',
    documents,
    clock,
    scratch,
    origins: origin === null ? [] : [origin],
    ...given,
  });
  const read: Reading['read'] = (ref, title = 'notes.txt', signal = new AbortController().signal) =>
    reader.read({ id: 'S1', kind: 'file', title, ref: typeof ref === 'string' ? ref : toRef(ref) }, signal);
  return {
    clock,
    read,
    fails: async (ref, title) => {
      const error = await read(ref, title).catch((caught: unknown) => caught);
      if (!(error instanceof FanoutError)) throw new Error('it did not fail as it should', { cause: error });
      return error;
    },
    leftovers: () => readdirSync(scratch),
  };
}

export function toTestFile(url: string | null, change: Partial<SlackFileRef> = {}): SlackFileRef {
  return {
    kind: 'file',
    team: 'T1',
    fileId: 'F1',
    name: 'notes.txt',
    size: 5,
    mediaType: 'text/plain',
    urlPrivate: url,
    access: url === null ? 'look_up' : 'open',
    ...change,
  };
}
