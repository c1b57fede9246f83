import { type Content, type Input, toContent } from '../content.ts';

/** Groups whose text is no text of the document. */
const ASIDE = new Set(
  'fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf listtable listoverridetable rsidtbl themedata datastore xmlnstbl fldinst generator'.split(
    ' ',
  ),
);

const WORDS: Readonly<Record<string, string>> = {
  par: '\n\n',
  sect: '\n\n',
  page: '\n\n',
  line: '\n',
  row: '\n',
  cell: ' | ',
  tab: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};
const SYMBOLS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': '\u00a0',
  '-': '',
  _: '-',
  '\n': '\n\n',
  '\r': '\n\n',
};

/** Deeper than any program writes. */
const MAX_DEPTH = 1_000;

interface Group {
  /** Its text is left out. */
  aside: boolean;
  /** How many characters stand in for one that was given by number. */
  fallback: number;
}

/** The words of a document; of its looks only paragraphs, lines and the cells of rows are kept. */
export function readRtf({ bytes }: Input): Content {
  const source = bytes.toString('latin1');
  const codePage = /\\ansicpg(\d+)/.exec(source.slice(0, 2_000))?.[1] ?? '1252';
  const decoder = toDecoder(codePage);
  const token = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/giy;
  const out: string[] = [];
  const outer: Group[] = [];
  let group: Group = { aside: false, fallback: 1 };
  let skip = 0;
  let pending: number[] = [];
  const flush = (): void => {
    if (pending.length > 0) out.push(decoder.decode(Uint8Array.from(pending)));
    pending = [];
  };
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [, word, number, hex, symbol, brace, plain] = match;
    if (hex === undefined) flush();
    if (brace === '{') {
      if (outer.length >= MAX_DEPTH) throw new RangeError('groups are nested too deeply');
      outer.push(group);
      group = { ...group };
    } else if (brace === '}') {
      group = outer.pop() ?? group;
      skip = 0;
    } else if (word === 'bin') token.lastIndex += Math.max(0, Number(number ?? 0));
    else if (word === 'uc') group.fallback = Number(number ?? 1);
    else if ((word !== undefined && ASIDE.has(word)) || symbol === '*') group.aside = true;
    else if (group.aside) continue;
    else if (word === 'u') {
      out.push(String.fromCharCode(Number(number ?? 0) & 0xffff));
      skip = group.fallback;
    } else if (hex !== undefined && skip > 0) skip -= 1;
    else if (hex !== undefined) pending.push(Number.parseInt(hex, 16));
    else if (word !== undefined) out.push(WORDS[word] ?? '');
    else if (symbol !== undefined) out.push(SYMBOLS[symbol] ?? '');
    else if (plain !== undefined) {
      out.push(plain.slice(skip));
      skip = Math.max(0, skip - plain.length);
    }
  }
  flush();
  return toContent(
    out
      .join('')
      .replace(/ +\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

function toDecoder(codePage: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(
      codePage === '65001' ? 'utf-8' : codePage === '932' ? 'shift_jis' : codePage === '936' ? 'gbk' : `windows-${codePage}`,
    );
  } catch {
    return new TextDecoder('windows-1252');
  }
}
