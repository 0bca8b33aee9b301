import { join } from 'node:path';

const BUILD = join(import.meta.dirname, '..', '.build');

/** Where the bundled functions lie, each in the folder of its service. */
export const BUNDLES = join(BUILD, 'functions');

/** Where they lie without their packages, and where the packages lie, one file for all: for simulations. */
export const HANDLERS = join(BUILD, 'handlers');
export const LIBRARIES = join(BUILD, 'libraries.js');
