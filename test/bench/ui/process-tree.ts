import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process of a program, as /proc has it. */
interface ProcessFigures {
  readonly pid: number;
  readonly command: string;
  /** Its share of the memory that it has mapped, bytes: shared pages are divided among those who share them. */
  readonly pss: number;
  /** What it has computed since its start, milliseconds. */
  readonly cpu: number;
}

const millisecondsPerTick = 10;

const read = (pid: number | string, file: string): string => {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    return ''; // It ended in between.
  }
};

/** Fields of /proc/PID/stat after the name, which may hold anything. */
const statOf = (pid: number): readonly string[] => {
  const text = read(pid, 'stat');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

function familyOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), Number(statOf(Number(name))[1] ?? 0));
  }
  const family = [root];
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  }
  return family;
}

/** A process and all its descendants. Linux only. */
function processTree(root: number): readonly ProcessFigures[] {
  return familyOf(root).map((pid) => {
    const stat = statOf(pid);
    const kilobytes = /^Pss:\s+(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? '0';
    return {
      pid,
      command: read(pid, 'cmdline').replaceAll('\0', ' ').trim(),
      pss: Number(kilobytes) * 1024,
      cpu: (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * millisecondsPerTick,
    };
  });
}

/** Its share of the pages of the file that it executes, bytes. */
function pssOfOwnFile(pid: number): number {
  let file: string;
  try {
    file = readlinkSync(`/proc/${String(pid)}/exe`);
  } catch {
    return 0; // It ended in between.
  }
  let kilobytes = 0;
  let own = false;
  for (const line of read(pid, 'smaps').split('\n')) {
    if (/^[\da-f]+-[\da-f]+ /.test(line)) own = line.endsWith(` ${file}`);
    else if (own) kilobytes += Number(/^Pss:\s+(\d+)/.exec(line)?.[1] ?? 0);
  }
  return kilobytes * 1024;
}

export interface TreeFigures {
  readonly processes: number;
  readonly pss: number;
  readonly cpu: number;
  /** The same by what the processes are for: the window, the main process, the store, Chromium's others; bytes. */
  readonly parts: {
    readonly window: number;
    readonly main: number;
    readonly store: number;
    readonly others: number;
  };
  /**
   * On runtimes that are too old to carry the store a Node stands in for a part of Electron. The share of its executable
   * file, bytes: in Electron the store runs in the same file as everything else.
   */
  readonly standInFile: number;
}

function partOf(command: string): keyof TreeFigures['parts'] {
  if (command.includes('store-host') || command.includes('node.mojom.NodeService')) return 'store';
  if (command.includes('--type=renderer')) return 'window';
  return command.includes('--type=') || command === '' ? 'others' : 'main';
}

export function sumOfTree(root: number): TreeFigures {
  const tree = processTree(root);
  const sum = (of: (each: ProcessFigures) => number): number =>
    tree.reduce((total, each) => total + of(each), 0);
  return {
    processes: tree.length,
    pss: sum(({ pss }) => pss),
    cpu: sum(({ cpu }) => cpu),
    parts: {
      window: sum(({ command, pss }) => (partOf(command) === 'window' ? pss : 0)),
      main: sum(({ command, pss }) => (partOf(command) === 'main' ? pss : 0)),
      store: sum(({ command, pss }) => (partOf(command) === 'store' ? pss : 0)),
      others: sum(({ command, pss }) => (partOf(command) === 'others' ? pss : 0)),
    },
    standInFile: sum(({ pid, command }) => (command.includes('store-host') ? pssOfOwnFile(pid) : 0)),
  };
}
