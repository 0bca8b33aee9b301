import type { GROUPS } from '../../functions/frontend/contract.ts';
import type { Ask } from '../shared/api.ts';

export type Group = (typeof GROUPS)[keyof typeof GROUPS];

/** A part of the page, for the people of one group. */
export interface Section {
  /** The part's address behind `#`. */
  id: string;
  title: string;
  /** Who has work there. The API decides what they may do; the page only leaves away what would be refused. */
  groups: readonly Group[];
  /** Fills an element, again after each change, for somebody of these groups. Throws Refused. */
  show(root: HTMLElement, ask: Ask, groups: readonly string[]): Promise<void>;
}
