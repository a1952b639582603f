/** Runs a build script; what goes wrong is told by its message, without a stack. */
export async function script(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
