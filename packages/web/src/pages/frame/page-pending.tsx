import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';
import classes from './page-pending.module.css';

/** The outline of a page while its code is on its way. */
export function PagePending() {
  return (
    <div>
      <div className={classes.title}>
        <Skeleton width={160} height={20} />
      </div>
      <div className={classes.panel}>
        <SkeletonRows count={8} />
      </div>
    </div>
  );
}
