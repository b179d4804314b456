/** What a promise gives, unless that takes too long: what hangs must not keep the form from being shown. */
export async function inTime<T>(promise: Promise<T>, milliseconds: number, complaint: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(complaint)), milliseconds)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
