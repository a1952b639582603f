import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Participant } from './ports.ts';
import {
  learn,
  recall,
  stillKnown,
  unknownPeer,
  type PeerCapabilities,
  type PeerEvidence,
} from './peer-capabilities.ts';

/** Every stranger who writes makes an entry; the one that was not used for the longest time is forgotten. */
const mostPeers = 2_000;

/** What this run has learned of the account's peers, completed by what the application remembers. */
export class PeerDirectory {
  readonly #clock: Clock;
  readonly #changed: (peer: Participant, capabilities: PeerCapabilities) => void;
  /** In order of their last use. */
  readonly #peers = new Map<string, PeerCapabilities>();

  constructor(clock: Clock, changed: (peer: Participant, capabilities: PeerCapabilities) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  of(peer: SipAddress): PeerCapabilities {
    return stillKnown(this.#peers.get(addressKey(peer)) ?? unknownPeer, this.#clock.now());
  }

  /** What was learned in this run wins. Tells nobody: whoever remembers it knows it. */
  recall(peer: SipAddress, remembered: PeerCapabilities): void {
    this.#keep(peer, recall(this.of(peer), stillKnown(remembered, this.#clock.now())));
  }

  learn(peer: Participant, evidence: PeerEvidence): void {
    const before = this.of(peer.address);
    const after = learn(before, evidence, this.#clock.now());
    this.#keep(peer.address, after);
    if (after !== before) this.#changed(peer, after);
  }

  #keep(peer: SipAddress, capabilities: PeerCapabilities): void {
    const key = addressKey(peer);
    this.#peers.delete(key);
    if (capabilities === unknownPeer) return;
    this.#peers.set(key, capabilities);
    if (this.#peers.size <= mostPeers) return;
    const [oldest] = this.#peers.keys();
    if (oldest !== undefined) this.#peers.delete(oldest);
  }
}
