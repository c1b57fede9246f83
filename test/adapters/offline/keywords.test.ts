import { expect, it } from 'vitest';
import { performOffline } from './offline-call.ts';

const keywords = (text: string, instruction = 'keywords'): Promise<string> => performOffline('keywords', instruction, text);

it('are what is repeated, phrases before the words inside them', async () => {
  const result = await keywords(
    'The harbour traffic doubled. Harbour traffic is high, and the quay and the harbour traffic grew. A quay opened.',
  );
  expect(result).toMatch(/- \*\*harbour traffic\*\* \(3\)\n- \*\*quay\*\* \(2\)$/);
});

it('hold no filler in several languages', async () => {
  expect(await keywords('Der Hafen und der Kran. Der Kran und der Hafen.')).toMatch(/\*\*Hafen\*\* \(2\)\n- \*\*Kran\*\* \(2\)$/);
  expect(await keywords('le port et le quai, le port et le quai')).toMatch(/\*\*port\*\* \(2\)\n- \*\*quai\*\* \(2\)$/);
});

it('are found in scripts without spaces', async () => {
  expect(await keywords('港口交通。港口交通增加。')).toContain('港口');
});

it('are as many as asked', async () => {
  const text = Array.from(
    { length: 50 },
    (_, index) => `${String.fromCharCode(97 + (index % 26))}word${String.fromCharCode(97 + (index >> 2))}`,
  ).join('. ');
  expect((await keywords(`${text}. ${text}.`, 'the top 7 keywords')).match(/^- /gm)).toHaveLength(7);
});
