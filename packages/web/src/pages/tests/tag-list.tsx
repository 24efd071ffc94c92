import { Badge } from '../../ui/badge.tsx';
import classes from './tag-list.module.css';

/** The first tag of a test and how many more there are; all of them on hover. */
export function TagList({ tags }: { tags: readonly string[] }) {
  const [first, ...others] = tags;
  if (first === undefined) return null;
  return (
    <span className={classes.root} title={tags.join(', ')}>
      <Badge>{first}</Badge>
      {others.length > 0 && (
        <span className={classes.more}>
          +{others.length}
          <span className="visually-hidden"> more: {others.join(', ')}</span>
        </span>
      )}
    </span>
  );
}
