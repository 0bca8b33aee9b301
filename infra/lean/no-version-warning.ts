/** Stands in for the warnings of the SDK that a Node is too old for it: what is bundled runs on the one it is made for. */
export function emitWarningIfUnsupportedVersion(): void {}

export const state = {};
