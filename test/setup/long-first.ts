import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes long however few lines it has, the longest first. Those that wait for a socket or a quick clock stand between those that keep every core busy,
 * so that neither is left for the end.
 */
const LONG = [
  'program/command-line',
  'adapters/discord/once',
  'adapters/discord/talking',
  'adapters/discord/troubles',
  'crash/kill',
  'adapters/discord/card',
  'adapters/discord/sent-again',
  'adapters/slack/card',
  'program/slack-kill',
  'adapters/discord/independent',
  'adapters/discord/crowd',
  'adapters/discord/steering',
  'program/discord',
  'fakes/discord/gateway',
  'adapters/slack/pressing',
  'program/slack',
  'adapters/discord/running',
  'program/operations',
  'adapters/slack/running',
  'program/slack-install',
  'adapters/documents/hostile',
  'adapters/offline/any-text',
  'core/run/schedules',
  'adapters/discord/render/any-view',
  'adapters/slack/render/any-view',
  'core/text/split-markdown',
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
