type Fields = Record<string, unknown>;
interface Shadow {
  version: number;
  desired: Fields;
  reported: Fields;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that is set to null goes; objects are merged (AWS IoT Core, "Device Shadow service documents"). */
function merge(state: Fields, patch: Fields | null | undefined): Fields {
  if (patch === null) return {};
  const merged = { ...state };
  for (const [key, value] of Object.entries(patch ?? {})) {
    const before = state[key];
    if (value === null) delete merged[key];
    else merged[key] = isFields(value) ? merge(isFields(before) ? before : {}, value) : value;
  }
  return merged;
}

/** The shadow service, as far as a kiosk sees it: states, versions, deltas by top field, documents. */
export function memoryShadows(deliver: (topic: string, payload: string) => void) {
  const shadows = new Map<string, Shadow>();
  const topic = (thing: string, name: string, suffix: string) => `$aws/things/${thing}/shadow/name/${name}/${suffix}`;
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
