import type { Request } from '../request.ts';
import type { RunEvent } from './events.ts';
import type { RunOutcome } from './outcome.ts';

/** A run in one line of a list. */
export interface RunHeading {
  readonly runId: string;
  /** The request's text in one line, at most 200 UTF-16 code units. Untrusted. */
  readonly title: string;
  readonly status: 'open' | RunOutcome;
  readonly askedAtMs: number;
  /** Null while it is open. */
  readonly endedAtMs: number | null;
  readonly asker: string;
  readonly place: string;
}

const MAX_CHARS = 200;

/** A request in one line, for lists and boards; of one that is only a list of lanes, its first. */
export function toTitle({ text, laneList }: Pick<Request, 'text' | 'laneList'>): string {
  const said = text.trim() === '' ? laneList.slice(0, 1).join('') : text;
  const line = said.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_CHARS ? line : `${line.slice(0, MAX_CHARS - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const OPEN = { status: 'open', endedAtMs: null } as const;

/** Whether nothing came between this event and what its writer knew: a run that was opened again meanwhile is not over. */
const isNewest = ({ seq, seen }: { readonly seq: number; readonly seen?: number }): boolean => seen === undefined || seq === seen + 1;

/** What an event changes of its run's heading: nothing for most. The first event of a run gives a whole one. */
export function toHeadingChange(event: RunEvent): Partial<RunHeading> | null {
  switch (event.type) {
    case 'run.asked':
      return {
        runId: event.runId,
        title: toTitle(event.request),
        status: 'open',
        askedAtMs: event.atMs,
        endedAtMs: null,
        asker: event.request.asker,
        place: event.request.place,
      };
    case 'lanes.retried':
    case 'run.remerge_asked':
    case 'run.told':
    case 'run.approved':
      return OPEN;
    case 'told.answered':
      return event.ended === null || !isNewest(event) ? null : { status: event.ended, endedAtMs: event.atMs };
    case 'run.changed':
      return event.ended === null || !isNewest(event) ? OPEN : { status: event.ended, endedAtMs: event.atMs };
    case 'run.listed':
      if (event.status === 'open') return OPEN;
      return isNewest(event) ? { status: event.status, endedAtMs: event.atMs } : null;
    case 'run.questioned':
      return { status: 'question', endedAtMs: event.atMs };
    case 'run.ended':
      return { status: event.outcome, endedAtMs: event.atMs };
    default:
      return null;
  }
}
