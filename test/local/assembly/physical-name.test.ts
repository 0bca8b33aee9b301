import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { physicalNames } from '../../../local/assembly/physical-name.ts';

const logicalId = fc
  .tuple(fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,80}$/), fc.stringMatching(/^[0-9A-F]{8}$/))
  .map(([name, hash]) => name + hash);

describe('a physical name', () => {
  it('is the stack and the logical id, without the hash', () => {
    const names = physicalNames('Data', ['BikesTable8E0C2A4F', 'Plain']);

    expect([...names.values()]).toEqual(['Data-BikesTable', 'Data-Plain']);
  });

  it('keeps the hash where two would be the same without', () => {
    const names = physicalNames('Data', ['Table00000000', 'TableFFFFFFFF', 'Other11111111']);

    expect([...names.values()]).toEqual(['Data-Table00000000', 'Data-TableFFFFFFFF', 'Data-Other']);
  });

  it('keeps the logical id where the whole would be too long', () => {
    const names = physicalNames('Freewheel-havenbrook-dev-Services', ['OrchestrationAuthorizeKioskFunction0A1B2C3D']);

    expect([...names.values()][0]).toMatch(/^Freewheel-haven.*-[0-9a-f]{8}-OrchestrationAuthorizeKioskFunction$/);
  });

  it('is unique, fits every service, and does not hang on the order of the template', () => {
    fc.assert(
      fc.property(fc.uniqueArray(logicalId, { minLength: 1 }), (ids) => {
        const names = physicalNames('FreewheelServices', ids);
        const reversed = physicalNames('FreewheelServices', ids.toReversed());

        expect(new Set(names.values()).size).toBe(ids.length);
        for (const [id, name] of names) {
          expect(name.length).toBeLessThanOrEqual(63);
          expect(reversed.get(id)).toBe(name);
        }
      }),
    );
  });
});
