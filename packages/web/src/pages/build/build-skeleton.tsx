import { Skeleton, SkeletonBlock } from '../../ui/skeleton.tsx';
import classes from './build-skeleton.module.css';

/** The outline of a build or job page while it is on its way for the first time. */
export function BuildSkeleton() {
  return (
    <div className={classes.root}>
      <Skeleton width={180} height={12} />
      <Skeleton width={320} height={22} />
      <Skeleton width={260} height={12} />
      <SkeletonBlock height={130} />
      <SkeletonBlock height={360} />
    </div>
  );
}
