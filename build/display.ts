/** Ends the program with what to do where Linux has no display to open a window on. */
export function requireDisplay(command: string): void {
  if (process.platform !== 'linux') return;
  if (['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (process.env[name] ?? '') !== '')) return;
  console.error(
    `There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n` +
      `Run it in a graphical session, or over the network with ssh -X. On a server without a screen:\n` +
      `  xvfb-run -a ${command}     (Debian: apt-get install xvfb xauth)`,
  );
  process.exit(1);
}
