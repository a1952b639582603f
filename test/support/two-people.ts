import { startKamailio, type Kamailio } from './kamailio.ts';
import { Parley } from './parley.ts';
import { startDisplay } from './xvfb.ts';

/** Alice and Bob, each with a Parley in front of them, who can sign in at the same server. */
export interface TwoPeople {
  /** For DISPLAY: who ends a Parley starts the next one there. */
  readonly display: string;
  /** Knows `alice@example.test` with the password "wonderland" and `bob@example.test` with "builder". */
  readonly kamailio: Kamailio;
  readonly alice: Parley;
  readonly bob: Parley;
  /** Ends all of it, and the Parleys that they have by then. */
  end(...parleys: readonly Parley[]): Promise<void>;
}

export async function startTwoPeople(): Promise<TwoPeople> {
  const screen = await startDisplay();
  const { display } = screen;
  const kamailio = await startKamailio({ users: { alice: 'wonderland', bob: 'builder' } });
  const [alice, bob] = await Promise.all([Parley.start(display), Parley.start(display)]);
  return {
    display,
    kamailio,
    alice,
    bob,
    async end(...parleys) {
      await Promise.all(parleys.map((each) => each.discard()));
      await kamailio.dispose();
      await screen.stop();
    },
  };
}
