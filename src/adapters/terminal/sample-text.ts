import { laneHeading } from '#core/view/lane-saying.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';
import { toPlainLine, toPlainText } from './plain-text.ts';

/** What the lanes of a sample gave, each whole under its name; one without a result says why. */
export async function sampleTexts({ runId, lanes, sample }: RunView, watch: Watching): Promise<string[]> {
  const shown = lanes.filter(({ index }) => sample.includes(index));
  return await Promise.all(
    shown.map(async (lane) => {
      const text = lane.status === 'done' ? await watch.lane(runId, lane.index) : null;
      const heading = `── ${toPlainLine(laneHeading(lane))} ──`;
      return text === null ? heading : `${heading}\n${toPlainText(text).trimEnd()}\n`;
    }),
  );
}
