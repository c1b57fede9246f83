/** Discord's reading of Markdown, as far as it decides what is a link: its own rules, which are not CommonMark's. */
const RULES = {
  escape: /^\\[^0-9A-Za-z\s]/,
  block: /^```(?:[a-z0-9_+\-.#]+?\n)?\n*[^\n][\s\S]*?\n*```/i,
  code: /^(`+)([\s\S]*?[^`])\1(?!`)/,
  link: /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"][\s\S]*?['"])?\s*\)/,
  url: /^https?:\/\/[^\s<]+[^<.,:;"'\]\s]/,
} as const;

interface Link {
  readonly label: string;
  readonly target: string;
}

/** The links whose text is not their target, wherever a client may take one for it. */
function linksIn(text: string): Link[] {
  const links: Link[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const link = RULES.link.exec(rest);
    if (link !== null && /^https?:/i.test(link[2] ?? '')) {
      links.push({ label: link[1] ?? '', target: link[2] ?? '' });
      at += link[0].length;
      continue;
    }
    const skipped = RULES.escape.exec(rest) ?? RULES.block.exec(rest) ?? RULES.code.exec(rest) ?? RULES.url.exec(rest);
    at += skipped?.[0].length ?? 1;
  }
  return links;
}

/** Links that say one host and go to another. */
export function lyingLinksIn(text: string): string[] {
  return linksIn(text).flatMap(({ label, target }) => {
    const host = URL.canParse(target) ? new URL(target).hostname : '';
    const named = label.match(/[a-z]+\.example/gi) ?? [];
    return named.some((name) => name.toLowerCase() !== host) ? [`[${label}](${target})`] : [];
  });
}
