import { InteractionType } from 'discord-api-types/v10';
import { bytesOf, type TypedFile } from './commands.ts';
import { type Fields, toFields, toFieldsList, toText } from './fields.ts';
import { lengthOf } from './form.ts';
import type { OpenModal } from './interaction.ts';
import type { InteractionOutcome, Sender } from './interaction-payload.ts';
import { channelOf } from './lookup.ts';
import { toAttachmentObject } from './objects.ts';
import { checkChoice, resolvedUsers } from './pressing.ts';
import { storeFile } from './uploads.ts';
import type { World } from './world.ts';

export type FormValue = string | boolean | readonly string[] | readonly TypedFile[];

export interface Forms {
  /** Modals open in front of a person. */
  modals(user: string): readonly OpenModal[];
  /** By custom id; what is left out stays as it was filled in. Throws where the form would not let a person send it. */
  submitModal(submission: { readonly modalId: string; readonly values?: Readonly<Record<string, FormValue>> }): Promise<InteractionOutcome>;
  closeModal(modalId: string): void;
}

/** A person may leave it out: inputs are required unless they say otherwise. */
const isOptional = (input: Fields): boolean => input.required === false;

const listOf = (value: FormValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : typeof value === 'string' ? [value] : [];

const defaultsOf = (input: Fields): string[] =>
  toFieldsList(input.options)
    .filter((option) => option.default === true)
    .map((option) => toText(option.value));

function toTyped(input: Fields, given: FormValue | undefined): string {
  const value = given === undefined ? toText(input.value) : given;
  if (typeof value !== 'string') throw new Error(`${input.custom_id} takes text`);
  if (value === '' && isOptional(input)) return value;
  const least = Math.max(isOptional(input) ? 0 : 1, Number(input.min_length ?? 0));
  if (lengthOf(value) < least || lengthOf(value) > Number(input.max_length ?? 4000))
    throw new Error(`${input.custom_id} takes another length`);
  return value;
}

export function createForms(world: World, sender: Sender): Forms & { show(modal: OpenModal): void } {
  const open = new Map<string, OpenModal>();

  function upload(input: Fields, given: FormValue | undefined, modal: OpenModal, attachments: Record<string, Fields>): string[] {
    const files = Array.isArray(given) ? given.filter((each): each is TypedFile => typeof each === 'object') : [];
    const least = isOptional(input) ? 0 : Number(input.min_values ?? 1);
    if (files.length < least || files.length > Number(input.max_values ?? 1))
      throw new Error(`${input.custom_id} takes another number of files`);
    return files.map((each) => {
      const file = storeFile(world, { ...each, bytes: bytesOf(each), channelId: modal.channelId, isEphemeral: true });
      attachments[file.id] = toAttachmentObject(world, file);
      return file.id;
    });
  }

  function submit(modal: OpenModal, values: Readonly<Record<string, FormValue>>): Fields {
    const attachments: Record<string, Fields> = {};
    const people = new Set<string>();
    const known = new Set<string>();

    function answer(input: Fields): Fields {
      const { type, custom_id, id } = input;
      const given = values[toText(custom_id)];
      known.add(toText(custom_id));
      const sent = { type, custom_id, id };
      if (type === 4) return { ...sent, value: toTyped(input, given) };
      if (type === 19) return { ...sent, values: upload(input, given, modal, attachments) };
      if (type === 23) return { ...sent, value: given === undefined ? input.default === true : given === true };
      const chosen = given === undefined ? defaultsOf(input) : listOf(given);
      if (type === 21) {
        checkChoice({ ...input, min_values: isOptional(input) ? 0 : 1, max_values: 1 }, chosen);
        return { ...sent, value: chosen[0] ?? null };
      }
      checkChoice(input, chosen, isOptional(input));
      if (type === 5 || type === 7) for (const each of chosen) people.add(each);
      return { ...sent, values: chosen };
    }

    const components = toFieldsList(modal.data.components).map((component) => {
      const { type, id } = component;
      if (type === 18) return { type, id, component: answer(toFields(component.component)) };
      if (type === 1) return { type, id, components: toFieldsList(component.components).map(answer) };
      return { type, id };
    });
    const unknown = Object.keys(values).find((name) => !known.has(name));
    if (unknown !== undefined) throw new Error(`the form has nothing called ${unknown}`);
    const resolved = {
      ...(Object.keys(attachments).length > 0 && { attachments }),
      ...(people.size > 0 && resolvedUsers(world, channelOf(world, modal.channelId), [...people])),
    };
    return { custom_id: modal.data.custom_id, components, ...(Object.keys(resolved).length > 0 && { resolved }) };
  }

  return {
    // One at a time: the next one takes the place of the one before.
    show: (modal) => {
      for (const each of open.values()) if (each.userId === modal.userId) open.delete(each.id);
      open.set(modal.id, modal);
    },
    modals: (user) => [...open.values()].filter(({ userId }) => userId === user),
    closeModal: (modalId) => void open.delete(modalId),
    submitModal: async ({ modalId, values = {} }) => {
      const modal = open.get(modalId);
      if (modal === undefined) throw new Error(`no form ${modalId} is open`);
      const spot = { channel: modal.channelId, user: modal.userId };
      const data = submit(modal, values);
      const { message } = modal;
      const outcome = await sender.send({ kind: InteractionType.ModalSubmit, spot, data, message, showsMessage: message !== null });
      // What went wrong leaves the form open, with what was typed in it.
      if (outcome.failure === null) open.delete(modalId);
      return outcome;
    },
  };
}
