import type { PageState } from '../../kiosk/web/contract.ts';
import { aboveHatch, carriedWay, craneWay } from './crane.ts';
import { glide, put } from './glide.ts';
import type { Place } from './layout.ts';
import { buildScene, type Scene } from './scene.ts';
import { bikeShape } from './shapes.ts';
import { type Motion, somebodyWaits, type Whereabouts, whereabouts } from './whereabouts.ts';

/** How long what no motor moves takes: a hand that lifts a bike in, somebody who walks up, a ride out of sight. */
const HAND_MS = 800;
const WALK_MS = 1_200;
const RIDE_MS = 2_600;

interface Bike {
  shape: SVGGElement;
  at: Whereabouts;
}

/**
 * The kiosk as a house for bikes, seen from the street: the hatch on the left, the bays as a rack beside it, and a
 * crane under the roof. Each bike is one shape, which moves as the sensors and the motors say and for as long as
 * the machine's motion takes. Gives the function that brings the drawing up to date.
 */
export function makeDrawing(svg: SVGSVGElement): (state: PageState) => void {
  const bikes = new Map<string, Bike>();
  let scene: Scene | undefined;
  let carried = '';
  let waited = false;

  function place(at: Whereabouts, { layout }: Scene): Place {
    if (at.where === 'bay') return layout.inBay(at.bay);
    return at.where === 'hatch' ? layout.inHatch : layout.onStreet;
  }

  function appear(bikeId: string, at: Whereabouts, here: Scene): Bike {
    const bike = { shape: bikeShape(bikeId), at };
    bikes.set(bikeId, bike);
    show(bike, here);
    put(bike.shape, place(at, here));
    if (at.where === 'street') {
      put(bike.shape, here.layout.comesFrom);
      void glide(bike.shape, [{ ...here.layout.onStreet, at: 1 }], RIDE_MS, 'ease-out');
    }
    return bike;
  }

  /** Bikes in the machine stand behind its door; those in the street are ridden, in front of everything. */
  function show({ shape, at }: Bike, { street, inside }: Scene): void {
    shape.classList.toggle('ridden', at.where === 'street');
    (at.where === 'street' ? street : inside).append(shape);
  }

  function move(bikeId: string, to: Whereabouts, motion: Motion, here: Scene): void {
    const bike = bikes.get(bikeId) ?? appear(bikeId, to, here);
    const from = bike.at;
    if (JSON.stringify(from) === JSON.stringify(to)) return;
    bike.at = to;
    show(bike, here);
    if (from.where === 'street') personAppears(here.layout.personStands, here);
    const end = { ...place(to, here), at: 1 };
    const isCarried = motion?.bay !== undefined && from.where !== 'street';
    const way = isCarried ? carriedWay(place(from, here), end, motion, here.layout) : [end];
    void glide(bike.shape, way, isCarried ? motion.durationMs : HAND_MS);
  }

  /** Somebody took it, and rides away on it. */
  function leave(bikeId: string, bike: Bike, here: Scene): void {
    bikes.delete(bikeId);
    if (bike.at.where === 'hatch') personAppears(here.layout.personAway, here);
    show({ ...bike, at: { where: 'street' } }, here);
    const { onStreet, leavesTo, inHatch } = here.layout;
    const way = [
      { x: inHatch.x, y: onStreet.y, at: 0.2 },
      { ...leavesTo, at: 1 },
    ];
    void glide(bike.shape, way, RIDE_MS, 'ease-in').then(() => bike.shape.remove());
  }

  function personAppears(where: Place, { person, layout }: Scene): void {
    put(person, where);
    waited = where === layout.personStands;
  }

  function moveCrane(motion: Motion, { crane, layout }: Scene): void {
    const now = motion?.bay === undefined ? '' : `${motion.kind} ${motion.bay}`;
    if (now === carried) return;
    carried = now;
    if (!motion || motion.bay === undefined) void glide(crane, [{ ...aboveHatch(layout), at: 1 }], HAND_MS);
    else void glide(crane, craneWay(motion.kind === 'fetch', motion.bay, layout), motion.durationMs);
  }

  return (state) => {
    const { bays, hatch, door } = state.machine;
    if (scene?.bays !== bays.length) {
      bikes.clear();
      scene = buildScene(svg, bays.length);
    }
    const here = scene;
    const motion = state.simulation?.motion;
    const found = whereabouts(state, motion);
    for (const [bikeId, at] of found) move(bikeId, at, motion, here);
    for (const [bikeId, bike] of [...bikes]) if (!found.has(bikeId)) leave(bikeId, bike, here);
    moveCrane(motion, here);
    for (const [index, bay] of bays.entries()) here.racks[index]?.classList.toggle('closed', isClosed(bay));

    const open = motion?.kind === 'openDoor' || (door === 'open' && motion?.kind !== 'closeDoor');
    here.door.style.transitionDuration = `${motion?.bay === undefined ? (motion?.durationMs ?? 0) : 0}ms`;
    here.door.classList.toggle('open', open);
    here.lamp.classList.toggle('lit', open || hatch !== null);
    here.cat.classList.toggle('awake', open || motion !== undefined);
    const waits = somebodyWaits(state);
    if (waits !== waited) {
      const { personStands, personAway } = here.layout;
      void glide(here.person, [{ ...(waits ? personStands : personAway), at: 1 }], WALK_MS);
    }
    waited = waits;
    const title = svg.querySelector('title');
    if (title) title.textContent = describe(state);
  };
}

/** A bay that is not well, or that an operator keeps from riders. */
const isClosed = ({ fault, isQuarantined }: PageState['machine']['bays'][number]) =>
  fault !== undefined || isQuarantined === true;

function describe({ machine }: PageState): string {
  const standing = machine.bays.filter(({ bikeId }) => bikeId !== null).length;
  const closed = machine.bays.filter(isClosed).length;
  const outOfService = closed > 0 ? `, ${closed} out of service` : '';
  const hatch = machine.hatch ? `${machine.hatch} is in the hatch` : 'the hatch is empty';
  return `The kiosk: ${standing} of ${machine.bays.length} bays hold a bike${outOfService}, ${hatch}, the door is ${machine.door}.`;
}
