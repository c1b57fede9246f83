import { answerChatChange } from '#test/fakes/change-answer.ts';
import { echo } from '#test/fakes/model-endpoint/echo.ts';
import { type ModelEndpoint, startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import type { Reply } from '#test/fakes/model-endpoint/reply.ts';
import type { Random } from '#test/fakes/random.ts';

const error = (message: string) => ({ error: { message } });

/** One in a hundred each, and 429s twice. */
const TROUBLES: readonly Reply[] = [
  { kind: 'status', status: 500, body: error('boom') },
  { kind: 'status', status: 503, headers: { 'retry-after': '1' }, body: error('overloaded') },
  { kind: 'status', status: 429, headers: { 'retry-after-ms': '400' }, body: error('slow down') },
  { kind: 'status', status: 429, body: error('slow down') },
  { kind: 'status', status: 502, body: '<html><body>Bad gateway</body></html>' },
  { kind: 'status', status: 200, body: error('in a good status') },
  { kind: 'error frame', after: 'the beginning', error: { message: 'broken off' } },
  { kind: 'reset', after: 'the beginning' },
  { kind: 'cut', after: 'the beginning' },
  { kind: 'hang', after: 'the beginning' },
  { kind: 'hang', after: null },
  { kind: 'text', text: '' },
];

export interface FaultyModel {
  readonly endpoint: ModelEndpoint;
  /** From now on every answer is good. */
  calm(): void;
}

/** A model that answers by what it is asked, a little later, and one time in eight not at all or wrongly. */
export async function startFaultyModel(random: Random): Promise<FaultyModel> {
  let troubled = true;
  const endpoint = await startModelEndpoint({
    models: ['bench'],
    async answer(request) {
      const trouble = troubled ? TROUBLES[random.below(TROUBLES.length * 8)] : undefined;
      await new Promise((resolve) => setTimeout(resolve, 20 + random.below(300)));
      if (trouble !== undefined) return trouble;
      const asked = request.messages.map(({ content }) => content).join('\n');
      if (asked.includes('{"items":'))
        return JSON.stringify({ items: ['Ada Lovelace', 'Grace Hopper', 'Karen Jones', 'Alan Turing', 'Edsger Dijkstra'] });
      return answerChatChange(request) ?? echo(request);
    },
  });
  return {
    endpoint,
    calm: () => {
      troubled = false;
    },
  };
}
