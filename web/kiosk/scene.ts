import { aboveHatch } from './crane.ts';
import { drawn } from './dom.ts';
import { put } from './glide.ts';
import { HATCH, type Layout, layoutOf } from './layout.ts';
import { catShape, craneShape, hatchShape, houseShape, landscape, personShape, rackShape } from './shapes.ts';

/** The parts of the drawing that move, and the layers in which bikes do. */
export interface Scene {
  bays: number;
  layout: Layout;
  inside: SVGGElement;
  street: SVGGElement;
  crane: SVGGElement;
  person: SVGGElement;
  cat: SVGGElement;
  door: SVGGElement;
  lamp: SVGGElement;
  racks: SVGGElement[];
}

/** Draws a kiosk with so many bays, and no bikes. */
export function buildScene(svg: SVGSVGElement, bays: number): Scene {
  const layout = layoutOf(bays);
  const { width, height, house, ground, hatch } = layout;
  const shapes = hatchShape(layout);
  const racks = Array.from({ length: bays }, (_, index) => rackShape(layout, index + 1));
  const scene: Scene = {
    bays,
    layout,
    inside: drawn('g', {}),
    street: drawn('g', {}),
    crane: craneShape(),
    person: personShape(),
    cat: catShape({ x: house.x + house.width - 130, y: house.roofTop - 25 }),
    door: shapes.door,
    lamp: shapes.lamp,
    racks,
  };
  const room = drawn('rect', { x: house.x, y: layout.rail, width: house.width, height: ground - layout.rail });
  const doorway = drawn('rect', { x: hatch.x, y: hatch.y, width: HATCH.width, height: ground - hatch.y });
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.replaceChildren(
    svg.querySelector('title') ?? drawn('title', {}),
    drawn('defs', {}, drawn('clipPath', { id: 'room' }, room), drawn('clipPath', { id: 'doorway' }, doorway)),
    landscape(layout),
    houseShape(layout),
    ...racks,
    shapes.back,
    scene.inside,
    drawn('g', { 'clip-path': 'url(#room)' }, scene.crane),
    drawn('g', { 'clip-path': 'url(#doorway)' }, scene.door),
    scene.lamp,
    scene.cat,
    scene.street,
  );
  scene.street.append(scene.person);
  put(scene.person, layout.personAway);
  put(scene.crane, aboveHatch(layout));
  return scene;
}
