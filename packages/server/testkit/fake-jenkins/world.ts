import { type Agent, type Executable, makeAgent } from './truth/agent.ts';
import { freeExecutors, occupyExecutor } from './truth/executors.ts';
import type { Build, Folder, FolderKind, Item, Job, Result } from './truth/item.ts';
import { encodeBranchName, findByName, fullName } from './truth/item-names.ts';
import { type BuildSpec, makeBuild } from './truth/make-build.ts';
import { makeFolder, makeJob } from './truth/make-item.ts';
import type { QueueItem, QueueTask } from './truth/queue-item.ts';

export interface WorldOptions {
  /** Epoch milliseconds; the wall clock by default. */
  readonly nowMs?: () => number;
  readonly builtInExecutors?: number;
}

export type FolderSpec = Partial<Pick<Folder, 'displayName' | 'description'>> & { kind?: Exclude<FolderKind, 'root'> };
export type JobSpec = Partial<
  Pick<Job, 'kind' | 'displayName' | 'description' | 'isDisabled' | 'isConcurrent' | 'retention' | 'nextBuildNumber'>
> & { configurations?: readonly string[] };
export type BranchSpec = JobSpec & Partial<NonNullable<Job['branch']>>;

export interface FinishSpec {
  readonly result?: Result;
  /** How long it took; by default the time since its start. */
  readonly durationMs?: number;
}

const leftItemsStayMs = 300_000;

/** The truth behind a fake controller: what exists, what runs and what ran. Tests change it while the server answers. */
export class World {
  readonly nowMs: () => number;
  readonly root: Folder;
  readonly agents: Agent[];
  queue: QueueItem[] = [];
  isQuietingDown = false;
  description: string | null = null;
  #lastUid = 0;
  #lastQueueId = 0;

  constructor(options: WorldOptions = {}) {
    this.nowMs = options.nowMs ?? Date.now;
    this.root = makeFolder({ uid: this.#nextUid(), name: '', kind: 'root', parent: null });
    const builtIn = {
      name: '',
      displayName: 'Built-In Node',
      description: "the Jenkins controller's built-in node",
      executors: options.builtInExecutors ?? 8,
    };
    this.agents = [makeAgent(builtIn)];
  }

  get builtIn(): Agent {
    return this.agent('');
  }

  /** An item by its full name (`team/api`, `repo/feature%2Flogin`); throws when there is none. */
  item(name: string): Item {
    const item = findByName(this.root, name);
    if (item === undefined) throw new Error(`The world has no item ${name}`);
    return item;
  }

  job(name: string): Job {
    const item = this.item(name);
    if (item.type !== 'job') throw new Error(`${name} is a folder`);
    return item;
  }

  folder(name: string): Folder {
    const item = this.item(name);
    if (item.type !== 'folder') throw new Error(`${name} is a job`);
    return item;
  }

  build(job: Job | string, number: number): Build {
    const owner = typeof job === 'string' ? this.job(job) : job;
    const build = owner.builds.get(number);
    if (build === undefined) throw new Error(`${fullName(owner)} has no build ${number}`);
    return build;
  }

  /** Makes a folder and those above it; returns the one there is. */
  addFolder(name: string, spec: FolderSpec = {}): Folder {
    const { parent, last } = this.#place(name);
    const existing = parent.children.get(last);
    if (existing?.type === 'folder') return Object.assign(existing, { ...spec, kind: spec.kind ?? existing.kind });
    const folder = makeFolder({ kind: 'folder', ...spec, uid: this.#nextUid(), name: last, parent });
    parent.children.set(last, folder);
    return folder;
  }

  /** Makes a job (freestyle by default) and the folders above it. */
  addJob(name: string, spec: JobSpec = {}): Job {
    const { parent, last } = this.#place(name);
    if (parent.children.has(last)) throw new Error(`${name} exists already`);
    const { configurations = [], ...rest } = spec;
    const job = makeJob({ kind: 'freestyle', ...rest, uid: this.#nextUid(), name: last, parent });
    job.configurations = configurations.map((cell) =>
      makeJob({ uid: this.#nextUid(), name: cell, kind: 'matrix-configuration', parent: job.parent, matrix: job }),
    );
    parent.children.set(last, job);
    return job;
  }

  /** Makes the job of a branch or pull request below a multibranch project (made if missing). */
  addBranch(project: string, head: string, spec: BranchSpec = {}): Job {
    if (findByName(this.root, project) === undefined) this.addFolder(project, { kind: 'multibranch' });
    const { isPrimary = head === 'main', isDead = false, pullRequest = null, ...rest } = spec;
    const job = this.addJob(`${project}/${encodeBranchName(head)}`, { kind: 'pipeline', displayName: head, ...rest });
    job.branch = { head, isPrimary, isDead, pullRequest };
    return job;
  }

  /** Takes an item away with all that is in it. */
  remove(item: Item): void {
    item.parent?.children.delete(item.name);
  }

  rename(item: Item, name: string): void {
    this.remove(item);
    item.name = name;
    item.parent?.children.set(name, item);
  }

  move(item: Item, target: Folder): void {
    this.remove(item);
    item.parent = target;
    target.children.set(item.name, item);
  }

  /** Deletes a job and makes a new one of the same name and kind; numbers begin at 1 again. */
  recreate(job: Job): Job {
    this.remove(job);
    return this.addJob(fullName(job), {
      kind: job.kind,
      configurations: job.configurations.map((configuration) => configuration.name),
    });
  }

  /** Adds a finished build; number, queue id and start follow on if they are not given. */
  addBuild(job: Job, spec: BuildSpec = {}): Build {
    const build = this.#makeBuild(job, { startedAtMs: this.nowMs() - (spec.durationMs ?? 1000), ...spec });
    job.builds.add(build);
    this.#rotate(job);
    return build;
  }

  /**
   * Adds `count` finished builds that are made whenever they are read: `describe` must be pure. Queue ids are given out
   * in one block, so that they stay unique.
   */
  addHistory(job: Job, count: number, describe: (number: number) => BuildSpec & { startedAtMs: number }): void {
    const from = job.nextBuildNumber;
    const firstQueueId = this.#lastQueueId + 1;
    this.#lastQueueId += count;
    job.nextBuildNumber = from + count;
    job.builds.addMade({ from, to: from + count - 1 }, (number) =>
      makeBuild(job, { queueId: firstQueueId + number - from, ...describe(number), number }),
    );
  }

  /** Allots a number and puts the build on an executor: of `builtOn`, or a one-off one for pipelines and matrix parents. */
  startBuild(job: Job, spec: BuildSpec = {}): Build {
    const build = this.#makeBuild(job, { startedAtMs: this.nowMs(), ...spec, isBuilding: true });
    const executable: Executable = { type: 'build', build, startedAtMs: build.startedAtMs };
    const isFlyweight = job.kind === 'pipeline' || job.kind === 'matrix';
    if (isFlyweight) this.builtIn.oneOffExecutors.push(executable);
    else occupyExecutor(this.agent(build.builtOn), executable);
    job.builds.add(build);
    return build;
  }

  finishBuild(build: Build, spec: FinishSpec = {}): void {
    build.durationMs = spec.durationMs ?? Math.max(1, this.nowMs() - build.startedAtMs);
    build.result = spec.result ?? build.result ?? 'SUCCESS';
    build.isBuilding = false;
    build.isInProgress = false;
    freeExecutors(this.agents, build);
    this.#rotate(build.job);
  }

  deleteBuild(job: Job, number: number): void {
    job.builds.remove(number);
  }

  /** Log rotation: keeps the newest `keep` builds and those kept for ever. */
  rotate(job: Job, keep: number): void {
    for (const number of job.builds.newest().slice(keep)) {
      const build = job.builds.peek(number);
      if (build !== undefined && !build.isKept && !build.isBuilding) job.builds.remove(number);
    }
  }

  agent(name: string): Agent {
    const agent = this.agents.find((candidate) => candidate.name === name);
    if (agent === undefined) throw new Error(`The world has no agent ${name}`);
    return agent;
  }

  addAgent(name: string, spec: { executors?: number } & Partial<Omit<Agent, 'executors' | 'name'>> = {}): Agent {
    const agent = makeAgent({ executors: 2, description: `agent ${name}`, ...spec, name });
    this.agents.push(agent);
    return agent;
  }

  /** Puts a part of a running pipeline (`label`: the stage or branch it belongs to) on an executor of an agent. */
  enterNodeBlock(build: Build, agentName: string, label: string): void {
    occupyExecutor(this.agent(agentName), { type: 'node-block', build, label, startedAtMs: this.nowMs() });
  }

  leaveNodeBlock(build: Build, agentName: string): void {
    const agent = this.agent(agentName);
    const index = agent.executors.findIndex((slot) => slot?.type === 'node-block' && slot.build === build);
    if (index >= 0) agent.executors[index] = null;
  }

  /** Puts something into the queue; the item has an id of its own, which the build takes over. */
  enqueue(task: QueueTask, spec: Partial<Omit<QueueItem, 'id' | 'task'>> = {}): QueueItem {
    const item: QueueItem = {
      state: 'buildable',
      inQueueSinceMs: this.nowMs(),
      quietUntilMs: this.nowMs(),
      buildableSinceMs: this.nowMs(),
      isStuck: false,
      why: 'Waiting for next available executor',
      causes: [],
      parameters: [],
      leftAtMs: null,
      executable: null,
      ...spec,
      id: this.nextQueueId(),
      task,
    };
    this.queue.push(item);
    return item;
  }

  /** The item leaves the queue with its build, or cancelled; it can be asked by id for five more minutes. */
  leaveQueue(item: QueueItem, executable: Build | null): void {
    const now = this.nowMs();
    this.queue = this.queue.filter((other) => other.leftAtMs === null || now - other.leftAtMs <= leftItemsStayMs);
    Object.assign(item, { state: 'left', leftAtMs: now, executable, why: null });
  }

  /** An item of the queue, or one that left it less than five minutes ago. */
  queueItem(id: number): QueueItem | undefined {
    const item = this.queue.find((candidate) => candidate.id === id);
    const hasExpired = item?.leftAtMs != null && this.nowMs() - item.leftAtMs > leftItemsStayMs;
    return hasExpired ? undefined : item;
  }

  nextQueueId(): number {
    return ++this.#lastQueueId;
  }

  /** Every job, cells of matrix jobs included. */
  *jobs(folder: Folder = this.root): Generator<Job> {
    for (const item of folder.children.values()) {
      if (item.type === 'folder') yield* this.jobs(item);
      else {
        yield item;
        yield* item.configurations;
      }
    }
  }

  #makeBuild(job: Job, spec: BuildSpec & { startedAtMs: number }): Build {
    const number = spec.number ?? job.nextBuildNumber;
    job.nextBuildNumber = Math.max(job.nextBuildNumber, number + 1);
    return makeBuild(job, { ...spec, number, queueId: spec.queueId ?? this.nextQueueId() });
  }

  #rotate(job: Job): void {
    if (job.retention !== null && job.builds.size > job.retention) this.rotate(job, job.retention);
  }

  #place(name: string): { parent: Folder; last: string } {
    const segments = name.split('/');
    const last = segments.pop() ?? '';
    const parent = segments.length === 0 ? this.root : this.addFolder(segments.join('/'));
    return { parent, last };
  }

  #nextUid(): number {
    return ++this.#lastUid;
  }
}
