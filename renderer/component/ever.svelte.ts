/**
 * Whether something has been true at any time since the component came: what is costly is made when it is first wanted
 * and stays, so that it can end in its own time and give the focus back. To be called while a component is set up.
 */
export function ever(wanted: () => boolean): { readonly current: boolean } {
  let been = $state(false);
  $effect.pre(() => {
    if (wanted()) been = true;
  });
  return {
    get current() {
      return been;
    },
  };
}
