import { type Build, type BuildFailure, failureCategories } from '@buildbutler/contract';
import { IconChevronDown, IconRotate2 } from '@tabler/icons-react';
import { describeError } from '../../lib/describe-error.ts';
import { categoryMeaning, categoryWord } from '../../lib/failure-category.ts';
import { useSetBuildFailure } from '../../queries/failures.ts';
import { useMayEdit } from '../../queries/session.ts';
import { CategoryBadge } from '../../ui/category-badge.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../../ui/menu.tsx';
import classes from './category-menu.module.css';

/** The category of a red build; editors set it right here. */
export function CategoryMenu({ build, failure }: { build: Build; failure: BuildFailure }) {
  const mayEdit = useMayEdit();
  const correct = useSetBuildFailure(build.id);
  const category = failure.category ?? 'unknown';
  if (!mayEdit) return <CategoryBadge category={category} />;
  return (
    <Menu
      label="Correct the category"
      width={230}
      position="bottom-start"
      target={(props) => (
        <button
          type="button"
          className={classes.target}
          title={`${categoryMeaning(category)} Press to correct it.`}
          aria-label={`Category ${categoryWord(category)}, correct it`}
          data-busy={correct.isPending || undefined}
          {...props}
        >
          {categoryWord(category)}
          <IconChevronDown size={13} stroke={2} aria-hidden />
        </button>
      )}
    >
      {correct.isError && <MenuLabel>{describeError(correct.error).why}</MenuLabel>}
      <MenuLabel>What kind of failure is it?</MenuLabel>
      {failureCategories.map((name) => (
        <MenuItem key={name} icon={null} isChosen={name === category} onPick={() => correct.mutate(name)}>
          {categoryWord(name)}
        </MenuItem>
      ))}
      {failure.correctedBy !== null && (
        <>
          <MenuLine />
          <MenuItem icon={<IconRotate2 size={16} stroke={1.6} />} onPick={() => correct.mutate(null)}>
            Let the rules decide
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
