import { mount } from 'svelte';
import App from './App.svelte';
import { preloadBridge } from './bridge/preload-bridge.ts';
import { windowClock } from './state/window-clock.ts';
import './style/index.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');
mount(App, { target, props: { bridge: preloadBridge(window), clock: windowClock } });
