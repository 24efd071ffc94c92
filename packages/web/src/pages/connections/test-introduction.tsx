import classes from './test-introduction.module.css';

/** Before the first test: what it looks at. */
export function TestIntroduction() {
  return (
    <section className={classes.root}>
      <h2 className={classes.title}>What Test Connection looks at</h2>
      <ul className={classes.list}>
        <li>Does Jenkins answer at this address, and is its certificate trusted?</li>
        <li>Does it accept the user name and the token, and who are we there?</li>
        <li>Which jobs, builds, logs, stages, tests and agents may we read, and what is lost without the rest?</li>
      </ul>
      <p>Nothing is written to Jenkins. You can save without a test, for a Jenkins that is down right now.</p>
    </section>
  );
}
