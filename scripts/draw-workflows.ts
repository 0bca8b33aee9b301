import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of the Amazon States Language as a picture needs. */
interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: Array<{ Next: string }>;
  Catch?: Array<{ Next: string; ErrorEquals: string[] }>;
  ItemProcessor?: Machine;
  Branches?: Machine[];
}
interface Machine {
  StartAt: string;
  States: Record<string, State>;
}

const FOLDER = join(import.meta.dirname, '..', 'statemachines');
const BLOCK = /(<!-- picture -->\n)[\s\S]*?(<!-- \/picture -->)/;

/** Draws a definition as a Mermaid flow chart: whole arrows for what goes well, dotted ones for what is caught. */
export function drawWorkflow(machine: Machine): string {
  const ids = new Map<string, string>();
  const id = (name: string) => {
    if (!ids.has(name)) ids.set(name, `s${ids.size + 1}`);
    return ids.get(name);
  };
  const box = (name: string, type: string) =>
    type === 'Choice' ? `{"${name}"}` : type === 'Succeed' ? `(["${name}"])` : `["${name}"]`;
  const draw = ({ States }: Machine, indent: string): string[] =>
    Object.entries(States).flatMap(([name, state]) => {
      const inner = state.ItemProcessor ? [state.ItemProcessor] : (state.Branches ?? []);
      const node = inner.length
        ? [`subgraph ${id(name)}["${name}"]`, ...inner.flatMap((part) => draw(part, '  ')), 'end']
        : [`${id(name)}${box(name, state.Type)}`];
      const next = [state.Next, state.Default, ...(state.Choices ?? []).map((choice) => choice.Next)];
      const arrows = next.filter((to) => to !== undefined).map((to) => `${id(name)} --> ${id(to)}`);
      const caught = [...new Set((state.Catch ?? []).map((rule) => rule.Next))];
      return [...node, ...arrows, ...caught.map((to) => `${id(name)} -.-> ${id(to)}`)].map((line) => indent + line);
    });
  return ['```mermaid', 'flowchart TD', ...draw(machine, '  '), '```', ''].join('\n');
}

/** Each workflow's README with the picture that its definition gives today. */
export function pictures(): Array<{ file: string; written: string; drawn: string }> {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => {
    const file = join(FOLDER, name, 'README.md');
    const machine = JSON.parse(readFileSync(join(FOLDER, name, 'definition.asl.json'), 'utf8')) as Machine;
    const written = readFileSync(file, 'utf8');
    return { file, written, drawn: written.replace(BLOCK, `$1${drawWorkflow(machine)}$2`) };
  });
}

if (import.meta.main) {
  for (const { file, written, drawn } of pictures()) {
    if (written !== drawn) writeFileSync(file, drawn);
  }
}
