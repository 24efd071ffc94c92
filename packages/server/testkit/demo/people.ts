import type { Random } from './random.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

function person(name: string): Person {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/ø/g, 'o').replace(/ł/g, 'l');
  const id = plain.toLowerCase().replace(/[^a-z]+/g, '.');
  return { id, name, email: `${id}@lumen.example` };
}

const teams = {
  payments: ['Maya Lindqvist', 'Tomás Herrera', 'Priya Raman', 'Jonas Weber'],
  checkout: ['Aiko Tanaka', 'Daniel Okafor', 'Sofia Rossi', 'Ben Carter', 'Lena Hoffmann'],
  platform: ['Ravi Iyer', 'Karin Østby', 'Mateusz Nowak'],
  mobile: ['Chloé Dubois', 'Hassan Ali', 'Emily Nguyen'],
  data: ['Nadia Petrova', 'Omar Farouk', 'Grace Kim'],
} as const;

export type Team = keyof typeof teams;

/** Somebody of a team; the first names commit most. */
export function memberOf(team: Team, random: Random): Person {
  const members = teams[team];
  const index = Math.floor(members.length * random.next() ** 1.6);
  return person(members[index] ?? members[0]);
}
