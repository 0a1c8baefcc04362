/** What one of them does wrong keeps none of the others from running; the first error is thrown at the end. @param {Iterable<() => void>} jobs */
export function runAll(jobs) {
  const failed = [];
  for (const job of [...jobs]) {
    try {
      job();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length) throw failed[0];
}
