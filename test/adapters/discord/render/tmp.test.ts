import fc from 'fast-check';
import { it, expect } from 'vitest';
import { toMarkdown, toMarkdownParts } from '#adapters/discord/render/markdown.ts';
import { lyingLinksIn } from './discord-reader.ts';
import { hostileText } from './hostile.ts';
it('fast', () => {
  for (const s of ['`'+'[bank.example](https://evil.example)'.repeat(1200)+'`', '[a](https://x.example)'.repeat(2000), '`a`'.repeat(14000), '`](http://a`['.repeat(3500), '`'+'[[]'.repeat(1000)+'](https://x.example)'.repeat(1200)+'`', '```\n'.repeat(10000), '](' + ' '.repeat(20000), '](    '.repeat(5000)]) {
    const t = performance.now(); const { parts } = toMarkdownParts(s, 3500, 4); console.log(JSON.stringify(s.slice(0, 20)), Math.round(performance.now() - t), parts.length);
  }
}, 100000);
it('hunt', () => {
  let n = 0;
  const brackets = fc.array(fc.constantFrom('[', ']', '[bank.example', '](https://evil.example)', '](https://bank.example)', '`', '``', '\n\n', '\n> ', 'x', '\\', '    ', '\n- ', '```', '\n```\n', '(', ')', '<', '!', '[https://bank.example](https://evil.example)', 'https://q.example/'), { maxLength: 16 }).map((p) => p.join(''));
  fc.assert(fc.property(fc.oneof(brackets, hostileText), fc.integer({ min: 1, max: 6 }), (t, k) => { n++; expect(lyingLinksIn(toMarkdown(`${t}\n`.repeat(k)))).toEqual([]); }), { numRuns: 30000 });
  console.log('runs', n);
}, 100000);
