/** Whether a key would change what is locked; what leads away from it, and commands, go on working. */
export const wouldChange = (event: KeyboardEvent): boolean =>
  event.key !== 'Tab' && event.key !== 'Escape' && !event.ctrlKey && !event.metaKey;
