const name = 'parley:usable';

/** Notes in the window's performance timeline when its first conversation was on the screen, once. */
export function markUsable(): void {
  if (performance.getEntriesByName(name).length > 0) return;
  requestAnimationFrame(() => {
    // A message comes after the frame has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (performance.getEntriesByName(name).length === 0) performance.mark(name);
      port1.close();
    };
    port2.postMessage(null);
  });
}
