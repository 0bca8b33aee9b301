import type { PageState } from '../../kiosk/web/contract.ts';
import { bikeShape, catShape, hatchShape, houseShape, rackShape } from './shapes.ts';

const COLUMNS_MAX = 6;
const BAY = { width: 84, height: 64 };
const HATCH_WIDTH = 116;
const ROOF = 44;
const MARGIN = 10;
/** How long a change without a motion of its own takes: a hand that takes a bike, or brings one. */
const HAND_MS = 700;

interface Place {
  x: number;
  y: number;
}

/**
 * The kiosk as a house for bikes: the hatch on the left, the bays as a rack beside it. Each bike is one shape that
 * moves to where the sensors say it is, as long as the machine's motion takes. Gives the function that brings the
 * drawing up to date.
 */
export function makeDrawing(svg: SVGSVGElement): (state: PageState) => void {
  const shapes = new Map<string, SVGGElement>();
  let frame: { bays: number; hatch: ReturnType<typeof hatchShape>; cat: SVGGElement; title: Element } | undefined;

  function build(bays: number) {
    const columns = Math.min(bays, COLUMNS_MAX);
    const rows = Math.ceil(bays / COLUMNS_MAX);
    const height = ROOF + Math.max(rows, 2) * BAY.height + MARGIN * 2;
    const width = HATCH_WIDTH + columns * BAY.width + MARGIN * 3;
    const title = svg.querySelector('title') ?? svg;
    const hatch = hatchShape(hatchAt(bays), { width: HATCH_WIDTH - 8, height: BAY.height + 12 });
    const cat = catShape({ x: width - 92, y: ROOF - 26 });
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const rack = Array.from({ length: bays }, (_, index) => rackShape(bayAt(index + 1, bays), BAY, index + 1));
    svg.replaceChildren(title, houseShape(width, height, ROOF), ...rack, hatch.back, hatch.door, cat);
    shapes.clear();
    return { bays, hatch, cat, title };
  }

  function moveBike(bikeId: string, to: Place, from: Place, durationMs: number): void {
    let shape = shapes.get(bikeId);
    if (!shape) {
      shape = bikeShape(bikeId);
      shapes.set(bikeId, shape);
      put(shape, from, 0);
      frame?.hatch.door.before(shape);
      // The browser must have seen where it starts, or it would not move from there.
      shape.getBoundingClientRect();
    }
    put(shape, to, durationMs);
  }

  return (state) => {
    const { bays, hatch, door } = state.machine;
    if (frame?.bays !== bays.length) frame = build(bays.length);
    const first = shapes.size === 0;
    const motion = state.simulation?.motion;
    const durationMs = motion?.durationMs ?? HAND_MS;
    const outside = { x: -BAY.width, y: hatchAt(bays.length).y };
    const places = new Map<string, Place>();
    for (const { bay, bikeId } of bays) if (bikeId) places.set(bikeId, bayAt(bay, bays.length));
    if (hatch) places.set(hatch, hatchAt(bays.length));
    if (motion?.bay !== undefined) carry(places, state, motion.kind, motion.bay);
    for (const [bikeId, place] of places) moveBike(bikeId, place, first ? place : outside, durationMs);
    for (const [bikeId, shape] of shapes) {
      if (places.has(bikeId)) continue;
      put(shape, outside, HAND_MS);
      shapes.delete(bikeId);
      shape.addEventListener('transitionend', () => shape.remove(), { once: true });
    }
    const open = motion?.kind === 'openDoor' || (door === 'open' && motion?.kind !== 'closeDoor');
    frame.hatch.door.style.transitionDuration = `${durationMs}ms`;
    frame.hatch.door.classList.toggle('open', open);
    frame.cat.classList.toggle('awake', open || motion !== undefined);
    frame.title.textContent = describe(state);
  };
}

/** While the carousel runs, its bike is drawn on the way to where it is carried. */
function carry(places: Map<string, Place>, { machine }: PageState, kind: string, bay: number): void {
  const bikeId = kind === 'fetch' ? machine.bays.find((one) => one.bay === bay)?.bikeId : machine.hatch;
  if (bikeId) places.set(bikeId, kind === 'fetch' ? hatchAt(machine.bays.length) : bayAt(bay, machine.bays.length));
}

function bayAt(bay: number, bays: number): Place {
  const row = Math.floor((bay - 1) / COLUMNS_MAX);
  const rows = Math.max(Math.ceil(bays / COLUMNS_MAX), 2);
  const lift = bays <= COLUMNS_MAX ? 1 : rows - 1 - row;
  return { x: MARGIN * 2 + HATCH_WIDTH + ((bay - 1) % COLUMNS_MAX) * BAY.width, y: ROOF + MARGIN + lift * BAY.height };
}

function hatchAt(bays: number): Place {
  const rows = Math.max(Math.ceil(bays / COLUMNS_MAX), 2);
  return { x: MARGIN + 16, y: ROOF + MARGIN + (rows - 1) * BAY.height };
}

function put(shape: SVGGElement, { x, y }: Place, durationMs: number): void {
  shape.style.transitionDuration = `${durationMs}ms`;
  shape.style.transform = `translate(${x}px, ${y}px)`;
}

function describe({ machine }: PageState): string {
  const standing = machine.bays.filter(({ bikeId }) => bikeId !== null).length;
  const hatch = machine.hatch ? `${machine.hatch} is in the hatch` : 'the hatch is empty';
  return `The kiosk: ${standing} of ${machine.bays.length} bays hold a bike, ${hatch}, the door is ${machine.door}.`;
}
