import type { JobSummary } from '@buildbutler/contract';
import { IconFolder } from '@tabler/icons-react';
import { folderSteps, jobTitle } from '../../lib/job-name.ts';
import type { useListNavigation } from '../../lib/use-list-navigation.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import classes from './suggestion-list.module.css';

export type Suggestion =
  | { readonly kind: 'folder'; readonly value: string }
  | { readonly kind: 'job'; readonly value: string; readonly job: JobSummary };

/** Folders and jobs as one list: a name that two controllers share stands once for each, so its source is shown. */
export function toSuggestions(found: { folders: readonly string[]; jobs: readonly JobSummary[] }): Suggestion[] {
  return [
    ...found.folders.map((value) => ({ kind: 'folder' as const, value })),
    ...found.jobs.map((job) => ({ kind: 'job' as const, value: job.fullName, job })),
  ];
}

interface SuggestionListProps {
  readonly list: ReturnType<typeof useListNavigation>;
  readonly suggestions: readonly Suggestion[];
  readonly text: string;
  readonly isLooking: boolean;
  readonly onChoose: (suggestion: Suggestion) => void;
}

/** What the field of the filter bar offers below itself. */
export function SuggestionList({ list, suggestions, text, isLooking, onChoose }: SuggestionListProps) {
  return (
    <>
      {/* Pressing a row must not take the focus from the field. */}
      <div
        id={list.listId}
        role="listbox"
        aria-label="Folders and jobs"
        className={classes.list}
        tabIndex={-1}
        onMouseDown={(event) => event.preventDefault()}
      >
        {suggestions.map((suggestion, index) => (
          <div
            key={`${suggestion.kind} ${suggestion.kind === 'job' ? suggestion.job.id : suggestion.value}`}
            id={list.optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === list.active}
            data-active={index === list.active || undefined}
            className={classes.row}
            onPointerMove={() => list.setActive(index)}
            onClick={() => onChoose(suggestion)}
            onKeyDown={list.onKeyDown}
          >
            {suggestion.kind === 'folder' ? <FolderRow path={suggestion.value} /> : <JobRow job={suggestion.job} />}
          </div>
        ))}
      </div>
      {suggestions.length === 0 && (
        <p className={classes.empty}>{isLooking ? 'Looking…' : `No folder or job holds “${text}”.`}</p>
      )}
    </>
  );
}

function FolderRow({ path }: { path: string }) {
  const steps = folderSteps(path);
  const above = steps.slice(0, -1).map((step) => step.label);
  return (
    <>
      <IconFolder size={16} stroke={1.6} className={classes.icon} aria-hidden />
      <span className={classes.name}>{steps.at(-1)?.label}</span>
      <span className={classes.place}>{above.length === 0 ? 'Folder' : `in ${above.join(' / ')}`}</span>
    </>
  );
}

function JobRow({ job }: { job: JobSummary }) {
  const { folder, name } = jobTitle(job.fullName, job.kind === 'multibranch-branch');
  const place = folderSteps(folder).map((step) => step.label);
  return (
    <>
      <ResultMark result={job.lastResult} building={job.isBuilding} iconOnly />
      <span className={classes.name}>{name}</span>
      <span className={classes.place}>{[job.instance, ...place].join(' / ')}</span>
    </>
  );
}
