import { type Fields, toFields, toFieldsList, toText } from './fields.ts';
import { type Form, lengthOf } from './form.ts';

const TOTAL_CHARS = 6_000;

function textLength({ title, description, footer, author, fields }: Fields): number {
  const own = [title, description, toFields(footer).text, toFields(author).name];
  const inner = toFieldsList(fields).flatMap(({ name, value }) => [name, value]);
  return [...own, ...inner].reduce<number>((sum, each) => sum + lengthOf(toText(each)), 0);
}

function checkUrl(form: Form, path: string, value: unknown, schemes: RegExp): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string' || !schemes.test(value)) form.fault(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
}

const WEB = /^https?:\/\//;
const MEDIA = /^(https?|attachment):\/\//;

function checkEmbed(form: Form, path: string, embed: Fields): Fields {
  form.text(`${path}.title`, embed.title, { max: 256 });
  form.text(`${path}.description`, embed.description, { max: 4096 });
  form.integer(`${path}.color`, embed.color, 0, 0xffffff);
  checkUrl(form, `${path}.url`, embed.url, WEB);
  form.list(`${path}.fields`, embed.fields, 0, 25).forEach((field, index) => {
    form.text(`${path}.fields.${index}.name`, field.name, { min: 1, max: 256, isRequired: true });
    form.text(`${path}.fields.${index}.value`, field.value, { min: 1, max: 1024, isRequired: true });
    form.boolean(`${path}.fields.${index}.inline`, field.inline);
  });
  if (embed.footer !== undefined && embed.footer !== null)
    form.text(`${path}.footer.text`, toFields(embed.footer).text, { min: 1, max: 2048, isRequired: true });
  if (embed.author !== undefined && embed.author !== null)
    form.text(`${path}.author.name`, toFields(embed.author).name, { min: 1, max: 256, isRequired: true });
  for (const kind of ['image', 'thumbnail'] as const) checkUrl(form, `${path}.${kind}.url`, toFields(embed[kind]).url, MEDIA);
  if (embed.timestamp !== undefined && embed.timestamp !== null && Number.isNaN(Date.parse(String(embed.timestamp))))
    form.fault(`${path}.timestamp`, 'DATE_TIME_TYPE_PARSE', `Could not parse ${String(embed.timestamp)}. Should be ISO8601.`);
  return { type: 'rich', ...embed };
}

export function checkEmbeds(form: Form, value: unknown): Fields[] {
  const embeds = form.list('embeds', value, 0, 10);
  const checked = embeds.map((embed, index) => checkEmbed(form, `embeds.${index}`, embed));
  const total = embeds.reduce((sum, embed) => sum + textLength(embed), 0);
  if (total > TOTAL_CHARS) form.fault('embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${TOTAL_CHARS}`);
  return checked;
}
