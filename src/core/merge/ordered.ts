import { closeFence } from '../text/close-fence.ts';
import { toInline } from '../text/inline.ts';
import type { Section } from './section.ts';

/** Every result under its title, in the order asked. A single result stands by itself. */
export function mergeOrdered(sections: readonly Section[], asked: number): string {
  const [only] = sections;
  if (asked === 1 && only !== undefined) return withCut(only);
  return sections.map((section) => `## ${toInline(section.title)}\n\n${withCut(section)}`).join('\n\n');
}

const withCut = ({ text, truncated }: Section): string =>
  truncated ? `${closeFence(text.trim())}\n\n*(cut short: the model reached its output limit)*` : closeFence(text.trim());
