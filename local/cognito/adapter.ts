import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../seams/clock.ts';
import type { Store } from '../store.ts';

interface Kept {
  payload: AdapterPayload;
  /** Absent for what does not expire. */
  untilMs?: number;
}

const spaceOf = (model: string) => `cognito/oidc/${model}`;

/** What the provider keeps of each kind, by the names that it gives them. */
const KINDS = [
  'Session',
  'AccessToken',
  'AuthorizationCode',
  'RefreshToken',
  'Interaction',
  'Grant',
  'ReplayDetection',
];

const isOver = ({ untilMs }: Kept, nowMs: number) => untilMs !== undefined && untilMs <= nowMs;

/** Takes away what has expired; done at each start, which is often enough on a laptop. */
export function sweep(store: Store, clock: Clock): void {
  for (const kind of KINDS) {
    for (const { key, value } of store.list<Kept>(spaceOf(kind))) {
      if (isOver(value, clock.now())) store.delete(spaceOf(kind), key);
    }
  }
}

/** The provider's sessions, codes, grants and interactions in the host's store, so that they outlive a restart. */
export function storeAdapter(store: Store, clock: Clock): (model: string) => Adapter {
  return (model) => {
    const space = spaceOf(model);
    const find = async (id: string) => {
      const kept = store.get<Kept>(space, id);
      return kept && !isOver(kept, clock.now()) ? kept.payload : undefined;
    };
    const findBy = async (name: 'uid' | 'userCode', value: string) =>
      store.list<Kept>(space).find((entry) => entry.value.payload[name] === value && !isOver(entry.value, clock.now()))
        ?.value.payload;
    return {
      find,
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (code) => findBy('userCode', code),
      upsert: async (id, payload, expiresIn) => {
        const untilMs = expiresIn ? clock.now() + expiresIn * 1000 : undefined;
        store.put(space, id, { payload, ...(untilMs === undefined ? {} : { untilMs }) });
      },
      consume: async (id) => {
        const kept = store.get<Kept>(space, id);
        const consumed = Math.floor(clock.now() / 1000);
        if (kept) store.put(space, id, { ...kept, payload: { ...kept.payload, consumed } });
      },
      destroy: async (id) => store.delete(space, id),
      revokeByGrantId: async (grantId) => {
        for (const { key, value } of store.list<Kept>(space)) {
          if (value.payload.grantId === grantId) store.delete(space, key);
        }
      },
    };
  };
}
