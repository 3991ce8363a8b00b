// The sample application's own script: it shows the planning board to whom the flag serves it.
const board = document.getElementById('resource-planning');

function showBoard() {
  const serves = globalThis.throughline?.variation('resource-planning', false);
  if (board) board.hidden = serves !== true;
}

function follow() {
  showBoard();
  globalThis.throughline?.on('change', showBoard);
}

if (globalThis.throughline) follow();
else document.addEventListener('throughline:start', follow, { once: true });
