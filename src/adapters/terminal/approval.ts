import type { Fanout } from '#core/fanout.ts';
import { estimateText } from '#core/view/estimate-text.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';

export interface ApprovalDeps {
  readonly fanout: Fanout;
  readonly err: (text: string) => void;
  /** Asks the person at the terminal; null where there is none. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  readonly asker: string;
}

/** The yes to the estimate of one run, where one is needed. */
export interface Approval {
  /** Asks for it, of the view of a run that waits for one, and puts the answer into the run's log: without a yes it is stopped before it spent anything. */
  decide(view: RunView): Promise<void>;
  /** False once it was refused. */
  isGiven(): boolean;
}

export function createApproval({ fanout, err, confirm, asker }: ApprovalDeps): Approval {
  let given = true;
  return {
    isGiven: () => given,
    async decide(view) {
      const question = `${view.why === null ? '' : `${view.why}. `}That is ${estimateText(view)}.`;
      if (confirm === null) err(`${question} Say --yes to run it.`);
      given = confirm !== null && (await confirm(`${question} Run it? [y/N] `));
      await fanout.steer(view.runId, { kind: given ? 'approve' : 'stop' }, asker);
    },
  };
}

/** Waits for a run's plan, and for the yes where it needs one. */
export async function waitForApproval(runId: string, watch: Watching, approval: Approval, signal: AbortSignal): Promise<void> {
  for await (const view of watch.views(runId, 20, signal)) {
    if (view.phase === 'reading' || view.phase === 'planning') continue;
    if (view.phase === 'asking') await approval.decide(view);
    return;
  }
}
