/** What a user would write instead of Fanout: the `openai` SDK with its own retries, inside p-queue. It keeps nothing on disk. */
import { OpenAI } from 'openai';
import PQueue from 'p-queue';
import { readContestantArgs } from './contestant-files.ts';
import { measure } from './measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const client = new OpenAI({ baseURL: args.baseUrl, apiKey: 'none' });

await measure(args, async (prompts, cap) => {
  const queue = new PQueue({ concurrency: cap });
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
