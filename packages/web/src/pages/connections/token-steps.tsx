import { IconExternalLink } from '@tabler/icons-react';
import { tokenPageUrl } from '../../lib/connection-form.ts';
import classes from './token-steps.module.css';

/** How to make an API token in Jenkins; links to the right page there once the URL is known. */
export function TokenSteps({ url, username }: { url: string; username: string }) {
  const page = tokenPageUrl(url, username);
  return (
    <ol className={classes.steps}>
      <li>
        Sign in to Jenkins as the user BuildButler shall use and open{' '}
        {page === undefined ? (
          <>your name at the top right → Security (older versions: Configure).</>
        ) : (
          <a href={page} target="_blank" rel="noreferrer noopener" className={classes.link}>
            the user’s token page
            <IconExternalLink size={13} stroke={1.8} aria-hidden />
            <span className="visually-hidden"> (opens Jenkins in a new tab)</span>
          </a>
        )}
      </li>
      <li>
        Under <b>API Token</b> press <b>Add new token</b>, call it “buildbutler” and press <b>Generate</b>.
      </li>
      <li>Copy the token into the form of BuildButler. Jenkins shows it only this once.</li>
    </ol>
  );
}
