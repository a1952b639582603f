import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  arrangementOf,
  placeOn,
  Places,
  visible,
  withPlace,
  type Area,
  type DisplayArea,
  type Place,
} from '../../../main/desktop/window-places.ts';

const display = (x: number, y: number, width = 1920, height = 1080): DisplayArea => ({
  bounds: { x, y, width, height },
  workArea: { x, y: y + 30, width, height: height - 30 },
});
const laptop = display(0, 0);
const office = [laptop, display(1920, 0, 2560, 1440)];
const place = (x: number, y: number, maximized = false): Place => ({
  x,
  y,
  width: 1000,
  height: 700,
  maximized,
});

describe('where a window was', () => {
  it('is kept for each arrangement of displays', () => {
    const atDesk = withPlace([], office, place(2500, 200));
    const both = withPlace(atDesk, [laptop], place(100, 100));
    expect(placeOn(both, office)).toEqual(place(2500, 200));
    expect(placeOn(both, [...office].reverse())).toEqual(place(2500, 200));
    expect(placeOn(both, [laptop])).toEqual(place(100, 100));
  });

  it('is brought onto the displays that are there, where none knows it', () => {
    const atDesk = withPlace([], office, place(2500, 200, true));
    expect(placeOn(atDesk, [laptop])).toEqual({ ...place(920, 200), maximized: true });
    expect(placeOn([], [laptop])).toBeNull();
  });

  it('is remembered where a window manager has made the window tiny, and makes it usable elsewhere', () => {
    const tiny = { ...place(1, 40), width: 200, height: 150 };
    const read = v.parse(Places, withPlace(withPlace([], office, place(920, 200)), [laptop], tiny));
    expect(placeOn(read, office)).toEqual(place(920, 200));
    expect(placeOn(read, [laptop])).toEqual({ ...tiny, width: 360, height: 400 });
  });

  it('is remembered of the last dozen arrangements', () => {
    let places = withPlace([], office, place(1, 40));
    for (let index = 0; index < 12; index += 1) places = withPlace(places, [display(index, 0)], place(2, 40));
    expect(places).toHaveLength(12);
    expect(places.map(([each]) => each)).not.toContain(arrangementOf(office));
  });
});

describe('a place that can be seen', () => {
  it('stays as it is, half outside too', () => {
    expect(visible(place(1800, 40), [laptop])).toEqual(place(1800, 40));
    expect(visible(place(-850, 900), [laptop])).toEqual(place(-850, 900));
  });

  it('is made of any other, whole where there is room', () => {
    const area = fc.record({
      x: fc.integer({ min: -5000, max: 5000 }),
      y: fc.integer({ min: -5000, max: 5000 }),
      width: fc.integer({ min: 360, max: 5000 }),
      height: fc.integer({ min: 400, max: 5000 }),
    });
    const canBeHeld = (wanted: Area, { workArea }: DisplayArea): boolean =>
      Math.min(wanted.x + wanted.width, workArea.x + workArea.width) - Math.max(wanted.x, workArea.x) >=
        100 &&
      wanted.y >= workArea.y - 1 &&
      wanted.y < workArea.y + workArea.height - 40;
    fc.assert(
      fc.property(area, fc.array(area, { minLength: 1, maxLength: 4 }), (wanted, areas) => {
        const displays = areas.map((each) => display(each.x, each.y, each.width, Math.max(500, each.height)));
        const made = visible({ ...wanted, maximized: false }, displays);
        expect(displays.some((each) => canBeHeld(made, each))).toBe(true);
        expect(visible(made, displays)).toEqual(made);
      }),
    );
  });
});
