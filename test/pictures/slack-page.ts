type Json = Readonly<Record<string, unknown>>;

const MARKS: Readonly<Record<string, string>> = { pending: '○', in_progress: '◔', complete: '✓', error: '✕' };

const toHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const textOf = (value: unknown): string => String((value as Json | undefined)?.text ?? '');

/** Messages of a thread, the first its root, as a page that looks like Slack's. */
export function toPage(messages: readonly unknown[], names: Readonly<Record<string, string>>): string {
  const [root, ...replies] = messages.map((blocks) => toMessage(list(blocks), names));
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main><header># launch</header>${root ?? ''}<div class="replies">${replies.length} replies</div>${replies.join('')}</main>`;
}

const toMessage = (blocks: readonly Json[], names: Readonly<Record<string, string>>): string =>
  `<article><div class="face">F</div><div class="body"><div class="who"><b>Fanout</b><span class="app">APP</span><span class="when">10:24</span></div>${blocks.map((block) => toBlock(block, names)).join('')}</div></article>`;

function toBlock(block: Json, names: Readonly<Record<string, string>>): string {
  switch (block.type) {
    case 'plan':
      return `<div class="plan"><div class="title">▾ ${toHtml(String(block.title))}</div>${list(block.tasks)
        .map((task) => toTask(task, names))
        .join('')}</div>`;
    case 'section': {
      const accessory = block.accessory === undefined ? '' : toElement(block.accessory as Json);
      return `<div class="section"><div>${mrkdwn(textOf(block.text))}</div>${accessory}</div>`;
    }
    case 'context':
      return `<div class="context">${list(block.elements)
        .map((element) => mrkdwn(textOf(element)))
        .join(' ')}</div>`;
    case 'actions':
      return `<div class="actions">${list(block.elements).map(toElement).join('')}</div>`;
    case 'rich_text':
      return `<p>${richText(block, names)}</p>`;
    case 'markdown':
      return markdown(String(block.text));
    default:
      return '';
  }
}

function toTask(task: Json, names: Readonly<Record<string, string>>): string {
  const saying = [task.details, task.output].flatMap((part) => (part === undefined ? [] : [richText(part as Json, names)])).join(' ');
  return `<div class="task ${String(task.status)}"><span class="mark">${MARKS[String(task.status)] ?? ''}</span>${toHtml(String(task.title))}<span class="saying">${saying}</span></div>`;
}

function toElement(element: Json): string {
  if (element.type === 'button') return `<span class="button ${String(element.style ?? '')}">${toHtml(textOf(element.text))}</span>`;
  if (element.type === 'overflow') return '<span class="button">⋯</span>';
  return `<span class="button select">${toHtml(textOf(element.placeholder))} ⌄</span>`;
}

const richText = (value: Json, names: Readonly<Record<string, string>>): string =>
  list(value.elements)
    .flatMap((part) => list(part.elements))
    .map((it) =>
      it.type === 'user'
        ? `<span class="mention">@${toHtml(names[String(it.user_id)] ?? 'someone')}</span>`
        : toHtml(String(it.text ?? '')),
    )
    .join('');

const decode = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const mrkdwn = (text: string): string =>
  toHtml(decode(text))
    .replaceAll('\n', '<br>')
    .replace(/\*([^*<]+)\*/g, '<b>$1</b>');

const markdown = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((block) => {
      const heading = /^#+ (.*)/.exec(block);
      if (heading?.[1] !== undefined) return `<h4>${toHtml(heading[1])}</h4>`;
      if (/^---+$/.test(block.trim())) return '<hr>';
      return `<p>${toHtml(block)
        .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
        .replace(/\*([^*]+)\*/g, '<i>$1</i>')
        .replaceAll('\n', '<br>')}</p>`;
    })
    .join('');

const STYLE = `body{margin:0;background:#fff;font:15px/1.46 Lato,"Noto Sans","Noto Sans CJK JP",sans-serif;color:#1d1c1d}main{width:720px;padding:0 20px 16px}
header{font-weight:700;font-size:18px;padding:14px 0 10px;border-bottom:1px solid #ddd;margin-bottom:8px}article{display:flex;gap:10px;padding:8px 0}.face{flex:none;width:36px;height:36px;border-radius:6px;background:#1a1a2e;color:#8be9fd;font-weight:700;display:flex;align-items:center;justify-content:center}
.body{flex:1}.who{margin-bottom:2px}.app{font-size:10px;background:#ececec;color:#616061;border-radius:2px;padding:1px 3px;margin:0 6px}.when{font-size:12px;color:#616061}p{margin:2px 0 6px}h4{margin:8px 0 2px}hr{border:0;border-top:1px solid #ddd;margin:8px 0}
.plan{border:1px solid #ddd;border-radius:8px;padding:8px 12px;margin:4px 0}.plan .title{font-weight:700;margin-bottom:4px}.task{padding:2px 0}.mark{display:inline-block;width:20px;font-weight:700}.complete .mark{color:#007a5a}.error .mark{color:#e01e5a}.saying{color:#616061;font-size:13px;margin-left:10px}
.section{display:flex;justify-content:space-between;gap:12px;margin:2px 0}.context{font-size:12px;color:#616061;margin:4px 0}.actions{margin:8px 0 2px;display:flex;gap:8px}.button{border:1px solid #bbb;border-radius:6px;padding:3px 11px;font-weight:700;font-size:13px;align-self:start}.button.primary{background:#007a5a;color:#fff;border-color:#007a5a}.button.danger{color:#e01e5a;border-color:#e01e5a}.select{font-weight:400}
.mention{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}.replies{color:#616061;font-size:13px;border-bottom:1px solid #ddd;padding:2px 0 6px 46px;margin-bottom:4px}`;
