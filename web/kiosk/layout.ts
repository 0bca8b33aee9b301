/** Where things stand in the drawing, in its own units. */

export interface Place {
  x: number;
  y: number;
}

export const BAY = { width: 84, height: 64 };
export const HATCH = { width: 108, height: 78 };

/** Street to the left of the house, where riders come and go; and to its right. */
const STREET_LEFT = 190;
const STREET_RIGHT = 92;
const SKY = 26;
const ROOF = 38;
/** Below the roof, for the rail on which the crane runs. */
const RAIL = 34;
const WALL = 14;
const PAVEMENT = 30;

export interface Layout {
  width: number;
  height: number;
  house: { x: number; width: number; roofTop: number; wallTop: number };
  rail: number;
  ground: number;
  /** Corners of the bays and of the hatch. */
  bay(number: number): Place;
  hatch: Place;
  /** Where a bike stands in a bay, in the hatch, and on the street before the hatch. */
  inBay(number: number): Place;
  inHatch: Place;
  onStreet: Place;
  /** Riders come from the left and ride off to the right: a bike knows no reverse. */
  comesFrom: Place;
  leavesTo: Place;
  personStands: Place;
  personAway: Place;
}

/** Up to six bays stand in one row, up to twelve in two, and more in three: the drawing stays wider than high. */
export function layoutOf(bays: number): Layout {
  const rows = bays <= 6 ? 1 : bays <= 12 ? 2 : 3;
  const columns = Math.max(Math.ceil(bays / rows), 6);
  const wallTop = SKY + ROOF;
  const rackTop = wallTop + RAIL;
  const ground = rackTop + rows * BAY.height + 8;
  const house = {
    x: STREET_LEFT,
    width: WALL * 3 + HATCH.width + columns * BAY.width,
    roofTop: SKY,
    wallTop,
  };
  const hatch = { x: house.x + WALL, y: ground - HATCH.height - 4 };
  const bay = (number: number) => ({
    x: hatch.x + HATCH.width + WALL + ((number - 1) % columns) * BAY.width,
    // Bay 1 is at the bottom, next to the hatch.
    y: rackTop + (rows - 1 - Math.floor((number - 1) / columns)) * BAY.height,
  });
  return {
    width: STREET_LEFT + house.width + STREET_RIGHT,
    height: ground + PAVEMENT,
    house,
    rail: wallTop + 10,
    ground,
    bay,
    hatch,
    inBay: (number) => ({ x: bay(number).x + 2, y: bay(number).y + 6 }),
    inHatch: { x: hatch.x + 14, y: ground - 61 },
    onStreet: { x: 84, y: ground - 42 },
    comesFrom: { x: -150, y: ground - 42 },
    leavesTo: { x: STREET_LEFT + house.width + STREET_RIGHT + 200, y: ground - 42 },
    personStands: { x: 148, y: ground + 18 },
    personAway: { x: -60, y: ground + 18 },
  };
}
