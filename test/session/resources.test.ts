import { expect, test } from 'vitest';
import { Resources } from '../../src/session/resources.ts';

test('where one of them can not be closed as it should, the others are closed all the same, and it is told', async () => {
  const resources = new Resources();
  const closed: string[] = [];
  resources.add(() => {
    closed.push('lock');
  });
  resources.add(async () => {
    throw new Error('the disk is full');
  });
  resources.add(() => {
    closed.push('log');
  });
  await expect(resources.close()).rejects.toThrow('the disk is full');
  expect(closed).toEqual(['log', 'lock']);
  await resources.close();
  expect(closed).toHaveLength(2);
});
