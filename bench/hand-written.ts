/**
 * What a user would write instead of Fanout: the `openai` SDK with its own retries, inside p-queue. It keeps nothing on disk. `--retries` and `--timeout-ms` tune the SDK, `--rpm` tells the queue the endpoint's limit; without
 * them everything is as it comes.
 */
import { OpenAI } from 'openai';
import PQueue from 'p-queue';
import { readContestantArgs } from './contestant-files.ts';
import { measure } from './measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const { retries, timeoutMs, requestsPerMinute } = args;
const client = new OpenAI({
  baseURL: args.baseUrl,
  apiKey: 'none',
  ...(retries !== null && { maxRetries: retries }),
  ...(timeoutMs !== null && { timeout: timeoutMs }),
});
const paced = requestsPerMinute === null ? {} : { interval: 1_000, intervalCap: requestsPerMinute / 60, strict: true };

await measure(args, async (prompts, cap) => {
  const queue = new PQueue({ concurrency: cap, ...paced });
  return await queue.addAll(
    prompts.map(({ id, prompt }) => async () => {
      try {
        const messages = [{ role: 'user', content: prompt }] as const;
        const stream = await client.chat.completions.create({ model: 'bench', messages: [...messages], stream: true });
        let text = '';
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
        return { id, text: text.trim() };
      } catch (error) {
        return { id, error: String(error) };
      }
    }),
  );
});
