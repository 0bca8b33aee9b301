import type { Place } from './layout.ts';

/** A point on a way, and how much of the time has passed there, from 0 to 1. */
export interface Waypoint extends Place {
  at: number;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');

const css = ({ x, y }: Place) => `translate(${x}px, ${y}px)`;

/** Puts a shape where it is to be, without a way. */
export function put(shape: SVGGElement, place: Place): void {
  for (const animation of shape.getAnimations()) animation.cancel();
  shape.style.transform = css(place);
}

/**
 * Moves a shape along a way that begins wherever it is seen now. Resolves when it has arrived, or was sent elsewhere.
 */
export function glide(shape: SVGGElement, way: Waypoint[], durationMs: number, easing = 'ease-in-out'): Promise<void> {
  const end = way.at(-1);
  if (!end) return Promise.resolve();
  const { e: x, f: y } = new DOMMatrix(getComputedStyle(shape).transform);
  put(shape, end);
  const frames = [{ x, y, at: 0 }, ...way].map((point) => ({ transform: css(point), offset: point.at, easing }));
  const animation = shape.animate(frames, calm.matches ? 0 : durationMs);
  return animation.finished.then(
    () => undefined,
    () => undefined,
  );
}
