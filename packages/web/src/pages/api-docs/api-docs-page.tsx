import { useState } from 'react';
import { describeApi } from '../../lib/api-document.ts';
import { useApiDocument } from '../../queries/system.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import classes from './api-docs-page.module.css';
import { Operation } from './operation.tsx';

const anchorOf = (tag: string) => `tag-${tag.toLowerCase().replace(/\W+/g, '-')}`;

/** Every route of the API, readable without signing in. */
export function ApiDocsPage() {
  const { data, error, refetch } = useApiDocument();
  const [wanted, setWanted] = useState('');
  const words = wanted.trim().toLowerCase();
  const tags = [...describeApi(data)]
    .map(([tag, operations]) => ({
      tag,
      operations: operations.filter(({ id, method, path, summary }) =>
        `${method} ${path} ${id} ${summary}`.toLowerCase().includes(words),
      ),
    }))
    .filter(({ operations }) => operations.length > 0);
  return (
    <div className={classes.root}>
      <nav className={classes.side} aria-label="Parts of the API">
        <a href="/" className={classes.home}>
          BuildButler
        </a>
        <ul>
          {tags.map(({ tag }) => (
            <li key={tag}>
              <a href={`#${anchorOf(tag)}`}>{tag}</a>
            </li>
          ))}
        </ul>
        <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a>
      </nav>
      <main className={classes.main}>
        <h1 className={classes.title}>REST API</h1>
        <p className={classes.lead}>
          JSON over HTTP. Sign in with <code>Authorization: Bearer bb_live_…</code>; tokens are made under Settings →
          API tokens. Errors have one shape, <code>application/problem+json</code>. Instants are ISO 8601 in UTC,
          durations are milliseconds.
        </p>
        <pre className={classes.example}>
          {`curl -H "Authorization: Bearer $BUILDBUTLER_TOKEN" \\\n  "${location.origin}/api/v1/builds?result=FAILURE&range=7d"`}
        </pre>
        <input
          className={classes.search}
          type="search"
          placeholder="Find a route"
          aria-label="Find a route"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
        {error === null && data === undefined && <SkeletonRows count={8} height={44} />}
        {data !== undefined && tags.length === 0 && (
          <EmptyState title="No route has these words">Try a part of its path, such as “builds”.</EmptyState>
        )}
        {tags.map(({ tag, operations }) => (
          <section key={tag} id={anchorOf(tag)} aria-label={tag} className={classes.section}>
            <h2 className={classes.tag}>{tag}</h2>
            {operations.map((operation) => (
              <Operation key={operation.id} operation={operation} />
            ))}
          </section>
        ))}
      </main>
    </div>
  );
}
