import { type ReactNode, useEffect } from 'react';
import classes from './page-header.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** One sentence that says the state. */
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
}

/** Names the page in the window's title. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · BuildButler`;
  }, [title]);
}

/** The page's name and the sentence that says its state. */
export function PageHeader({ title, sentence, actions }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <header className={classes.root}>
      <h1 className={classes.title}>{title}</h1>
      {sentence !== undefined && <p className={classes.sentence}>{sentence}</p>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
