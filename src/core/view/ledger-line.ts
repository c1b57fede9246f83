import { toLedgerText } from './lane-words.ts';
import type { RunView } from './run-view.ts';

/** `15 lanes = 13 done + 1 failed`, as it stands behind the last rule of the answer; the run's own count where the answer has none. */
export function ledgerLine({ answer, ledger }: RunView): string {
  const account = answer?.slice(Math.max(0, answer.lastIndexOf('\n---\n'))) ?? '';
  return /^\*\*(\d+ lanes? = [^*\n]{1,120})\*\*$/m.exec(account)?.[1] ?? toLedgerText(ledger);
}
