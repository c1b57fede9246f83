import { tmpdir } from 'node:os';
import type { WebClient } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { SourceReader } from '#core/ports/source-reader.ts';
import { readFile } from './file.ts';
import { SLACK_MATERIAL_LIMITS, type SlackMaterialLimits } from './limits.ts';
import { createPatience } from './patience.ts';
import { parseRef } from './ref.ts';
import { readThreadSource } from './thread-source.ts';
import { createTrustedHosts } from './trusted-host.ts';

export interface SlackReaderDeps {
  /** A client of that workspace's own: best with `retries: 0` and `rejectRateLimitedCalls: true`, so that the waiting is done here and counted. */
  clientFor(team: string): Promise<WebClient>;
  /** The bot token of that workspace; it goes to Slack's hosts only, and nowhere else is it kept, logged or shown. */
  tokenFor(team: string): Promise<string>;
  /** Whose messages are no material: the bot user of that workspace. */
  botUserId(team: string): Promise<string>;
  /** Reads a file by its path. */
  readonly documents: SourceReader;
  readonly clock: Clock;
  /** Default: `SLACK_MATERIAL_LIMITS`. */
  readonly limits?: Partial<SlackMaterialLimits>;
  /** Where `SLACK_API_URL` points elsewhere, its origin: files then come from there and from nowhere else. Default: none, files come from Slack. */
  readonly origins?: readonly string[];
  /** Default: the system's folder for temporary files. */
  readonly scratch?: string;
  /** Default: Node's. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Reads files and threads of Slack by the refs that `toRef` makes. */
export function createSlackReader({
  limits: overrides,
  origins = [],
  scratch = tmpdir(),
  fetch = globalThis.fetch,
  ...given
}: SlackReaderDeps): SourceReader {
  const limits = { ...SLACK_MATERIAL_LIMITS, ...overrides };
  const deps = { ...given, limits, scratch, fetch, hosts: createTrustedHosts(origins) };
  return {
    async read({ title, ref: text }, signal) {
      signal.throwIfAborted();
      const ref = parseRef(text);
      if (ref === null) throw new FanoutError('source_missing', `${title} is nothing that Fanout can find in Slack`);
      const patience = createPatience(deps);
      return ref.kind === 'file'
        ? await readFile({ ...ref, name: title }, deps, patience, signal)
        : await readThreadSource(ref, title, deps, patience, signal);
    },
  };
}
