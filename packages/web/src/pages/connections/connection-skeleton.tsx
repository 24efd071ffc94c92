import { Skeleton } from '../../ui/skeleton.tsx';
import classes from './connection-card.module.css';
import listClasses from './connections-page.module.css';

/** Two cards that are on their way. */
export function ConnectionSkeleton() {
  return (
    <div className={listClasses.list} role="status" aria-label="Loading">
      {[0, 1].map((card) => (
        <div key={card} className={classes.card}>
          <Skeleton width={160} height={16} />
          <div className={classes.skeletonLine}>
            <Skeleton width={280} />
          </div>
          <div className={classes.skeletonLine}>
            <Skeleton width="70%" height={32} />
          </div>
        </div>
      ))}
    </div>
  );
}
