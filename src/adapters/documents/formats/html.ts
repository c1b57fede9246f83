import { Readability } from '@mozilla/readability';
import { type Content, type Input, toContent } from '../content.ts';
import { checkDepth } from './depth.ts';
import { type DomDocument, parsePage } from './dom.ts';
import { htmlToMarkdown } from './markdown.ts';
import { decodeText } from './text.ts';

/** An article has at least this share of its page's words; with less, Readability took a part for the whole. */
const MIN_ARTICLE_SHARE = 0.25;

/** What stands around a page's text, and what a reader of the page would not see. */
const AROUND = 'nav, footer, script, style, noscript, template, svg, [hidden], [style*="display:none"], [style*="display: none"]';

/** A page's article without what stands around it, or all of the page where it is no article (a table, a list, a form). */
export function readHtml(input: Input): Content {
  const html = decodeText(input);
  checkDepth(html, 'html');
  const { body } = parseBare(html);
  const article = toArticle(html, body.textContent?.length ?? 0);
  if (article === null) return toContent(htmlToMarkdown(body.innerHTML));
  const text = htmlToMarkdown(article.html);
  return toContent(article.title === '' || text.includes(article.title) ? text : `# ${article.title}\n\n${text}`);
}

function toArticle(html: string, pageChars: number): { readonly title: string; readonly html: string } | null {
  // Readability takes its document apart, so it gets one of its own.
  const article = new Readability(parseBare(html) as never).parse();
  if (article?.content == null || (article.textContent?.length ?? 0) < pageChars * MIN_ARTICLE_SHARE) return null;
  return { title: article.title?.trim() ?? '', html: article.content };
}

function parseBare(html: string): DomDocument {
  const page = parsePage(html);
  for (const around of page.body.querySelectorAll(AROUND)) around.remove();
  return page;
}
