import type { ReactNode } from 'react';
import classes from './centered.module.css';
import { Logo } from './logo.tsx';
import { usePageTitle } from './page-header.tsx';

interface CenteredProps {
  readonly title: string;
  readonly sentence?: ReactNode;
  /** Stands over the title: where in a sequence the page is. */
  readonly steps?: ReactNode;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A page without navigation: one thing to do, in the middle. */
export function Centered({ title, sentence, steps, isWide = false, children }: CenteredProps) {
  usePageTitle(title);
  return (
    <div className={classes.root}>
      <header className={classes.brand}>
        <Logo size={24} />
        <span>BuildButler</span>
        {steps !== undefined && <div className={classes.steps}>{steps}</div>}
      </header>
      <main className={classes.main} data-wide={isWide || undefined}>
        <h1 className={classes.title}>{title}</h1>
        {sentence !== undefined && <p className={classes.sentence}>{sentence}</p>}
        <div className={classes.body}>{children}</div>
      </main>
    </div>
  );
}
