import type { GROUPS } from '../../functions/frontend/contract.ts';
import type { Ask } from '../shared/api.ts';

export type Group = (typeof GROUPS)[keyof typeof GROUPS];

/** A part of the page, for the people of one group. */
export interface Section {
  /** The part's address behind `#`. */
  id: string;
  title: string;
  /** Who has work there. The API decides what they may do; the page only leaves away what would be refused. */
  group: Group;
  /** Fills an element, again after each change. Throws Refused. */
  show(root: HTMLElement, ask: Ask): Promise<void>;
}
