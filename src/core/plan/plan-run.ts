import type { RunLog } from '../ports/run-log.ts';
import { sourceKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import { detectLanguage } from '../text/language.ts';
import type { KnownSource } from './plan.ts';
import { planRequest } from './plan-request.ts';

/** Plans a run from what was asked and what its material is, and keeps the plan, or the question back. */
export async function planRun(run: LiveRun, { runLog, maxLanes }: { readonly runLog: RunLog; readonly maxLanes: number }): Promise<void> {
  const { request, sources } = run.state();
  const known = sources.map((source): KnownSource => {
    const { id, title } = source;
    const kind = request.sources.find((ref) => ref.id === id)?.kind ?? 'file';
    return { id, title, kind, readable: source.status === 'read', chars: source.status === 'read' ? source.chars : 0 };
  });
  async function sourceLanguage(id: string): Promise<string | null> {
    const event = await runLog.get(run.runId, sourceKey(id));
    return event?.type === 'source.read' ? await detectLanguage(event.text) : null;
  }
  const planned = await planRequest(request, known, { detectLanguage, sourceLanguage, maxLanes });
  if (planned.kind === 'plan') await run.append({ type: 'run.planned', plan: planned.plan });
  else await run.append({ type: 'run.questioned', code: planned.code, question: planned.question });
}
