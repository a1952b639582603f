import * as v from 'valibot';

/** Of a window that cannot be seen as small, device-independent pixels. */
const smallest = { width: 360, height: 400 } as const;
/** So much of the title bar must be on a display, to take hold of it. */
const handle = { width: 100, height: 40 } as const;
/** Arrangements of displays that are remembered: the office, home, the meeting rooms. */
const mostArrangements = 12;

/** A tiling window manager makes windows smaller than they want to be; elsewhere they are as they want to be again. */
const atLeast = (least: number) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.transform((length) => Math.max(least, length)),
  );

const Place = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: atLeast(smallest.width),
  height: atLeast(smallest.height),
  maximized: v.boolean(),
});
/** Where a window is when it is not maximised, and whether it is. */
export type Place = v.InferOutput<typeof Place>;

/** By the arrangement of displays; the one that was used last comes last. */
export const Places = v.array(v.tuple([v.string(), Place]));
export type Places = v.InferOutput<typeof Places>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DisplayArea {
  readonly bounds: Area;
  /** Without bars and docks. */
  readonly workArea: Area;
}

/** One word for how the displays stand, whatever order the system names them in. */
export const arrangementOf = (displays: readonly DisplayArea[]): string =>
  displays
    .map(
      ({ bounds: { x, y, width, height } }) => `${String(width)}x${String(height)}@${String(x)},${String(y)}`,
    )
    .sort()
    .join(' ');

/** Where the window belongs on these displays: where it was on them, else where it was last, where it can be seen. */
export function placeOn(places: Places, displays: readonly DisplayArea[]): Place | null {
  const arrangement = arrangementOf(displays);
  const [, place] = places.findLast(([each]) => each === arrangement) ?? places.at(-1) ?? [];
  return place === undefined ? null : visible(place, displays);
}

export function withPlace(places: Places, displays: readonly DisplayArea[], place: Place): Places {
  const arrangement = arrangementOf(displays);
  const others = places.filter(([each]) => each !== arrangement);
  const kept: Places = [...others, [arrangement, place]];
  return kept.slice(-mostArrangements);
}

/** The same place where somebody could take hold of it there, else the nearest where one can. */
export function visible(place: Place, displays: readonly DisplayArea[]): Place {
  if (displays.some(({ workArea }) => canBeHeld(place, workArea))) return place;
  const [primary] = displays;
  if (primary === undefined) return place;
  const nearest = displays.reduce(
    (best, each) => (overlap(place, each.workArea) > overlap(place, best.workArea) ? each : best),
    primary,
  ).workArea;
  const width = Math.max(smallest.width, Math.min(place.width, nearest.width));
  const height = Math.max(smallest.height, Math.min(place.height, nearest.height));
  return {
    ...place,
    width,
    height,
    x: clamp(place.x, nearest.x, nearest.x + nearest.width - width),
    y: clamp(place.y, nearest.y, nearest.y + nearest.height - height),
  };
}

function canBeHeld(place: Place, area: Area): boolean {
  const width = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  return width >= handle.width && place.y >= area.y - 1 && place.y < area.y + area.height - handle.height;
}

function overlap(one: Area, other: Area): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** `least` wins where there is no room: the title bar is at the top, and its buttons can be reached by moving it. */
const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));
