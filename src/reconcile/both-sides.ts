/**
 * What two stores are asked at once: neither has to wait for the other. Where one fails, the other one is waited for, so that
 * nothing is asked any more when this is told.
 * @throws what the first of them has thrown, in the order in which they are given
 */
export async function bothSides<There, Here>(there: Promise<There>, here: Promise<Here>): Promise<[There, Here]> {
  await Promise.allSettled([there, here]);
  return [await there, await here];
}
