import { Fragment, type ReactNode } from 'react';
import classes from './entity-header.module.css';
import { usePageTitle } from './page-header.tsx';

interface EntityHeaderProps {
  /** The way down to the thing, outermost first. */
  readonly crumbs: readonly { readonly key: string; readonly content: ReactNode }[];
  readonly title: string;
  /** Stands before the title: the state as an icon. */
  readonly mark?: ReactNode;
  /** Stand after the title. */
  readonly badges?: ReactNode;
  /** One sentence that says the state. */
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
}

/** The head of a page about one thing: where it is, what it is, how it is. */
export function EntityHeader({ crumbs, title, mark, badges, sentence, actions }: EntityHeaderProps) {
  usePageTitle(title);
  return (
    <header className={classes.root}>
      <nav aria-label="Where this is" className={classes.crumbs}>
        {crumbs.map(({ key, content }, index) => (
          <Fragment key={key}>
            {index > 0 && <span aria-hidden="true">/</span>}
            {content}
          </Fragment>
        ))}
      </nav>
      <div className={classes.main}>
        <h1 className={classes.title}>
          {mark}
          <span className={classes.name}>{title}</span>
        </h1>
        {badges}
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {sentence !== undefined && <p className={classes.sentence}>{sentence}</p>}
    </header>
  );
}
