import type { RunHeading } from '#core/run/heading.ts';
import { toDuration } from '#core/view/amount.ts';
import { laneEnd, toLedgerText } from '#core/view/lane-words.ts';
import { STATUS_WORDS } from '#core/view/outcome-words.ts';
import type { RunView } from '#core/view/run-view.ts';
import { missingText } from './lane-text.ts';
import { toPlainLine } from './plain-text.ts';
import { cutText, fitText } from './span.ts';

/** A line a run, the newest first: id, when, how it ended, what was asked. */
export function toHistory(headings: readonly RunHeading[], columns: number): string[] {
  if (headings.length === 0) return ['No runs yet.'];
  return headings.map(({ runId, askedAtMs, status, title }) =>
    cutText(`${fitText(runId, 8)}  ${toLocalTime(askedAtMs)}  ${fitText(STATUS_WORDS[status], 10)}  ${toPlainLine(title)}`, columns),
  );
}

/** `2026-11-22 15:04`, in the time zone of this machine. */
function toLocalTime(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A run's lanes with how each ended; its answer is not in it. */
export function toAccountLines(view: RunView): string[] {
  const title = toPlainLine(view.title);
  return [
    `${view.runId}${title === '' ? '' : ` · ${title}`}`,
    ...(view.why === null ? [] : [toPlainLine(view.why)]),
    ...view.lanes.map((lane) => {
      const end = laneEnd(lane);
      const how = end === null ? lane.status : end === 'done' ? `done in ${toDuration(lane.ms)}` : missingText(lane, end);
      return `  ${String(lane.index).padStart(String(view.lanes.length).length)}  ${toPlainLine(lane.title)} · ${how}`;
    }),
    ...(view.lanes.length === 0 ? [] : [toLedgerText(view.ledger)]),
  ];
}
