import { type CountStations, StationsCounted } from '../../bikes/stations-contract.ts';
import { type ExportKiosks, KiosksExported } from '../../orchestration/contract.ts';
import { type ListMoves, MovesListed } from '../../rebalancing/contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of three services that the list of moves is made with. */
export interface Moves {
  exportKiosks(command: ExportKiosks): Promise<KiosksExported>;
  countStations(command: CountStations): Promise<StationsCounted>;
  listMoves(command: ListMoves): Promise<MovesListed>;
}

export function lambdaMoves(names: Record<keyof Moves, string>, call = lambdaCaller()): Moves {
  return {
    exportKiosks: call<ExportKiosks, KiosksExported>(names.exportKiosks, KiosksExported),
    countStations: call<CountStations, StationsCounted>(names.countStations, StationsCounted),
    listMoves: call<ListMoves, MovesListed>(names.listMoves, MovesListed),
  };
}
