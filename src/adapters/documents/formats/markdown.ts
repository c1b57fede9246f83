import { gfm } from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';
import { checkDepth } from './depth.ts';

/** What is no text of a page. */
const NO_TEXT = ['script', 'style', 'noscript', 'template', 'iframe', 'object', 'embed', 'head', 'title'] as const;

/** Markup of a page or of a fragment, as Markdown with tables (GitHub's). Links are kept, of pictures their description. */
export function htmlToMarkdown(html: string): string {
  checkDepth(html, 'html');
  const turndown = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    hr: '---',
    emDelimiter: '*',
  });
  turndown.use(gfm);
  turndown.remove(NO_TEXT as unknown as TurndownService.Filter);
  turndown.addRule('picture', {
    filter: 'img',
    replacement: (_, node) => (node as { getAttribute(name: string): string | null }).getAttribute('alt') ?? '',
  });
  return turndown.turndown(html).trim();
}
