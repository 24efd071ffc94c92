import type { Connection } from '@buildbutler/contract';
import { describe, expect, test } from 'vitest';
import {
  emptyForm,
  formOf,
  needsTokenAgain,
  patchOf,
  reachesAsSaved,
  readForm,
  readTrial,
  tokenPageUrl,
} from './connection-form.ts';

const filled = { ...emptyForm, name: 'Production', url: 'https://ci.example.com', username: 'bot', token: '11a2' };
const saved = {
  ...{ id: 1, name: 'Production', url: 'https://ci.example.com', username: 'bot', tlsMode: 'default' },
  ...{ caCertificate: null, syncIntervalSeconds: null, historyDays: 90, historyBuilds: 5000 },
  ...{ includeJobs: [], excludeJobs: ['**/old'], pace: 'normal', paused: false },
} as unknown as Connection;

describe('reading', () => {
  test('the four fields are enough', () => {
    expect(readForm(filled)).toEqual({
      body: expect.objectContaining({ name: 'Production', token: '11a2', historyDays: 90, syncIntervalSeconds: null }),
    });
  });
  test('says what is wrong by field', () => {
    const read = readForm({ ...emptyForm, url: 'jenkins', historyDays: 'many', syncIntervalSeconds: '0' });
    expect(Object.keys('errors' in read ? read.errors : {}).sort()).toEqual(
      ['historyDays', 'name', 'syncIntervalSeconds', 'token', 'url', 'username'].sort(),
    );
  });
  test('globs stand one a line', () => {
    expect(readForm({ ...filled, includeJobs: ' pay/** \n\n web/* ' })).toMatchObject({
      body: { includeJobs: ['pay/**', 'web/*'] },
    });
  });
  test('a CA certificate is asked for and checked in its mode only', () => {
    const ca = { ...filled, tlsMode: 'ca' as const };
    expect(readForm(ca)).toHaveProperty('errors.caCertificate');
    expect(readForm({ ...ca, caCertificate: 'MIIB' })).toHaveProperty('errors.caCertificate');
    expect(readForm({ ...ca, caCertificate: '-----BEGIN CERTIFICATE-----\nMIIB' })).toHaveProperty('body');
    expect(readForm({ ...filled, caCertificate: 'left over' })).toMatchObject({ body: { caCertificate: null } });
  });
  test('a test needs no name', () => {
    const read = readTrial({ ...filled, name: '' });
    expect(read).toHaveProperty('body.url', 'https://ci.example.com');
    expect(read).not.toHaveProperty('body.name');
  });
});

describe('editing', () => {
  test('nothing changed, nothing sent', () => {
    const read = readForm(formOf(saved), true);
    if ('errors' in read) throw new Error(JSON.stringify(read.errors));
    expect(patchOf(read.body, formOf(saved), saved)).toEqual({});
  });
  test('only what changed is sent, and the token when there is one', () => {
    const form = { ...formOf(saved), token: 'new', pace: 'gentle' as const, excludeJobs: '' };
    const read = readForm(form, true);
    if ('errors' in read) throw new Error(JSON.stringify(read.errors));
    expect(patchOf(read.body, form, saved)).toEqual({ token: 'new', pace: 'gentle', excludeJobs: [] });
  });
  test('a new place, user, TLS mode or certificate needs the token again; a slash at the end does not', () => {
    const form = formOf(saved);
    expect(needsTokenAgain({ ...form, url: 'https://ci.example.com/' }, saved)).toBe(false);
    expect(needsTokenAgain({ ...form, url: 'https://ci.example.com/x' }, saved)).toBe(true);
    expect(needsTokenAgain({ ...form, username: 'other' }, saved)).toBe(true);
    expect(needsTokenAgain({ ...form, tlsMode: 'insecure' }, saved)).toBe(true);
    const own = { ...saved, tlsMode: 'ca' as const, caCertificate: 'PEM one' };
    expect(needsTokenAgain(formOf(own), own)).toBe(false);
    expect(needsTokenAgain({ ...formOf(own), caCertificate: 'PEM two' }, own)).toBe(true);
    expect(reachesAsSaved({ ...form, pace: 'fast' }, saved)).toBe(true);
    expect(reachesAsSaved({ ...form, token: 'x' }, saved)).toBe(false);
  });
});

test('the token page stands below the context path; names are escaped', () => {
  expect(tokenPageUrl('https://ci.example.com/jenkins/', '')).toBe('https://ci.example.com/jenkins/me/configure');
  expect(tokenPageUrl('http://ci:8080', 'a b/c')).toBe('http://ci:8080/user/a%20b%2Fc/security');
  expect(tokenPageUrl('ci.example.com', 'x')).toBeUndefined();
  expect(tokenPageUrl('javascript:alert(1)', 'x')).toBeUndefined();
});
