/**
 * Stands in for the module of that name in `@smithy/core`: Lambda has no `~/.aws`. As where nothing is found in one,
 * the next source is asked.
 */
export const fromSharedConfigFiles = () => async () => {
  throw Object.assign(new Error('This bundle reads no configuration files.'), { tryNextLink: true });
};
