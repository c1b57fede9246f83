import type { Fanout } from '#core/fanout.ts';
import { estimateText } from './estimate-text.ts';

export interface ApprovalDeps {
  readonly fanout: Fanout;
  readonly err: (text: string) => void;
  /** Asks the person at the terminal; null where there is none. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  readonly asker: string;
}

/** Waits for a run's plan and, where it is wide or dear, for a yes to its estimate. False when there was none: the run is stopped before it spent anything. */
export async function waitForApproval(runId: string, { fanout, err, confirm, asker }: ApprovalDeps, signal: AbortSignal): Promise<boolean> {
  for await (const view of fanout.watch.views(runId, 20, signal)) {
    if (view.phase === 'reading' || view.phase === 'planning') continue;
    if (view.phase !== 'asking') return true;
    const question = `${view.why === null ? '' : `${view.why}. `}That is ${estimateText(view)}.`;
    if (confirm === null) err(`${question} Say --yes to run it.`);
    const isYes = confirm !== null && (await confirm(`${question} Run it? [y/N] `));
    await fanout.steer(runId, { kind: isYes ? 'approve' : 'stop' }, asker);
    return isYes;
  }
  return true;
}
