import { checkCommand, MOST_COMMANDS } from '../command-rules.ts';
import { type Fields, toFieldsList } from '../fields.ts';
import { createForm, type Form } from '../form.ts';
import { DiscordRefusal, refuse } from '../refusal.ts';
import { type Call, guildIn, idOf, needApplication, nothing, ok, type Reply, type Route } from '../route.ts';
import type { World } from '../world.ts';

const DAY_MS = 24 * 3600_000;
const CREATES_A_DAY = 200;

const scopeOf = (call: Call): string => {
  needApplication(call);
  return call.params.guild === undefined ? 'global' : guildIn(call).id;
};

const listOf = (world: World, scope: string): Fields[] => world.commands.get(scope) ?? [];

/** Only commands that are not there yet count. */
function countCreates(world: World, scope: string, fresh: number): void {
  const now = world.nowMs();
  const today = (world.commandCreates.get(scope) ?? []).filter((atMs) => now - atMs < DAY_MS);
  if (today.length + fresh > CREATES_A_DAY) throw refuse(30034);
  world.commandCreates.set(scope, [...today, ...Array.from({ length: fresh }, () => now)]);
}

const twinIn = (commands: readonly Fields[], { name, type = 1 }: Fields): Fields | undefined =>
  commands.find((command) => command.name === name && command.type === type);

/** What says nothing is not kept: no options, and what is false. */
function tidied(command: Fields): Fields {
  const { options, required, autocomplete, ...rest } = command;
  const inner = toFieldsList(options).map(tidied);
  return {
    ...rest,
    ...(inner.length > 0 && { options: inner }),
    ...(required === true && { required }),
    ...(autocomplete === true && { autocomplete }),
  };
}

const stored = (world: World, scope: string, command: Fields, id: unknown): Fields => ({
  type: 1,
  name_localizations: null,
  description: '',
  description_localizations: null,
  default_member_permissions: null,
  nsfw: false,
  ...(scope === 'global' ? { contexts: null, integration_types: [0] } : { guild_id: scope }),
  ...tidied(command),
  id: typeof id === 'string' ? id : world.nextId(),
  application_id: world.applicationId,
  version: world.nextId(),
});

function checkNumbers(commands: readonly Fields[]): void {
  for (const [type, most] of Object.entries(MOST_COMMANDS))
    if (commands.filter((command) => (command.type ?? 1) === Number(type)).length > most)
      throw new DiscordRefusal(400, 30032, `Maximum number of application commands reached (${most})`);
}

function checkDoubles(form: Form, commands: readonly Fields[]): void {
  commands.forEach((command, index) => {
    if (
      twinIn(
        commands.slice(0, index).map((each) => ({ type: 1, ...each })),
        command,
      ) !== undefined
    )
      form.fault(`${index}.name`, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
  });
}

function overwrite(call: Call): Reply {
  const { world, json } = call;
  const scope = scopeOf(call);
  const form = createForm();
  if (!Array.isArray(json)) form.fault('', 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
  const commands = toFieldsList(json);
  commands.forEach((command, index) => {
    checkCommand(form, String(index), command);
  });
  checkDoubles(form, commands);
  form.done();
  checkNumbers(commands);
  const old = listOf(world, scope);
  countCreates(world, scope, commands.filter((command) => twinIn(old, command) === undefined).length);
  const next = commands.map((command) => stored(world, scope, command, twinIn(old, command)?.id));
  world.commands.set(scope, next);
  return ok(next);
}

/** A command of the same name and type is replaced. */
function create(call: Call): Reply {
  const { world, body } = call;
  const scope = scopeOf(call);
  const form = createForm();
  checkCommand(form, '', body);
  form.done();
  const old = listOf(world, scope);
  const twin = twinIn(old, body);
  const next = stored(world, scope, body, twin?.id);
  const all = [...old.filter((command) => command !== twin), next];
  checkNumbers(all);
  if (twin === undefined) countCreates(world, scope, 1);
  world.commands.set(scope, all);
  return { status: twin === undefined ? 201 : 200, body: next };
}

function found(call: Call, scope: string): Fields {
  const command = listOf(call.world, scope).find(({ id }) => id === idOf(call, 'command'));
  if (command === undefined) throw refuse(10063);
  return command;
}

function replace(call: Call, change: (command: Fields) => Fields | null): Fields | null {
  const scope = scopeOf(call);
  const command = found(call, scope);
  const next = change(command);
  call.world.commands.set(
    scope,
    listOf(call.world, scope).flatMap((each) => (each !== command ? [each] : next === null ? [] : [next])),
  );
  return next;
}

function edit(call: Call): Reply {
  const changed = replace(call, (command) => {
    const next = { ...command, ...call.body };
    const form = createForm();
    checkCommand(form, '', next);
    form.done();
    return next;
  });
  return ok(changed);
}

function remove(call: Call): Reply {
  replace(call, () => null);
  return nothing;
}

const under = (place: string): Route[] => [
  { name: `GET ${place}`, handle: (call) => ok(listOf(call.world, scopeOf(call))) },
  { name: `PUT ${place}`, handle: overwrite },
  { name: `POST ${place}`, handle: create },
  { name: `GET ${place}/:command`, handle: (call) => ok(found(call, scopeOf(call))) },
  { name: `PATCH ${place}/:command`, handle: edit },
  { name: `DELETE ${place}/:command`, handle: remove },
];

export const COMMAND_ROUTES: readonly Route[] = [
  ...under('/applications/:application/commands'),
  ...under('/applications/:application/guilds/:guild/commands'),
];
