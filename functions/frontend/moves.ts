import { type ExportStations, StationsExported } from '../bikes/stations-contract.ts';
import { type ExportKiosks, KiosksExported } from '../orchestration/contract.ts';
import { type ListMoves, MovesListed } from '../rebalancing/contract.ts';
import { lambdaCaller } from './services.ts';

/** The functions of three services that the list of moves is made with. */
export interface Moves {
  exportKiosks(command: ExportKiosks): Promise<KiosksExported>;
  exportStations(command: ExportStations): Promise<StationsExported>;
  listMoves(command: ListMoves): Promise<MovesListed>;
}

export function lambdaMoves(names: Record<keyof Moves, string>, call = lambdaCaller()): Moves {
  return {
    exportKiosks: call<ExportKiosks, KiosksExported>(names.exportKiosks, KiosksExported),
    exportStations: call<ExportStations, StationsExported>(names.exportStations, StationsExported),
    listMoves: call<ListMoves, MovesListed>(names.listMoves, MovesListed),
  };
}
