import { describe, expect, it } from 'vitest';
import { closeFence } from '#core/text/close-fence.ts';

describe('a code fence that is left open', () => {
  it.each([
    ['```ts\nlet a', '```ts\nlet a\n```'],
    ['~~~~\n~~~\n```', '~~~~\n~~~\n```\n~~~~'],
    ['text\n  ```\ncode\n', 'text\n  ```\ncode\n```'],
    ['```\ncode\n``` not the end', '```\ncode\n``` not the end\n```'],
  ])('is closed: %j', (markdown, closed) => {
    expect(closeFence(markdown)).toBe(closed);
    expect(closeFence(closed)).toBe(closed);
  });

  it.each(['', 'text', '```\ncode\n```', '```a`b\ntext', '````\n```\n````', '    ```\nindented'])('nothing else is: %j', (markdown) => {
    expect(closeFence(markdown)).toBe(markdown);
  });
});
