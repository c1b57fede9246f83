import { expect, it } from 'vitest';
import { performOffline } from './offline-call.ts';

const TEXT = [
  '# Title',
  '',
  'One sentence. Another, [with](https://a.example) a link.',
  'And a third https://b.example one.',
  '',
  'Under',
  '-----',
  '',
  '| a | b |',
  '| - | - |',
  '| 1 | 2 |',
  '',
  '```',
  '# no heading',
  '```',
  '',
].join('\n');

it('counts everything when nothing is named', async () => {
  const result = await performOffline('count', 'Count', TEXT);
  for (const line of ['- **Headings**: 2', '- **Tables**: 1', '- **Links**: 2', '- **Lines**: 15']) expect(result).toContain(line);
});

it('counts only what is named', async () => {
  expect(await performOffline('count', 'How many words and sentences?', 'One two three. Four five!')).toBe(
    'Counted (no model configured): words and sentences.\n\n- **Words**: 5\n- **Sentences**: 2',
  );
});

it('counts words of scripts without spaces, and characters as people see code points', async () => {
  expect(await performOffline('count', 'words and characters', '今日は良い天気です🙂')).toMatch(
    /Words\*\*: [3-6]\n- \*\*Characters\*\*: 10$/,
  );
});

it('lays several texts side by side, with their sum', async () => {
  expect(await performOffline('count', 'words', 'one two', 'three')).toContain(
    '| file-1.md | 2 |\n| file-2.md | 1 |\n| **Together** | 3 |',
  );
});
