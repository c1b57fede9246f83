import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { moveHeadings } from '#core/text/move-headings.ts';
import { anyMarkdown } from './any-markdown.ts';
import { codeIn } from './same-text.ts';

describe('headings that are moved down', () => {
  it('go down together, and stay where they are low enough', () => {
    expect(moveHeadings('# A\n\ntext\n\n## B\n', 3)).toBe('### A\n\ntext\n\n#### B\n');
    expect(moveHeadings('### A\n\n#### B', 3)).toBe('### A\n\n#### B');
    expect(moveHeadings('# A\n## B\n##### C', 3)).toBe('### A\n#### B\n###### C');
    expect(moveHeadings('no heading', 3)).toBe('no heading');
  });

  it('are those that Markdown has: underlined ones too, in quotes and lists, and no line of code', () => {
    expect(moveHeadings('A title\n===\ntext\n\nAnother\n---\nmore', 3)).toBe('### A title\ntext\n\n#### Another\nmore');
    expect(moveHeadings('> # A\n\n- ## B\n\n```\n# c\n```\n\n---\n\n    # d', 3)).toBe(
      '> ### A\n\n- #### B\n\n```\n# c\n```\n\n---\n\n    # d',
    );
    expect(moveHeadings('#hashtag\n\n# ', 2)).toBe('#hashtag\n\n## ');
    // A line of dashes under a table's header, and a rule, are none.
    expect(moveHeadings('# A\n\n| a |\n| --- |\n| b |', 2)).toBe('## A\n\n| a |\n| --- |\n| b |');
  });

  it('leave all else of any text as it was', () => {
    fc.assert(
      fc.property(anyMarkdown, (text) => {
        const moved = moveHeadings(text, 3);
        expect(codeIn(moved)).toEqual(codeIn(text));
        expect(moved.replace(/#/g, '').replace(/^\s+/, '')).toBe(text.replace(/#/g, '').replace(/^\s+/, ''));
        expect(Math.min(6, ...levelsIn(moved))).toBeGreaterThanOrEqual(3);
        expect(levelsIn(moved)).toHaveLength(levelsIn(text).length);
      }),
    );
  });
});

interface Node {
  readonly type: string;
  readonly depth?: number;
  readonly children?: readonly Node[];
}

function levelsIn(text: string): number[] {
  const walk = (node: Node): number[] => [...(node.type === 'heading' ? [node.depth ?? 0] : []), ...(node.children ?? []).flatMap(walk)];
  return walk(fromMarkdown(text));
}
