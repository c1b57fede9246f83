import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes long however few lines it has, the longest first. Those that wait for a socket or a quick clock stand between those that keep every core busy,
 * so that neither is left for the end.
 */
const LONG = [
  'program/command-line',
  'core/run/schedules',
  'program/slack-kill',
  'adapters/documents/hostile',
  'adapters/discord/once',
  'crash/kill',
  'adapters/offline/any-text',
  'program/discord',
  'adapters/discord/render/any-view',
  'program/operations',
  'adapters/discord/crowd',
  'adapters/discord/troubles',
  'program/slack-install',
  'adapters/discord/independent',
  'program/slack',
  'adapters/discord/talking',
  'adapters/slack/crowd',
  'core/text/split-markdown',
  'adapters/slack/card',
  'fakes/discord/gateway',
  'adapters/slack/render/any-view',
  'adapters/discord/running',
  'adapters/slack/running',
  'adapters/slack/telling',
  'adapters/slack/troubles',
  'adapters/offline/outline',
].map((name) => `/test/${name}.test.ts`);

/** The same order on every machine: Vitest alone goes by what earlier runs took, and without any by the size of the files. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((end) => moduleId.endsWith(end));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
