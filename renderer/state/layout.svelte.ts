import type { MessageId } from '../../shared/model/ids.ts';

/** What the rail leads to. */
export type Section = 'conversations' | 'settings';

/** What stands at the right of the timeline. */
export type Panel = { readonly kind: 'proof'; readonly messageId: MessageId } | { readonly kind: 'unsent' };

/** Which parts of the window are shown. */
export class Layout {
  section = $state<Section>('conversations');
  panel = $state.raw<Panel | null>(null);

  show(section: Section): void {
    this.section = section;
  }

  openPanel(panel: Panel): void {
    this.section = 'conversations';
    this.panel = panel;
  }

  closePanel(): void {
    this.panel = null;
  }

  clear(): void {
    this.section = 'conversations';
    this.panel = null;
  }
}
