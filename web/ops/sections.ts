import { showCases } from './cases.ts';
import { showPhotos } from './photos.ts';
import { showReviews } from './reviews.ts';
import type { Section } from './section.ts';
import { showWorkOrders } from './work-orders.ts';

/** All parts of the page, in the order in which they are offered; a new part is a line here and a file beside. */
export const SECTIONS: readonly Section[] = [
  { id: 'cases', title: 'Cases', groups: ['operators'], show: showCases },
  { id: 'reviews', title: 'Residents to review', groups: ['operators'], show: showReviews },
  { id: 'photos', title: 'Photos of a bike', groups: ['operators'], show: showPhotos },
  { id: 'work-orders', title: 'Bikes to see to', groups: ['mechanics', 'operators'], show: showWorkOrders },
];
