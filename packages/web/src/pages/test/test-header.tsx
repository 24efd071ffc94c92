import type { TestDetail } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { folderSteps, splitJobName } from '../../lib/job-name.ts';
import { useMayEdit } from '../../queries/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { EditorsOnly } from '../../ui/editors-only.tsx';
import { EntityHeader } from '../../ui/entity-header.tsx';
import { TestMark } from '../../ui/test-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { TagsDialog } from '../tests/tags-dialog.tsx';

/** Where the test belongs, what it is, how it does, its tags. */
export function TestHeader({ test }: { test: TestDetail }) {
  const { folder, name } = splitJobName(test.project);
  const steps = [...folderSteps(folder).map(({ label }) => label), name];
  const crumbs = [
    { key: 'tests', content: <Link to="/tests">Tests</Link> },
    { key: 'instance', content: test.instance },
    {
      key: 'project',
      content: (
        <Link to="/tests" search={{ instance: [test.instance], job: test.project }}>
          {steps.join(' / ')}
        </Link>
      ),
    },
    ...(test.className === null ? [] : [{ key: 'class', content: test.className }]),
  ];
  return (
    <EntityHeader
      crumbs={crumbs}
      title={test.name}
      mark={<TestMark status={test.status} iconOnly size={20} />}
      badges={
        <>
          {test.isFlaky && (
            <Link to="/flaky" search={{ test: test.name.slice(0, 200) } as object}>
              <Badge tone="unstable">Flaky</Badge>
            </Link>
          )}
          {test.isVanished && <Badge title={definitions.vanished}>Vanished</Badge>}
          {test.tags.map((tag) => (
            <Link key={tag} to="/tests" search={{ tag: [tag] } as object} title={`Tests with the tag ${tag}`}>
              <Badge>{tag}</Badge>
            </Link>
          ))}
        </>
      }
      sentence={<Sentence test={test} />}
      actions={<EditTags test={test} />}
    />
  );
}

function Sentence({ test }: { test: TestDetail }) {
  const { lastBuild, failingSince, status } = test;
  const build = (
    <Link to="/builds/$id" params={{ id: lastBuild.id }}>
      {splitJobName(lastBuild.jobName).name} #{lastBuild.number}
    </Link>
  );
  if (status === 'failed') {
    return (
      <>
        Failed <TimeAgo at={test.lastRunAt} /> in {build}
        {failingSince !== null && (
          <>
            {' '}
            · has not passed since it began to fail <TimeAgo at={failingSince} />
          </>
        )}
      </>
    );
  }
  return (
    <>
      {status === 'passed' ? 'Passed' : 'Was skipped'} <TimeAgo at={test.lastRunAt} /> in {build}
    </>
  );
}

function EditTags({ test }: { test: TestDetail }) {
  const [isOpen, setOpen] = useState(false);
  const mayEdit = useMayEdit();
  return (
    <>
      <EditorsOnly mayEdit={mayEdit}>
        <Button leftSection={<IconTag size={14} aria-hidden />} disabled={!mayEdit} onClick={() => setOpen(true)}>
          Edit tags
        </Button>
      </EditorsOnly>
      {isOpen && <TagsDialog tests={[test]} onClose={() => setOpen(false)} />}
    </>
  );
}
