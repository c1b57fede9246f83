import { type Fields, toFields, toFieldsList } from '../fields.ts';
import type { Form } from '../form.ts';
import { DiscordRefusal } from '../refusal.ts';
import { type Checker, createChecker, wrongType } from './checker.ts';
import { checkButton, checkSelect, isSelect } from './interactive.ts';

const MAX_COMPONENTS = 40;
const MAX_CHARS = 4_000;
/** Not in any docs: above it Discord breaks. */
const MAX_TEXT_BYTES = 10_170;

function checkMedia({ form, fileNames }: Checker, path: string, media: unknown, onlyFiles = false): void {
  const { url } = toFields(media);
  if (typeof url !== 'string' || url === '') {
    form.required(`${path}.url`);
    return;
  }
  const named = /^attachment:\/\/(.+)$/.exec(url)?.[1];
  if (named !== undefined) {
    if (!fileNames.has(named))
      form.fault(`${path}.url`, 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', 'The referenced attachment was not found');
  } else if (onlyFiles || !/^https?:\/\//.test(url)) {
    const schemes = onlyFiles ? "'attachment'" : "'http', 'https', 'attachment'";
    form.fault(
      `${path}.url`,
      'URL_TYPE_INVALID_SCHEME',
      `Scheme "${url.split(':')[0]}" is not supported. Scheme must be one of (${schemes}).`,
    );
  }
}

function checkRow(checker: Checker, path: string, row: Fields): void {
  const { form } = checker;
  checker.seen(path, row);
  const inner = form.list(`${path}.components`, row.components, 1, 5);
  const selects = inner.filter(({ type }) => isSelect(type));
  if (selects.length > 0 && inner.length > 1)
    form.fault(`${path}.components`, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  inner.forEach((component, index) => {
    const at = `${path}.components.${index}`;
    if (component.type === 2) checkButton(checker, at, component);
    else if (isSelect(component.type)) checkSelect(checker, at, component, false);
    else wrongType(form, at, [2, 3, 5, 6, 7, 8]);
  });
}

function checkThumbnail(checker: Checker, path: string, thumbnail: Fields): void {
  checker.seen(path, thumbnail);
  checkMedia(checker, `${path}.media`, thumbnail.media);
  checker.form.text(`${path}.description`, thumbnail.description, { max: 1024 });
}

function checkText(checker: Checker, path: string, component: Fields): void {
  checker.seen(path, component);
  checker.text(`${path}.content`, component.content);
}

function checkSection(checker: Checker, path: string, section: Fields): void {
  const { form } = checker;
  checker.seen(path, section);
  form.list(`${path}.components`, section.components, 1, 3).forEach((component, index) => {
    if (component.type === 10) checkText(checker, `${path}.components.${index}`, component);
    else wrongType(form, `${path}.components.${index}`, [10]);
  });
  const accessory = toFields(section.accessory);
  if (section.accessory === undefined || section.accessory === null) form.required(`${path}.accessory`);
  else if (accessory.type === 2) checkButton(checker, `${path}.accessory`, accessory);
  else if (accessory.type === 11) checkThumbnail(checker, `${path}.accessory`, accessory);
  else wrongType(form, `${path}.accessory`, [2, 11]);
}

function checkGallery(checker: Checker, path: string, gallery: Fields): void {
  checker.seen(path, gallery);
  checker.form.list(`${path}.items`, gallery.items, 1, 10).forEach((item, index) => {
    checkMedia(checker, `${path}.items.${index}.media`, item.media);
    checker.form.text(`${path}.items.${index}.description`, item.description, { max: 1024 });
  });
}

function checkContainer(checker: Checker, path: string, container: Fields): void {
  const { form } = checker;
  checker.seen(path, container);
  form.integer(`${path}.accent_color`, container.accent_color, 0, 0xffffff);
  form.boolean(`${path}.spoiler`, container.spoiler);
  form.list(`${path}.components`, container.components, 1, Number.POSITIVE_INFINITY).forEach((component, index) => {
    const at = `${path}.components.${index}`;
    if (component.type === 17 || !checkLayout(checker, at, component)) wrongType(form, at, [1, 9, 10, 12, 13, 14]);
  });
}

/** False: no component that may stand by itself. */
function checkLayout(checker: Checker, path: string, component: Fields): boolean {
  const { form } = checker;
  switch (component.type) {
    case 1:
      checkRow(checker, path, component);
      return true;
    case 9:
      checkSection(checker, path, component);
      return true;
    case 10:
      checkText(checker, path, component);
      return true;
    case 12:
      checkGallery(checker, path, component);
      return true;
    case 13:
      checker.seen(path, component);
      checkMedia(checker, `${path}.file`, component.file, true);
      return true;
    case 14:
      checker.seen(path, component);
      form.boolean(`${path}.divider`, component.divider);
      if (component.spacing !== undefined) form.choice(`${path}.spacing`, component.spacing, [1, 2]);
      return true;
    case 17:
      checkContainer(checker, path, component);
      return true;
    default:
      return false;
  }
}

/** Everything gets an id: those without one count on from 1, in the order of reading. */
export function numbered(components: readonly Fields[]): Fields[] {
  let last = 0;
  const taken = new Set<number>();
  const collect = (component: Fields): void => {
    if (typeof component.id === 'number') taken.add(component.id);
    for (const inner of toFieldsList(component.components)) collect(inner);
  };
  components.forEach(collect);
  const number = (component: Fields): Fields => {
    let { id } = component;
    if (typeof id !== 'number' || id === 0) {
      do last += 1;
      while (taken.has(last));
      id = last;
    }
    return {
      ...component,
      id,
      ...(Array.isArray(component.components) && { components: toFieldsList(component.components).map(number) }),
      ...(component.accessory !== undefined && { accessory: number(toFields(component.accessory)) }),
      ...(component.component !== undefined && { component: number(toFields(component.component)) }),
    };
  };
  return components.map(number);
}

/** `components` of a message. Rows alone without the V2 flag; with it 40 in all, and 4,000 characters. */
export function checkMessageComponents(form: Form, value: unknown, isV2: boolean, fileNames: ReadonlySet<string>): Fields[] {
  const checker = createChecker(form, fileNames);
  const components = form.list('components', value, isV2 ? 1 : 0, isV2 ? Number.POSITIVE_INFINITY : 5);
  components.forEach((component, index) => {
    const path = `components.${index}`;
    if (!isV2 && component.type !== 1) wrongType(form, path, [1]);
    else if (!checkLayout(checker, path, component)) wrongType(form, path, [1, 9, 10, 12, 13, 14, 17]);
  });
  if (checker.count > MAX_COMPONENTS)
    form.fault(
      'components',
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `Total number of components exceeds the maximum of ${MAX_COMPONENTS}`,
    );
  if (checker.chars > MAX_CHARS)
    form.fault(
      'components',
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Components displayable text size exceeds maximum size of ${MAX_CHARS}`,
    );
  else if (checker.bytes > MAX_TEXT_BYTES) throw new DiscordRefusal(500, 0, '500: Internal Server Error');
  return numbered(components);
}
