// For readers of answers that are not forms yet.
export { findJson } from '../../forms/find-json.ts';
export { toMembers } from './members.ts';
