import type { FlakyRules } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconScale } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { rulesSentence } from '../../lib/flaky-rules.ts';
import { useMayEdit } from '../../queries/session.ts';
import { EditorsOnly } from '../../ui/editors-only.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import classes from './rules-banner.module.css';

/** By which rules a test counts as flaky, and the way to change them. */
export function RulesBanner({ rules }: { rules: FlakyRules | undefined }) {
  const mayEdit = useMayEdit();
  const icon = <IconAdjustmentsHorizontal size={14} aria-hidden />;
  return (
    <section className={classes.root} aria-label="Rules">
      <IconScale size={18} stroke={1.6} className={classes.icon} aria-hidden />
      <p className={classes.words}>{rules === undefined ? <Skeleton height={14} /> : rulesSentence(rules)}</p>
      <EditorsOnly mayEdit={mayEdit}>
        {mayEdit ? (
          <Button component={Link} to="/settings/flaky" leftSection={icon}>
            Configure
          </Button>
        ) : (
          <Button disabled leftSection={icon}>
            Configure
          </Button>
        )}
      </EditorsOnly>
    </section>
  );
}
