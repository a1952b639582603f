import { command } from './command.ts';
import { needSystemPackages } from './system-packages.ts';

/**
 * `npm run torture [-- --rounds 1000] [--seed 42] [--from 0] [--hurry 8] [--lanes 2] [--record FILE]`: two Parleys talk
 * through Kamailio while they, their stores, the server and the network are killed and broken; after each round both
 * histories are compared. It ends with the first difference. The seed is printed, and gives the same actions again.
 * What was done stands in test-results/torture-SEED.json, or in FILE, after each round.
 */
try {
  await needSystemPackages('test');
  const args = ['test/support/torture/main.ts', ...process.argv.slice(2)];
  process.exitCode = (await command(process.execPath, args, { show: true })).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
