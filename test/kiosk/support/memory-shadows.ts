type Fields = Record<string, unknown>;
interface Shadow {
  version: number;
  desired: Fields;
  reported: Fields;
}

/** The shadow service, as far as a kiosk sees it: flat states, versions, deltas, documents. */
export function memoryShadows(deliver: (topic: string, payload: string) => void) {
  const shadows = new Map<string, Shadow>();
  const topic = (thing: string, name: string, suffix: string) => `$aws/things/${thing}/shadow/name/${name}/${suffix}`;
  const merge = (state: Fields, patch: Fields | null | undefined) =>
    patch === null
      ? {}
      : Object.fromEntries(Object.entries({ ...state, ...patch }).filter(([, value]) => value !== null));

  function update(thing: string, name: string, state: { desired?: Fields | null; reported?: Fields | null }) {
    const before = shadows.get(`${thing}/${name}`) ?? { version: 0, desired: {}, reported: {} };
    const after = {
      version: before.version + 1,
      desired: merge(before.desired, state.desired),
      reported: merge(before.reported, state.reported),
    };
    shadows.set(`${thing}/${name}`, after);
    const delta = Object.fromEntries(
      Object.entries(after.desired).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(after.reported[key]),
      ),
    );
    const said = { version: after.version, state: { desired: after.desired, reported: after.reported } };
    deliver(topic(thing, name, 'update/documents'), JSON.stringify({ current: said }));
    if (Object.keys(delta).length > 0)
      deliver(topic(thing, name, 'update/delta'), JSON.stringify({ version: after.version, state: delta }));
  }

  return {
    update,
    reported: (thing: string, name: string) => shadows.get(`${thing}/${name}`)?.reported,
    /** Whether the message was a request to the shadow service. */
    request: (name: string, payload: string): boolean => {
      const [, thing, shadow, verb] = /^\$aws\/things\/([^/]+)\/shadow\/name\/([^/]+)\/(get|update)$/.exec(name) ?? [];
      if (!thing || !shadow) return false;
      const known = shadows.get(`${thing}/${shadow}`);
      if (verb === 'update') update(thing, shadow, JSON.parse(payload).state);
      else if (!known) deliver(topic(thing, shadow, 'get/rejected'), JSON.stringify({ code: 404 }));
      else {
        const { version, ...state } = known;
        deliver(topic(thing, shadow, 'get/accepted'), JSON.stringify({ version, state }));
      }
      return true;
    },
  };
}
