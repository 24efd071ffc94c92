import type { TestSummary } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import { formatCountOf } from '../../lib/format-number.ts';
import { useMayEdit } from '../../queries/session.ts';
import { EditorsOnly } from '../../ui/editors-only.tsx';
import { PickBar } from '../../ui/pick-bar.tsx';
import { TagsDialog } from './tags-dialog.tsx';

/** How many tests are picked and what can be done with them, over the foot of the page. */
export function PickedTests({ tests, onClear }: { tests: readonly TestSummary[]; onClear: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const mayEdit = useMayEdit();
  if (tests.length === 0) return null;
  return (
    <>
      <PickBar label="Picked tests">
        <span role="status">{formatCountOf(tests.length, 'test')} picked</span>
        <EditorsOnly mayEdit={mayEdit}>
          <Button
            variant="filled"
            leftSection={<IconTag size={14} aria-hidden />}
            disabled={!mayEdit}
            onClick={() => setOpen(true)}
          >
            Tag…
          </Button>
        </EditorsOnly>
        <Button onClick={onClear}>Clear</Button>
      </PickBar>
      {isOpen && <TagsDialog tests={tests} onClose={() => setOpen(false)} onDone={onClear} />}
    </>
  );
}
