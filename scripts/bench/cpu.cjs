// Put before a program: at its end it prints the milliseconds of CPU that it took, on a line of its own.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`\n${(user + system) / 1000}\n`);
});
