const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Markdown with its last code fence closed where it is left open, as an answer that was cut short leaves it: what stands below would be code too. */
export function closeFence(markdown: string): string {
  let open: string | null = null;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const [, marks = '', rest = ''] = FENCE.exec(line) ?? [];
    if (marks === '') continue;
    if (open === null) open = marks.startsWith('`') && rest.includes('`') ? null : marks;
    else if (marks.startsWith(open) && rest.trim() === '') open = null;
  }
  return open === null ? markdown : `${markdown}${/[\r\n]$/.test(markdown) ? '' : '\n'}${open}`;
}
