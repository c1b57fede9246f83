/** The floor: one `undici.request` a lane under a semaphore of `cap`, no SDK, no retries, and an end of the stream is taken for its end. */
import { Agent, request } from 'undici';
import { type Prompt, type Result, readContestantArgs } from '../contestant-files.ts';
import { measure } from '../measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const dispatcher = new Agent({ connections: null });

async function call({ id, prompt }: Prompt): Promise<Result> {
  try {
    const { statusCode, body } = await request(`${args.baseUrl}/chat/completions`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: prompt }] }),
    });
    const stream = await body.text();
    if (statusCode !== 200) return { id, error: `HTTP ${statusCode}` };
    let text = '';
    for (const frame of stream.split('\n\n')) {
      if (!frame.startsWith('data: {')) continue;
      const chunk = JSON.parse(frame.slice('data: '.length)) as { choices: { delta: { content?: string } }[] };
      text += chunk.choices[0]?.delta.content ?? '';
    }
    return { id, text: text.trim() };
  } catch (error) {
    return { id, error: String(error) };
  }
}

await measure(args, async (prompts, cap) => {
  const results: Result[] = [];
  const waiting = prompts.values();
  const work = async (): Promise<void> => {
    for (const prompt of waiting) results.push(await call(prompt));
  };
  await Promise.all(Array.from({ length: cap }, work));
  return results;
});
