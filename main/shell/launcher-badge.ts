import type { SessionBus } from './session-bus.ts';

/** What docks know a program by: its desktop file. */
const program = 'application://parley.desktop';
const place = {
  path: '/com/canonical/unity/launcherentry/parley',
  interface: 'com.canonical.Unity.LauncherEntry',
};

/** The number on the program's icon in the dock, as Ubuntu Dock, Dash to Dock, Plank and KDE's task bar show it. */
export function showLauncherBadge(bus: SessionBus, count: number): void {
  bus.raise(place, 'Update', 'sa{sv}', [
    program,
    { count: bus.variant('x', BigInt(count)), 'count-visible': bus.variant('b', count > 0) },
  ]);
}
