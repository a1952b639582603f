import Bell from '@lucide/svelte/icons/bell';
import CircleUser from '@lucide/svelte/icons/circle-user';
import Eye from '@lucide/svelte/icons/eye';
import Info from '@lucide/svelte/icons/info';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Languages from '@lucide/svelte/icons/languages';
import MessageSquareText from '@lucide/svelte/icons/message-square-text';
import Palette from '@lucide/svelte/icons/palette';
import Wrench from '@lucide/svelte/icons/wrench';
import type { SettingsPage } from '../../state/settings-pages.ts';

export const pageIcons: Readonly<Record<SettingsPage, typeof Bell>> = {
  account: CircleUser,
  appearance: Palette,
  notifications: Bell,
  privacy: Eye,
  messages: MessageSquareText,
  shortcuts: Keyboard,
  language: Languages,
  advanced: Wrench,
  about: Info,
};
