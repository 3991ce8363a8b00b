import { demoPeople, type DemoPerson } from './people.ts';

const projects = [
  { name: 'Harbour Tower', stage: 'Structure, level 14', progress: 46 },
  { name: 'Elm Street School', stage: 'Foundations', progress: 18 },
  { name: 'Riverside Clinic', stage: 'Fit-out', progress: 83 },
];

const drawings = [
  { number: 'A-101', title: 'Ground floor plan', revision: 'C' },
  { number: 'S-204', title: 'Column schedule', revision: 'B' },
  { number: 'E-310', title: 'Lighting, level 3', revision: 'A' },
];

const questions = [
  { number: 'RFI 58', title: 'Slab edge at grid line F', due: 'answer due tomorrow' },
  { number: 'RFI 59', title: 'Door hardware, clinic', due: 'answer due Friday' },
];

const crews = [
  { crew: 'Concrete', days: ['Tower', 'Tower', 'School', 'School', 'School'] },
  { crew: 'Steel', days: ['Tower', 'Tower', 'Tower', '', 'Tower'] },
  { crew: 'Electric', days: ['Clinic', 'Clinic', 'Clinic', 'Clinic', ''] },
];

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];

function personLink(person: DemoPerson, present: DemoPerson): string {
  const here = person.key === present.key ? ' aria-current="page"' : '';
  return `<a href="/demo?as=${person.key}"${here}>${person.name}<small>${person.role}, ${person.company} (sample)</small></a>`;
}

/** The sample application for one of its people. `clientId` is its environment's public id. */
export function demoPage(person: DemoPerson, clientId: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sitework, a sample application</title>
<link rel="stylesheet" href="/demo/demo.css">
<script src="/sdk/throughline.js" data-environment-key="${clientId}" data-identity-url="/demo/identity?as=${person.key}" data-banner="#messages" data-bell="#bell" defer></script>
<script src="/demo/demo-app.js" defer></script>
</head>
<body>
<div id="messages"></div>
<header>
  <strong>Sitework</strong>
  <span class="sample">a sample application with made-up people, companies and projects</span>
  <span id="bell"></span>
</header>
<nav aria-label="Use it as">${demoPeople.map((one) => personLink(one, person)).join('')}</nav>
<main>
<h1>Good morning, ${person.name}</h1>
<section aria-labelledby="projects"><h2 id="projects">Projects</h2><ul class="projects">
${projects
  .map(
    ({ name, stage, progress }) =>
      `<li><b>${name}</b><span>${stage}</span><progress max="100" value="${progress}" aria-label="${name}"></progress><span>${progress} %</span></li>`,
  )
  .join('\n')}
</ul></section>
<section id="resource-planning" aria-labelledby="planning" hidden><h2 id="planning">Resource planning</h2>
<table><thead><tr><th scope="col">Crew</th>${weekdays.map((day) => `<th scope="col">${day}</th>`).join('')}</tr></thead><tbody>
${crews
  .map(
    ({ crew, days }) =>
      `<tr><th scope="row">${crew}</th>${days.map((place) => `<td>${place || 'free'}</td>`).join('')}</tr>`,
  )
  .join('\n')}
</tbody></table></section>
<div class="columns">
<section aria-labelledby="drawings"><h2 id="drawings">Drawings</h2><ul>
${drawings.map(({ number, title, revision }) => `<li><code>${number}</code> ${title} <span>rev. ${revision}</span></li>`).join('\n')}
</ul></section>
<section aria-labelledby="questions"><h2 id="questions">Requests for information</h2><ul>
${questions.map(({ number, title, due }) => `<li><code>${number}</code> ${title} <span>${due}</span></li>`).join('\n')}
</ul></section>
</div>
</main>
</body>
</html>`;
}
