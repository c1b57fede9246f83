import { closeFence } from '../text/close-fence.ts';
import { toInline } from '../text/inline.ts';
import { moveHeadings } from '../text/move-headings.ts';
import type { Section } from './section.ts';

/**
 * Every result under its title, in the order asked. A single result stands by itself. `nested`: headings of results
 * go below their titles; else they stay as they are.
 */
export function mergeOrdered(sections: readonly Section[], asked: number, nested = false): string {
  const [only] = sections;
  if (asked === 1 && only !== undefined) return withCut(only);
  return sections
    .map((section) => `## ${toInline(section.title)}\n\n${nested ? moveHeadings(withCut(section), 3) : withCut(section)}`)
    .join('\n\n');
}

const withCut = ({ text, truncated }: Section): string =>
  truncated ? `${closeFence(text.trim())}\n\n*(cut short: the model reached its output limit)*` : closeFence(text.trim());
