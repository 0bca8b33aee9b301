import { describe, expect, it } from '@jest/globals';
import { closeCase } from '../../../functions/frontend/operators/close-case.ts';
import { listCases } from '../../../functions/frontend/operators/list-cases.ts';
import { redriveCase } from '../../../functions/frontend/operators/redrive-case.ts';
import type { Case } from '../../../functions/operations/contract.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';

const request = (changes: Partial<HttpRequest>): HttpRequest => ({
  headers: { 'content-type': 'application/json' },
  parameters: {},
  query: {},
  body: '',
  kioskId: undefined,
  person: { sub: 'olga', groups: ['operators'] },
  ...changes,
});

/** Operations as the front end calls it: what was asked of it, in order. */
function desk() {
  const asked: object[] = [];
  const answer = async (command: object) => {
    asked.push(command);
    return { caseId: 'c1' } as Case;
  };
  const cases = {
    redriveCase: answer,
    closeCase: answer,
    listCases: async (command: object) => {
      asked.push(command);
      return { cases: [] };
    },
  };
  return { asked, list: listCases({ cases }), redrive: redriveCase({ cases }), close: closeCase({ cases }) };
}

describe("operators' routes to cases", () => {
  it('act in the name of whoever is signed in', async () => {
    const { asked, redrive, close } = desk();

    await redrive(request({ body: '{"caseId":"workflow/ride/1"}' }));
    await close(request({ body: '{"caseId":"workflow/ride/1","note":"bike is back"}' }));

    expect(asked).toEqual([
      { caseId: 'workflow/ride/1', operator: 'olga' },
      { caseId: 'workflow/ride/1', operator: 'olga', note: 'bike is back' },
    ]);
  });

  it('take no name of an operator from what was sent', async () => {
    const { asked, redrive } = desk();

    const refused = redrive(request({ body: '{"caseId":"c1","operator":"mayor"}' }));

    await expect(refused).rejects.toMatchObject({ faults: [{ pointer: '#/operator' }] });
    expect(asked).toEqual([]);
  });

  it('go on with a list, and refuse a status that is none', async () => {
    const { asked, list } = desk();

    await list(request({ query: { status: 'closed', cursor: 'abc' } }));
    await list(request({}));

    await expect(list(request({ query: { status: 'lost' } }))).rejects.toMatchObject({ name: 'RequestInvalid' });
    expect(asked).toEqual([{ status: 'closed', cursor: 'abc' }, {}]);
  });

  it.each([
    ['a resident', { sub: 'rosa', groups: [] }, 'RoleMissing'],
    ['a mechanic', { sub: 'mika', groups: ['mechanics'] }, 'RoleMissing'],
    ['nobody', undefined, 'PersonUnidentified'],
  ])('refuse %s before they ask anything', async (_, person, name) => {
    const { asked, list, redrive, close } = desk();
    const body = '{"caseId":"c1","note":"nothing"}';

    for (const run of [list, redrive, close])
      await expect(run(request({ person, body }))).rejects.toMatchObject({ name });
    expect(asked).toEqual([]);
  });
});
