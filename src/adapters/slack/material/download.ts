import { open } from 'node:fs/promises';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import { withDeadline } from './deadline.ts';
import type { SlackMaterialLimits } from './limits.ts';
import { RateLimited, Unreachable } from './patience.ts';
import type { TrustedHosts } from './trusted-host.ts';

export interface Download {
  readonly url: string;
  readonly token: string;
  /** What people call the file. */
  readonly title: string;
  /** Whether the file itself is a page: anything else that comes as one is Slack's sign-in page. */
  readonly isPage: boolean;
  /** A path at which nothing is yet. */
  readonly to: string;
}

/** `login`: Slack does not know us, or not well enough; `gone`: nothing is there. */
export type Downloaded = 'done' | 'login' | 'gone';

export interface DownloadDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly hosts: TrustedHosts;
  readonly limits: Pick<SlackMaterialLimits, 'maxFileBytes' | 'idleMs'>;
}

const MAX_HOPS = 5;

/**
 * Fetches a file to `to`. The token goes to Slack's own hosts only, also when one of them sends on to another. Rejects with `FanoutError` `source_too_large` or `source_unreadable`, with
 * `RateLimited`, `Unreachable` or `TooSlow` where it may be tried again, and with `signal.reason` once aborted; what was written by then stays for the caller to delete.
 */
export async function download(wanted: Download, deps: DownloadDeps, signal: AbortSignal): Promise<Downloaded> {
  // Ends the connection however this ends; otherwise an unread answer would hold it.
  const over = new AbortController();
  try {
    const answer = await follow(wanted, deps, signal, AbortSignal.any([signal, over.signal]));
    if (answer === 'login') return 'login';
    const outcome = judge(answer, wanted);
    if (outcome === 'done') await save(answer, wanted, deps, signal);
    return outcome;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    over.abort();
  }
}

/** The answer at the end of all redirects. Each is looked at before it is followed: where it leads decides whether the token goes along. */
async function follow(
  { url: start, token, title }: Download,
  { fetch, clock, hosts, limits }: DownloadDeps,
  signal: AbortSignal,
  ends: AbortSignal,
): Promise<Response | 'login'> {
  let url = parseUrl(start);
  for (let hop = 0; hop <= MAX_HOPS; hop++) {
    const trust = url === null ? 'never' : hosts.trust(url);
    if (url === null || trust === 'never' || (hop === 0 && trust !== 'token')) throw untrusted(title);
    const headers = { 'accept-encoding': 'identity', ...(trust === 'token' && { authorization: `Bearer ${token}` }) };
    const asked = fetch(url, { headers, redirect: 'manual', signal: ends }).catch((cause: unknown) => {
      throw new Unreachable('the file server', { cause });
    });
    const answer = await withDeadline(asked, clock, limits.idleMs, signal);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || location === null) return answer;
    await answer.body?.cancel();
    url = parseUrl(location, url);
    if (url !== null && hosts.trust(url) === 'token' && isLogin(url)) return 'login';
  }
  throw new FanoutError('source_unreadable', `${title} could not be fetched: Slack sends from one address to the next without end`);
}

const parseUrl = (url: string, base?: URL): URL | null => URL.parse(url, base?.href);

/** `/login?redir=…`, `/signin`, or the workspace's front page with `?redir=…`. */
const isLogin = ({ pathname, searchParams }: URL): boolean =>
  searchParams.has('redir') || /^\/(?:login|signin|sign_in)?\/?$/.test(pathname);

/** What an answer that is no redirect means, before its body is read. */
function judge(answer: Response, { title, isPage }: Download): Downloaded {
  const { status, headers } = answer;
  if (status === 429) throw new RateLimited(toRetryAfterMs(headers.get('retry-after')));
  if (status >= 500) throw new Unreachable(`HTTP ${status}`);
  if (status === 404 || status === 410) return 'gone';
  if (status === 401 || status === 403) return 'login';
  if (status !== 200) throw new FanoutError('source_unreadable', `${title} could not be fetched: Slack answers with HTTP ${status}`);
  const isHtml = /^(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '');
  return isHtml && !isPage ? 'login' : 'done';
}

/** Seconds, as Slack sends them; half a minute where it says nothing sensible. */
function toRetryAfterMs(header: string | null): number {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 30_000;
}

async function save(answer: Response, { title, to }: Download, { clock, limits }: DownloadDeps, signal: AbortSignal): Promise<void> {
  if (Number(answer.headers.get('content-length') ?? 0) > limits.maxFileBytes) throw tooLarge(title, limits.maxFileBytes);
  // A second attempt begins with an empty file again.
  await using file = await open(to, 'w', 0o600);
  const reader = answer.body?.getReader();
  for (let bytes = 0; reader !== undefined; ) {
    const asked = reader.read().catch((cause: unknown) => {
      throw new Unreachable('the connection broke', { cause });
    });
    const { done, value } = await withDeadline(asked, clock, limits.idleMs, signal);
    if (done) return;
    bytes += value.byteLength;
    if (bytes > limits.maxFileBytes) throw tooLarge(title, limits.maxFileBytes);
    await file.appendFile(value);
  }
}

export const tooLarge = (title: string, maxBytes: number): FanoutError =>
  new FanoutError('source_too_large', `${title} is larger than ${Math.max(1, Math.floor(maxBytes / 1_000_000))} MB; split it`);

const untrusted = (title: string): FanoutError =>
  new FanoutError('source_unreadable', `${title} is not kept in Slack itself, so Fanout does not fetch it; attach the file itself`);
