/** Items written at a time: a new table on demand takes 4,000 writes a second (DynamoDB, "On-demand capacity mode"). */
const AT_ONCE = 25;

/** Does the work for all items, some at a time, and gives the answers in their order. */
export async function inParts<Item, Answer>(items: Item[], work: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    answers.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return answers;
}
