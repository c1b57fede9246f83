import { checkView } from '../blocks/check.ts';
import type { Call, Method } from '../call.ts';
import { type Fields, SlackRefusal } from '../refusal.ts';
import { useTrigger } from '../triggers.ts';
import type { OpenView, World } from '../world.ts';

const MOST_STACKED = 3;

export const toViewObject = (world: World, { id, team, rootId, previousId, hash, view }: OpenView): Fields => ({
  id,
  team_id: team,
  app_id: world.teams.get(team)?.seed.appId,
  bot_id: world.teams.get(team)?.seed.botId,
  private_metadata: '',
  callback_id: '',
  external_id: '',
  root_view_id: rootId,
  previous_view_id: previousId,
  hash,
  state: { values: {} },
  submit: null,
  close: null,
  clear_on_close: false,
  notify_on_close: false,
  ...view,
});

/** Blocks without an id get one, so that a form's values have a name to stand under. */
const named = (view: Fields): Fields => ({
  ...view,
  blocks: (Array.isArray(view.blocks) ? view.blocks : []).map((block, index) => ({ block_id: `v${index}`, ...block })),
});

export interface ViewPlace {
  readonly team: string;
  readonly user: string;
  readonly kind: 'modal' | 'home';
  /** The view that it is stacked upon. */
  readonly upon: OpenView | null;
  readonly channel: string | null;
}

function showView(world: World, { team, user, kind, upon, channel }: ViewPlace, view: Fields): OpenView {
  const { external_id } = view;
  const taken = typeof external_id === 'string' && [...world.views.values()].some((open) => open.view.external_id === external_id);
  if (taken) throw new SlackRefusal('duplicate_external_id');
  const id = world.nextId('V');
  const opened: OpenView = {
    id,
    team,
    user,
    kind,
    channel,
    rootId: upon?.rootId ?? id,
    previousId: upon?.id ?? null,
    hash: world.nextId('hash.'),
    view: named(view),
  };
  world.views.set(id, opened);
  return opened;
}

export function replaceView(world: World, open: OpenView, view: Fields): void {
  open.view = named(view);
  open.hash = world.nextId('hash.');
}

const readView = ({ args }: Call, kind: 'modal' | 'home'): Fields => checkView(args.json('view', 'invalid_arguments'), kind);

const open: Method = (call) => {
  const { world, team, args } = call;
  const view = readView(call, 'modal');
  const { user, channel } = useTrigger(world, team.seed.id, args.required('trigger_id'));
  return { view: toViewObject(world, showView(world, { team: team.seed.id, user, kind: 'modal', upon: null, channel }, view)) };
};

/** Onto the stack of the view in which the trigger was made. */
export function stackView(world: World, upon: OpenView, view: Fields): OpenView {
  const stack = [...world.views.values()].filter(({ rootId }) => rootId === upon.rootId);
  if (stack.length >= MOST_STACKED) throw new SlackRefusal('push_limit_reached');
  return showView(world, { team: upon.team, user: upon.user, kind: 'modal', upon, channel: upon.channel }, view);
}

const push: Method = (call) => {
  const { world, team, args } = call;
  const view = readView(call, 'modal');
  const { viewId } = useTrigger(world, team.seed.id, args.required('trigger_id'));
  const upon = viewId === null ? undefined : world.views.get(viewId);
  if (upon === undefined) throw new SlackRefusal('not_found');
  return { view: toViewObject(world, stackView(world, upon, view)) };
};

const update: Method = (call) => {
  const { world, team, args } = call;
  const view = readView(call, 'modal');
  const id = args.optional('view_id');
  const external = args.optional('external_id');
  if ((id === null) === (external === null)) throw new SlackRefusal('invalid_arguments');
  const found = [...world.views.values()].find((each) => (id === null ? each.view.external_id === external : each.id === id));
  if (found === undefined || found.team !== team.seed.id) throw new SlackRefusal('not_found');
  const hash = args.optional('hash');
  if (hash !== null && hash !== found.hash) throw new SlackRefusal('hash_conflict', { view: toViewObject(world, found) });
  replaceView(world, found, view);
  return { view: toViewObject(world, found) };
};

const publish: Method = (call) => {
  const { world, team, args } = call;
  const user = args.required('user_id');
  const view = readView(call, 'home');
  if (!team.users.has(user)) throw new SlackRefusal('invalid_arguments');
  const isTheirs = (each: OpenView): boolean => each.kind === 'home' && each.user === user && each.team === team.seed.id;
  const home = [...world.views.values()].find(isTheirs);
  const hash = args.optional('hash');
  if (home !== undefined && hash !== null && hash !== home.hash) throw new SlackRefusal('hash_conflict');
  if (home === undefined)
    return { view: toViewObject(world, showView(world, { team: team.seed.id, user, kind: 'home', upon: null, channel: null }, view)) };
  replaceView(world, home, view);
  return { view: toViewObject(world, home) };
};

export const VIEWS: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
