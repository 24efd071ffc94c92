import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ConnectionForm, FormErrors } from '../../lib/connection-form.ts';
import { formatCount } from '../../lib/format-number.ts';
import { paces } from '../../lib/pace.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './connection-form.module.css';

const tlsChoices = [
  { value: 'default', label: 'Verify, as this machine does' },
  { value: 'ca', label: 'Verify with a CA certificate of my own' },
  { value: 'insecure', label: 'Do not verify (unsafe)' },
];
const paceChoices = paces.map(({ value, label, loadsPerSecond }) => ({
  value,
  label: `${label} (${formatCount(loadsPerSecond)} builds a second)`,
}));
const advanced: readonly (keyof ConnectionForm)[] = [
  'tlsMode',
  'caCertificate',
  'syncIntervalSeconds',
  'historyDays',
  'historyBuilds',
  'includeJobs',
  'excludeJobs',
  'pace',
  'paused',
];

interface AdvancedFieldsProps {
  readonly form: ConnectionForm;
  readonly errors: FormErrors;
  readonly set: (patch: Partial<ConnectionForm>) => void;
}

/** Certificates, schedule, how much history, which jobs, how fast. Opens by itself when something in it is wrong. */
export function AdvancedFields({ form, errors, set }: AdvancedFieldsProps) {
  const isWrong = advanced.some((field) => errors[field] !== undefined);
  const [isOpen, setOpen] = useState(form.tlsMode !== 'default');
  useEffect(() => {
    if (isWrong || form.tlsMode === 'ca') setOpen(true);
  }, [isWrong, form.tlsMode]);
  return (
    <details className={classes.help} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.summary}>Advanced</summary>
      <div className={classes.advanced}>
        <TlsFields form={form} errors={errors} set={set} />
        <ScheduleFields form={form} errors={errors} set={set} />
        <div className={classes.pair}>
          <Textarea
            label="Only these jobs"
            description="Path patterns, one a line. Nothing = all."
            placeholder="payments/**"
            rows={3}
            value={form.includeJobs}
            error={errors.includeJobs}
            spellCheck={false}
            onChange={(event) => set({ includeJobs: event.currentTarget.value })}
          />
          <Textarea
            label="Not these jobs"
            description="Wins over the other list."
            placeholder={'**/sandbox/**'}
            rows={3}
            value={form.excludeJobs}
            error={errors.excludeJobs}
            spellCheck={false}
            onChange={(event) => set({ excludeJobs: event.currentTarget.value })}
          />
        </div>
        <Checkbox
          label="Paused"
          description="Saved, but nothing is fetched until it is resumed."
          checked={form.paused}
          onChange={(event) => set({ paused: event.currentTarget.checked })}
        />
      </div>
    </details>
  );
}

function TlsFields({ form, errors, set }: AdvancedFieldsProps) {
  return (
    <>
      <NativeSelect
        label="TLS certificate"
        data={tlsChoices}
        value={form.tlsMode}
        onChange={(event) => set({ tlsMode: event.currentTarget.value as ConnectionForm['tlsMode'] })}
      />
      {form.tlsMode === 'ca' && (
        <Textarea
          label="CA certificate"
          description="The certificate of your company’s authority, or the self-signed one itself, as PEM text."
          placeholder="-----BEGIN CERTIFICATE-----"
          rows={6}
          classNames={{ input: classes.pem }}
          value={form.caCertificate}
          error={errors.caCertificate}
          maxLength={200_000}
          spellCheck={false}
          onChange={(event) => set({ caCertificate: event.currentTarget.value })}
        />
      )}
      {form.tlsMode === 'insecure' && (
        <Notice tone="failure" title="The API token is not protected on its way">
          Whoever stands between BuildButler and Jenkins can read it and act with it. Pasting the CA certificate is as
          quick, and safe.
        </Notice>
      )}
    </>
  );
}

function ScheduleFields({ form, errors, set }: AdvancedFieldsProps) {
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label="Sync interval, in seconds"
          description="Nothing = the server’s own."
          inputMode="numeric"
          value={form.syncIntervalSeconds}
          error={errors.syncIntervalSeconds}
          maxLength={8}
          onChange={(event) => set({ syncIntervalSeconds: event.currentTarget.value })}
        />
        <NativeSelect
          label="Pace"
          description="What Jenkins may be asked to load at most."
          data={paceChoices}
          value={form.pace}
          onChange={(event) => set({ pace: event.currentTarget.value as ConnectionForm['pace'] })}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label="History, in days"
          description="Older builds are not fetched."
          inputMode="numeric"
          value={form.historyDays}
          error={errors.historyDays}
          maxLength={8}
          onChange={(event) => set({ historyDays: event.currentTarget.value })}
        />
        <TextInput
          label="History, in builds a job"
          description="Whichever limit is reached first."
          inputMode="numeric"
          value={form.historyBuilds}
          error={errors.historyBuilds}
          maxLength={10}
          onChange={(event) => set({ historyBuilds: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
