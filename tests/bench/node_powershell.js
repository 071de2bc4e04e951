// Median time of a trivial command through node-powershell, in milliseconds: node node_powershell.js DIRECTORY COUNT
// DIRECTORY is where `npm install node-powershell@5.0.1` was run.
const path = require('path');
const { createRequire } = require('module');

const [directory, count] = [process.argv[2], Number(process.argv[3])];
const { PowerShell } = createRequire(path.resolve(directory, 'package.json'))('node-powershell');

(async () => {
  const shell = new PowerShell({ executableOptions: { '-NoProfile': true } });
  const times = [];
  try {
    await shell.invoke('Get-Variable -Name PID -ValueOnly');
    for (let i = 0; i < count; ++i) {
      const start = process.hrtime.bigint();
      await shell.invoke('Get-Variable -Name PID -ValueOnly');
      times.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  } finally {
    await shell.dispose();
  }
  console.log(JSON.stringify({ request_ms: times }));
})();
