/** What the endpoint of one contest does: drawn from a seed, the same for every contestant. */

/** error: a 500 early on; reset: the connection is reset before an answer; hang: nothing comes for long; the cuts end a stream in its middle, with a reset or as politely as a whole one, but without its end. */
export type Fault = 'error' | 'reset' | 'hang' | 'cut by reset' | 'cut cleanly';

/** What one call comes to. */
export interface CallScript {
  readonly ms: number;
  readonly fault: Fault | null;
}

export interface LaneScript {
  readonly id: string;
  /** That a call of it counts for, prompt and answer. */
  readonly tokens: number;
  /** The first call of the lane, the second, …; from the last on all are like it, without a fault. */
  readonly calls: readonly [CallScript, ...CallScript[]];
}

/** A bucket that is full at the start. */
export interface BucketScript {
  readonly perMinute: number;
  readonly burst: number;
}

export interface LimitScript {
  readonly requests: BucketScript;
  readonly tokens: BucketScript | null;
  /** `x-ratelimit-*` with every answer, as OpenAI sends them. */
  readonly headers: boolean;
  /** `retry-after` and `retry-after-ms` with a refusal: until there is room for one call. */
  readonly retryAfter: boolean;
  /** A refused call takes its request all the same. */
  readonly refusedCount: boolean;
}

export interface Scenario {
  readonly lanes: readonly LaneScript[];
  /** Null: it takes everything. */
  readonly limits: LimitScript | null;
  /** How long the calls before the clock starts take: they know no limits and no faults, and are not counted. */
  readonly warmMs: number;
  /** A hung call is let go after this long. */
  readonly hangMs: number;
}

/** What the endpoint saw of the lanes, warm-up left out. */
export interface CallCount {
  readonly calls: number;
  /** With a 429. */
  readonly refused: number;
}

const MARK = /\[lane ([\w-]+)\]/;

/** Who asks, out of a request's body; null when it holds no lane's prompt. */
export const readLaneId = (body: string): string | null => MARK.exec(body)?.[1] ?? null;

/** Prompt tokens are padded to what they count for, so that an estimate from the length is near the truth. */
const PADDING = 'more of the notes that this part of the report is to be written from, ';
const CHARS_PER_TOKEN = 4;

export function toPrompt(id: string, promptTokens: number): string {
  const padding = PADDING.repeat(Math.ceil((promptTokens * CHARS_PER_TOKEN) / PADDING.length)).slice(
    0,
    Math.max(0, promptTokens - 40) * CHARS_PER_TOKEN,
  );
  return `Write the paragraph for this part of the report. [lane ${id}]${padding === '' ? '' : ` ${padding}`}`;
}

export const isWarmUp = (id: string): boolean => id.startsWith('warm');
