import { useSession } from '../../queries/session.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { roleWords } from '../users/role-words.ts';
import { ChangePassword } from './change-password.tsx';
import { SessionList } from './session-list.tsx';
import classes from './sessions.module.css';

/** Settings → Your account. */
export function AccountPage() {
  const { data: session } = useSession();
  const sentence =
    session === undefined ? undefined : `${session.username}, ${roleWords[session.role].label.toLowerCase()}.`;
  return (
    <>
      <PageHeader title="Your account" sentence={sentence} />
      <section>
        <SectionHead title="Sessions" note="Browsers in which you are signed in" />
        <SessionList username={null} />
      </section>
      <section className={classes.part}>
        <SectionHead title="Password" />
        <ChangePassword />
      </section>
    </>
  );
}
